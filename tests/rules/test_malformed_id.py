"""The rule `malformed-id` fires on an id that has its prefix and not its form."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": {"type": "string", **promised}}}


PREFIXED = schema(**{"x-id-prefix": "AID", "pattern": "^AID-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"})


@pytest.mark.parametrize(("value", "observed"), [
    ("AID-ab12345-2725-45a1-bd5e-526ed19799xx", "groups of 7-4-4-4-12, not all hexadecimal"),
    ("AID-12345", "5 characters"),
    ("AID-ab12_2725", "groups of 4-4"),
])  # fmt: skip
def test_fires_with_the_form_and_not_the_id(api, value, observed):
    assert api(PREFIXED).found({"x": value}) == [("malformed-id", "warning", "/x", observed, "a well-formed AID id")]


def test_fires_on_what_is_no_uuid(api):
    assert api(schema(format="uuid")).found({"x": "73af1e73-d7b3-4696"}) == [
        ("malformed-id", "warning", "/x", "groups of 8-4-4", "UUID")
    ]


def test_weighs_a_note_where_the_form_is_only_inferred(api):
    inferred = schema(**{"format": "uuid", "x-inferred": {"support": 2, "from": "examples"}})
    assert [each[:2] for each in api(inferred).found({"x": "nope"})] == [("malformed-id", "note")]


def test_silent_on_well_formed_ids(api):
    assert api(PREFIXED).found({"x": "AID-ab123456-2725-45a1-bd5e-526ed1979900"}) == []
    assert api(schema(format="uuid")).found({"x": "73af1e73-d7b3-4696-bdd9-5b407d9e99ee"}) == []


def test_leaves_patterns_of_other_things_alone(api):
    assert api(schema(pattern="^[0-9]+$")).rules({"x": "abc"}) == ["format-mismatch"]
