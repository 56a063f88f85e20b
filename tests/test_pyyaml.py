"""YAML as it is written so that every reader gets it back, and where in a text things stand."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from driftgate.pyyaml import compose, dumps, line_of
from driftgate.yaml12 import loads

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_what_is_written_is_read_back(value):
    assert loads(dumps({"value": value})) == {"value": value}


@pytest.mark.parametrize(
    "text", ["on", "yes", "1:30", "010", "0o17", "1e3", "~", "", "2025-01-01", "1_000", "0b1", "a: b", "- a", "#"]
)
def test_strings_stay_strings_for_readers_of_1_1_too(text):
    assert yaml.safe_load(dumps({"key": text})) == {"key": text}


def test_the_same_value_gives_the_same_text_with_keys_in_their_order():
    shared = ["a"]
    assert dumps({"b": shared, "a": shared}) == "b:\n  - a\na:\n  - a\n"


def test_lines_are_those_of_keys_and_items():
    node = compose("a:\n  b: 1\nc:\n  - x\n  - y: 2\n")
    assert [line_of(node, tokens) for tokens in (["a"], ["a", "b"], ["c", "1"], ["c", "1", "y"], ["c", "9"], [])] == [
        1,
        2,
        5,
        5,
        3,
        1,
    ]


def test_lines_of_json_with_surrogate_escapes_are_found():
    assert line_of(compose('{"a": "\\ud83d\\ude00",\n "b": 1}'), ["b"]) == 2
