"""The rule `type-mismatch` fires on a value of another JSON type, where no rule says more."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": promised}}


@pytest.mark.parametrize(("kind", "value", "observed"), [
    ("boolean", 1, "integer"),
    ("boolean", [], "array"),
    ("string", 5, "integer"),
    ("string", True, "boolean"),
    ("string", {}, "object"),
    ("integer", 2.5, "number"),
    ("integer", "two", "string"),
    ("number", "", "empty string"),
    ("array", {}, "object"),
    ("object", [1], "array"),
])  # fmt: skip
def test_fires_with_both_types(api, kind, value, observed):
    assert api(schema(type=kind)).found({"x": value}) == [("type-mismatch", "error", "/x", observed, kind)]


def test_fires_at_the_root(api):
    assert api({"type": "object"}).found([]) == [("type-mismatch", "error", "", "array", "object")]


def test_names_every_type_that_would_do(api):
    found = api(schema(type=["string", "null"]), version="3.1.0").found({"x": 1})
    assert found == [("type-mismatch", "error", "/x", "integer", "string or null")]


def test_takes_the_branch_that_comes_closest(api):
    promised = {"oneOf": [{"type": "object", "properties": {"y": {"type": "boolean"}}, "required": ["y"]},
                          {"type": "null"}]}  # fmt: skip
    assert api(schema(**promised), version="3.1.0").found({"x": {"y": 5}}) == [
        ("type-mismatch", "error", "/x/y", "integer", "boolean")
    ]


def test_weighs_an_error_though_only_inferred(api):
    promised = {"type": "string", "x-inferred": {"support": 2, "from": "examples"}}
    assert api(schema(**promised)).found({"x": 5}) == [("type-mismatch", "error", "/x", "integer", "string")]


def test_silent_where_an_integer_is_a_number(api):
    assert api(schema(type="number")).found({"x": 5}) == []
    assert api(schema(type="integer")).found({"x": 5.0}) == []


def test_silent_where_no_type_is_promised(api):
    assert [api(schema()).found({"x": value}) for value in (None, 1, "a", [], {})] == [[]] * 5
