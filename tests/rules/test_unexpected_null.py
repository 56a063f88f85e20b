"""The rule `unexpected-null` fires on null, and on words for it, where the contract has no null."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": promised}}


@pytest.mark.parametrize("kind", ["string", "boolean", "integer", "object", "array"])
def test_fires_on_null(api, kind):
    assert api(schema(type=kind)).found({"x": None}) == [("unexpected-null", "error", "/x", "null", kind)]


def test_fires_on_null_in_an_enum_without_it(api):
    assert api(schema(type="string", enum=["a"])).found({"x": None}) == [
        ("unexpected-null", "error", "/x", "null", "string")
    ]


@pytest.mark.parametrize("text", ["null", "None", "NIL", "undefined", "N/A"])
def test_fires_on_words_for_null_where_no_string_is_promised(api, text):
    assert api(schema(type="integer")).found({"x": text}) == [
        ("unexpected-null", "error", "/x", f'string "{text}"', "integer")
    ]


def test_silent_where_null_is_promised(api):
    assert api(schema(type="string", nullable=True)).found({"x": None}) == []
    assert api(schema(type=["string", "null"]), version="3.1.0").found({"x": None}) == []
    assert api(schema(type="string", enum=["a"], nullable=True)).found({"x": None}) == []


def test_silent_on_a_promised_string_that_says_null(api):
    assert api(schema(type="string")).found({"x": "null"}) == []
