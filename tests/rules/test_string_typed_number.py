"""The rule `string-typed-number` fires on strings of digits where a number is promised."""

from __future__ import annotations

import pytest


def schema(kind):
    return {"type": "object", "properties": {"n": {"type": kind}}}


@pytest.mark.parametrize(("kind", "text", "observed"), [
    ("integer", "2", "string of integer"),
    ("integer", "-17", "string of integer"),
    ("number", "2.50", "string of number"),
    ("integer", "2.5", "string of number"),
    ("number", "1e9", "string of number"),
])  # fmt: skip
def test_fires_on_text_that_is_a_number(api, kind, text, observed):
    assert api(schema(kind)).found({"n": text}) == [("string-typed-number", "error", "/n", observed, kind)]


def test_fires_once_for_each_record_and_is_one_place(api):
    listed = {"type": "array", "items": schema("integer")}
    found = api(listed).found([{"n": "1"}, {"n": 2}, {"n": "3"}])
    assert found == [("string-typed-number", "error", "/*/n", "string of integer", "integer")] * 2


@pytest.mark.parametrize("value", [2, -1, 2.0])
def test_silent_on_numbers(api, value):
    assert api(schema("integer")).found({"n": value}) == []


def test_silent_on_a_promised_string_of_digits(api):
    assert api(schema("string")).found({"n": "8901240397190556232"}) == []


@pytest.mark.parametrize("text", ["", "12 apples", "0x10", "1,000"])
def test_leaves_other_strings_to_the_rule_on_types(api, text):
    assert api(schema("integer")).rules({"n": text}) == ["type-mismatch"]
