"""The rule `broken-constraint` takes what no other rule speaks for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("promised", "value", "observed", "expected"), [
    ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, "fits several of the alternatives", "`oneOf` to hold"),
    ({"not": {"type": "string"}}, "a", "is what the contract excludes", "`not` to hold"),
    ({"type": "array", "uniqueItems": True}, [1, 1], "repeats an item", "`uniqueItems` to hold"),
    ({"type": "array", "contains": {"const": 1}}, [2], "lacks an item that must be there", "`contains` to hold"),
])  # fmt: skip
def test_fires_with_the_keyword(api, promised, value, observed, expected):
    schema = {"type": "object", "properties": {"x": promised}}
    assert api(schema, version="3.1.0").found({"x": value}) == [
        ("broken-constraint", "warning", "/x", observed, expected)
    ]


def test_silent_where_a_better_rule_speaks(api):
    schema = {"type": "array", "uniqueItems": True, "items": {"type": "integer"}}
    assert api(schema).rules(["a", "b"]) == ["type-mismatch", "type-mismatch"]


def test_silent_on_bodies_that_hold_it(api):
    schema = {"oneOf": [{"type": "integer"}, {"type": "string"}], "not": {"const": 3}}
    assert api(schema, version="3.1.0").found(2) == []
