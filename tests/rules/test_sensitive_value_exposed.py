"""The rule `sensitive-value-exposed` notes what looks like a secret where none is marked."""

from __future__ import annotations

import pytest

from driftgate.rules.sensitive_value_exposed import FIRST_ITEMS

RULE = "sensitive-value-exposed"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
TEXTS = {"type": "object", "additionalProperties": True, "properties": {"note": {"type": "string"}}}


@pytest.mark.parametrize(("value", "kind"), [
    (JWT, "JWT"),
    ("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "PEM block"),
    ("AKIAIOSFODNN7EXAMPLE", "cloud access key"),
    ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "payment service key"),
    ("Bearer 3f9a1b2c3d4e5f60718293a4", "bearer credentials"),
])  # fmt: skip
def test_notes_every_shape(api, value, kind):
    assert api(TEXTS).found({"note": value}) == [(RULE, "note", "/note", kind, "x-sensitive, or no secret")]


def test_is_one_finding_a_place_and_never_holds_the_value(api):
    schema = {"type": "array", "items": TEXTS}
    sightings = api(schema).judged([{"note": JWT}, {"note": JWT}]).sightings
    assert [(each.pointer, each.value) for each in sightings] == [("/*/note", f"string of {len(JWT)} characters")]


def test_notes_a_listed_property_that_is_called_like_a_secret(api):
    schema = {"type": "object", "properties": {"password": {"type": "string"}, "name": {"type": "string"}}}
    assert api(schema).found({"password": "hunter2", "name": "a"}) == [
        (RULE, "note", "/password", "secret by its name", "x-sensitive, or no secret")
    ]
    assert api(schema).found({"password": "", "name": "password"}) == []


def test_silent_on_places_that_are_marked(api):
    for mark in ({"x-sensitive": True}, {"format": "password"}):
        schema = {"type": "object", "properties": {"token": {"type": "string", **mark}}}
        assert api(schema).found({"token": JWT}) == []


@pytest.mark.parametrize("value", [
    "TSUID-d7b3-4696-bdd9-5b407d9e99ee",
    "8901240397190556232",
    "eyJwYWdlIjoyLCJhZnRlciI6IjEyMyJ9",  # a cursor: JSON in base64, and no JWT
    "the bearer of this token",
    "a task-list of desk-work",
    "0" * 64,
])  # fmt: skip
def test_silent_on_ordinary_values(api, value):
    assert api(TEXTS).found({"note": value}) == []


def test_looks_at_the_first_items_of_a_list(api):
    judge = api({"type": "array", "items": TEXTS})
    clean = [{"note": "a"}] * FIRST_ITEMS
    assert judge.rules([*clean[1:], {"note": JWT}]) == [RULE]
    assert judge.rules([*clean, {"note": JWT}]) == []


def test_looks_into_maps_lists_and_composed_schemas(api):
    deep = {"allOf": [{"type": "object", "properties": {
        "map": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}}}]}  # fmt: skip
    assert [each[2] for each in api(deep).found({"map": {"a": ["x", JWT]}})] == ["/map/a/*"]


def test_looks_at_all_of_a_body_that_no_schema_describes(api):
    assert [each[2] for each in api({"type": "object"}).found({"a": [{"b": JWT}], "password": "x"})] == [
        "/a/*/b", "/password",
    ]  # fmt: skip


def test_silent_where_the_contract_leaves_no_room_for_a_secret(api):
    schema = {"type": "object", "properties": {"id": {"type": "string", "pattern": "^[A-Z]+$"}}}
    assert api(schema).rules({"id": JWT}) == ["format-mismatch"]
