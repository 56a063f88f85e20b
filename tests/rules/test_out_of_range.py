"""The rule `out-of-range` fires on numbers, lengths and counts outside the promised bounds."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("promised", "value", "observed", "expected"), [
    ({"type": "integer", "minimum": 0}, -1, "below the minimum", "at least 0"),
    ({"type": "integer", "maximum": 9}, 10, "above the maximum", "at most 9"),
    ({"type": "number", "multipleOf": 0.5}, 1.3, "no multiple", "a multiple of 0.5"),
    ({"type": "string", "minLength": 2}, "a", "shorter than promised", "characters, at least 2"),
    ({"type": "string", "maxLength": 2}, "abc", "longer than promised", "characters, at most 2"),
    ({"type": "array", "minItems": 1}, [], "fewer items than promised", "items, at least 1"),
    ({"type": "array", "maxItems": 1}, [1, 2], "more items than promised", "items, at most 1"),
    ({"type": "object", "minProperties": 1}, {}, "fewer properties than promised", "properties, at least 1"),
    ({"type": "object", "maxProperties": 1}, {"a": 1, "b": 2}, "more properties than promised",
     "properties, at most 1"),
])  # fmt: skip
def test_fires_with_the_bound(api, promised, value, observed, expected):
    schema = {"type": "object", "properties": {"x": promised}}
    assert api(schema).found({"x": value}) == [("out-of-range", "warning", "/x", observed, expected)]


def test_reads_the_exclusive_bounds_of_both_versions(api):
    old = {"type": "object", "properties": {"x": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}}}
    new = {"type": "object", "properties": {"x": {"type": "integer", "exclusiveMinimum": 0}}}
    expected = [("out-of-range", "warning", "/x", "at or below the exclusive minimum", "above 0")]
    assert api(old).found({"x": 0}) == expected
    assert api(new, version="3.1.0").found({"x": 0}) == expected


def test_holds_int32_to_its_size(api):
    schema = {"type": "object", "properties": {"x": {"type": "integer", "format": "int32"}}}
    assert api(schema).found({"x": 3_000_000_000}) == [
        ("out-of-range", "warning", "/x", "above the maximum", "at most 2147483647")
    ]


def test_silent_on_the_bounds_themselves(api):
    schema = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"minimum": 0, "maximum": 9}}
    assert api(schema).found([0, 9]) == []


def test_a_multiple_may_be_rounded_as_doubles_are(api):
    schema = {"type": "array", "items": {"multipleOf": 0.01}}
    assert api(schema).found([25902499 * 0.01, 0.1 + 0.2, -19.99, 3]) == []
    assert [each[0] for each in api(schema).found([0.301, 19.999])] == ["out-of-range"] * 2
    assert [each[0] for each in api({"multipleOf": 5}).found(12)] == ["out-of-range"]
