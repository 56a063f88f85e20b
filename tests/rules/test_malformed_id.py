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
    ("AID-", "nothing after the prefix"),
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


ONE, TWO = "73af1e73-d7b3-4696-bdd9-5b407d9e99ee", "0b7a52a9-3b1c-4a2e-9a64-1b2f8f0e7c55"


@pytest.mark.parametrize("pattern", [{}, {"pattern": "-[0-9A-Za-z-]+$"}, {"pattern": "^AID-[0-9A-Za-z-]+$"}])
def test_fires_on_a_separator_that_the_ids_of_the_contract_do_not_have(api, pattern):
    prefixed = api(schema(example=f"AID-{ONE}", **{"x-id-prefix": "AID"}, **pattern))
    assert prefixed.found({"x": f"AID_{ONE}"}) == [("malformed-id", "warning", "/x", "separator _", "separator -")]
    assert prefixed.found({"x": f"AID-{TWO}"}) == []


def test_a_note_where_only_the_ids_of_the_document_say_what_follows_the_prefix(api):
    prefixed = {"x-id-prefix": "AID", "type": "string", "example": f"AID-{ONE}"}
    other = {"type": "string", "example": f"AID-{TWO}"}
    uuids = api({"type": "object", "properties": {"x": prefixed, "y": other}})
    assert uuids.found({"x": "AID-zzz"}) == [("malformed-id", "note", "/x", "3 characters", "a well-formed AID id")]
    assert uuids.found({"x": f"AID-{ONE}", "y": "anything"}) == []


def test_either_separator_will_do_where_the_document_has_both_or_none(api):
    assert api(schema(**{"x-id-prefix": "AID"})).found({"x": "AID_zzz"}) == []
    both = {"type": "object", "properties": {"x": {"type": "string", "x-id-prefix": "AID"},
                                             "y": {"type": "string", "enum": ["AID-1", "AID_2"]}}}  # fmt: skip
    assert api(both).found({"x": "AID_3"}) == []


def test_fires_on_a_wrong_check_digit(api):
    checked = api(schema(**{"x-checksum": "luhn"}))
    wrong = [("malformed-id", "warning", "/x", "wrong check digit", "a number that passes Luhn's formula")]
    assert checked.found({"x": "490154203237519"}) == wrong
    assert checked.found({"x": "490154203237518"}) == []
    assert api(schema(**{"x-checksum": "unheard-of"})).found({"x": "490154203237519"}) == []


def test_a_wrong_check_digit_is_a_note_where_inference_found_the_checksum(api):
    inferred = {"x-checksum": "luhn", "pattern": "^[0-9]+$", "x-inferred": {"support": 9, "from": "examples"}}
    assert [each[:2] for each in api(schema(**inferred)).found({"x": "490154203237519"})] == [("malformed-id", "note")]
    assert api(schema(**inferred)).found({"x": "4901542032375x8"}) == [
        ("malformed-id", "note", "/x", "wrong check digit", "a number that passes Luhn's formula")
    ]
