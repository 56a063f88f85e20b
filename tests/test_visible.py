"""Text from outside, made harmless."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.visible import block, harmless, visible


@given(st.text(st.characters(), max_size=600), st.integers(10, 500))
def test_visible_text_is_one_line_without_hidden_characters(text, limit):
    shown = visible(text, limit)

    assert len(shown) <= limit
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("grün מזהה 電話 😀", "grün מזהה 電話 😀"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31m\u202e\U000e0041", "\\x1b[31m\\u202e\\U000e0041"),
        ("\ud800", "\ufffd"),
        ("x" * 401, "x" * 399 + "…"),
    ],
)
def test_visible(text, shown):
    assert visible(text) == shown


def test_a_block_keeps_its_lines():
    assert block("a\r\n\tb\x00\n" + "c" * 3000, 20) == "a\n    b\\x00\n" + "c" * 13 + "\n…"


@given(st.text(st.characters(), max_size=300))
def test_harmless_output_keeps_lines_and_holds_nothing_that_a_terminal_obeys(text):
    shown = harmless(text)
    assert shown.count("\n") == text.count("\n")
    assert not [char for char in shown if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    assert harmless(shown) == shown


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_json_on_a_terminal_says_what_it_said(text):
    assert json.loads(harmless(json.dumps(text, ensure_ascii=False))) == text


@given(st.text())
def test_a_block_of_any_length_has_no_control_character_but_line_ends(text):
    shown = block(text, None)
    assert all(char.isprintable() or char in "\n\t" or ord(char) > 159 for char in shown)
    assert "\x1b" not in shown


def test_a_block_without_a_limit_is_whole():
    assert block("a\x1b" * 5_000 + "\nb", None) == "a\\x1b" * 5_000 + "\nb"
    assert block("\U000e0001" * 9, None) == "\\U000e0001" * 9
