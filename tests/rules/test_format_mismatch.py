"""The rule `format-mismatch` fires on strings of another format or pattern, where no rule says more."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": {"type": "string", **promised}}}


@pytest.mark.parametrize(("promised", "value", "observed", "expected"), [
    ({"pattern": r"^\+[1-9][0-9]{6,14}$"}, "(801) 555-5555", "string", "the promised pattern"),
    ({"pattern": "^[a-z]+$"}, "12", "string of digits", "the promised pattern"),
    ({"pattern": "^[a-z]+$"}, "", "empty string", "the promised pattern"),
    ({"pattern": "^[a-z]+$"}, "02/05/2023", "date MM/DD/YYYY", "the promised pattern"),
    ({"format": "email"}, "nobody", "string", "format email"),
    ({"format": "ipv4"}, "1.2.3.400", "string", "format ipv4"),
    ({"format": "uri"}, "not a link", "string", "format uri"),
    ({"format": "uri", "pattern": "^https://"}, "not a link", "string", "format uri"),
    ({"format": "uri", "pattern": "^https://"}, "http://a.example/b", "string", "the promised pattern"),
    ({"format": "color", "pattern": "^#"}, "reddish", "string", "format color"),
])  # fmt: skip
def test_fires_with_the_shape_of_the_string(api, promised, value, observed, expected):
    assert api(schema(**promised)).found({"x": value}) == [("format-mismatch", "warning", "/x", observed, expected)]


def test_weighs_a_note_where_the_pattern_is_only_inferred(api):
    inferred = schema(**{"pattern": "^[a-z]+$", "x-inferred": {"support": 2, "from": "examples"}})
    assert [each[1] for each in api(inferred).found({"x": "12"})] == ["note"]


def test_silent_on_strings_that_conform_and_formats_nobody_knows(api):
    assert api(schema(format="email")).found({"x": "a@example.com"}) == []
    assert api(schema(format="color")).found({"x": "reddish"}) == []
    assert api(schema(pattern="^[a-z]+$")).found({"x": "abc"}) == []


@pytest.mark.parametrize(("promised", "value", "message"), [
    ({"format": "email"}, "nobody", "is a string and is not of format email"),
    ({"format": "date"}, "2025-02-30", "is an impossible date and is not of format date"),
    ({"x-date-dialect": "MM/DD/YYYY"}, "", "is an empty string and is no date written as MM/DD/YYYY"),
    ({"pattern": "^[a-z]+$"}, "2023-02-05", "is a date written as YYYY-MM-DD and does not match the promised pattern"),
    ({"pattern": "^[a-z]+$"}, "AB-12", "is an id with the prefix AB and does not match the promised pattern"),
])  # fmt: skip
def test_says_it_in_a_sentence(api, promised, value, message):
    assert [each.message for each in api(schema(**promised)).judged({"x": value}).sightings] == [message]
