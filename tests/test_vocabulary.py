"""The words for what a value looks like never tell what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.vocabulary import (
    expected_types,
    is_integer_text,
    is_number_text,
    json_type,
    observed,
    observed_text,
    word,
)


@pytest.mark.parametrize(("value", "kind"), [
    (None, "null"), (True, "boolean"), (0, "integer"), (2.0, "integer"), (2.5, "number"), ("", "string"),
    ([], "array"), ({}, "object"),
])  # fmt: skip
def test_names_the_json_type(value, kind):
    assert json_type(value) == kind


@pytest.mark.parametrize(("value", "said"), [
    ("", "empty string"), ("true", 'string "true"'), ("NO", 'string "NO"'), ("n/a", 'string "n/a"'),
    ("12", "string of digits"), ("-1.5", "string of a number"), ("1e9", "string of a number"), ("hello", "string"),
    (5, "integer"), (None, "null"),
])  # fmt: skip
def test_says_what_a_value_is(value, said):
    assert observed(value) == said


@pytest.mark.parametrize(("text", "said"), [
    ("TSUID-1234", "prefix TSUID"), ("2023-02-05", "date YYYY-MM-DD"), ("02/05/2023", "date MM/DD/YYYY"),
    ("well-known", "string"), ("12", "string of digits"), ("", "empty string"),
])  # fmt: skip
def test_says_what_a_text_looks_like(text, said):
    assert observed_text(text) == said


@pytest.mark.parametrize(("value", "said"), [
    ("satellite", "value satellite"), ("Sms+Data", "value Sms+Data"), ("New York", "value New York"),
    ("a2p", "value a2p"), ("12345", "another string"), ("abc12345", "another string"), ("x" * 33, "another string"),
    ("", "empty string"), (7, "value 7"), (2.5, "value 2.5"), (10_000, "integer"), (True, "boolean"), (None, "null"),
    ([1], "array"),
])  # fmt: skip
def test_quotes_only_short_words(value, said):
    assert word(value) == said


def test_names_the_promised_types():
    assert expected_types({"type": "boolean"}) == "boolean"
    assert expected_types({"type": ["string", "null"]}) == "string or null"
    assert expected_types({}) == "another type"


def test_tells_integers_from_numbers():
    assert [is_integer_text(text) for text in ("1", "-1", "+1", "1.0", "", "x", "\uff11")] == [True] * 3 + [False] * 4
    assert [is_number_text(text) for text in ("1", "1.5", ".5", "1e5", "1e", "1.2.3", "")] == [True] * 4 + [False] * 3


SECRET = st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P")), min_size=33, max_size=60)


@given(SECRET)
def test_never_quotes_a_long_text(text):
    assert text not in observed(text)
    assert text not in word(text)
    assert text not in observed_text(text)
