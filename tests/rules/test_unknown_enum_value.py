"""The rule `unknown-enum-value` fires on values that the contract does not list."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": promised}}


@pytest.mark.parametrize(("value", "observed"), [
    ("satellite", "value satellite"),
    ("", "empty string"),
    ("a sentence that is much too long to be one of a few words", "another string"),
    ("TSUID-1234-5678", "another string"),
])  # fmt: skip
def test_fires_and_quotes_only_short_words(api, value, observed):
    assert api(schema(type="string", enum=["mobile", "landline"])).found({"x": value}) == [
        ("unknown-enum-value", "warning", "/x", observed, "a listed value")
    ]


def test_fires_on_numbers_and_constants(api):
    assert api(schema(type="integer", enum=[1, 2])).found({"x": 3}) == [
        ("unknown-enum-value", "warning", "/x", "value 3", "a listed value")
    ]
    assert api(schema(const="a"), version="3.1.0").found({"x": "b"}) == [
        ("unknown-enum-value", "warning", "/x", "value b", "a listed value")
    ]


def test_weighs_a_note_where_the_list_is_only_inferred(api):
    inferred = {"type": "string", "enum": ["mobile"], "x-inferred": {"support": 2, "from": "examples"}}
    assert api(schema(**inferred)).found({"x": "satellite"}) == [
        ("unknown-enum-value", "note", "/x", "value satellite", "a listed value")
    ]


def test_never_shows_a_secret(api):
    secret = {"type": "string", "enum": ["a"], "x-sensitive": True}
    assert api(schema(**secret)).found({"x": "hunter"}) == [
        ("unknown-enum-value", "warning", "/x", "a secret value", "a listed value")
    ]


def test_silent_on_listed_values_and_listed_null(api):
    assert api(schema(type="string", enum=["mobile"])).found({"x": "mobile"}) == []
    assert api(schema(type="string", enum=["mobile", None], nullable=True)).found({"x": None}) == []


def test_is_one_finding_when_the_type_is_wrong_too(api):
    assert api(schema(type="string", enum=["mobile"])).rules({"x": 5}) == ["type-mismatch"]
