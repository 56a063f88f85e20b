"""The rule `sensitive-value-exposed` notes what looks like a secret where none is marked."""

from __future__ import annotations

import pytest

from driftgate.rules.sensitive_value_exposed import ALL_BEFORE, EVERY

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


def test_looks_at_the_first_bodies_and_at_a_fixed_share_of_the_rest(api):
    judge = api(TEXTS)
    positions = [0, ALL_BEFORE - 1, ALL_BEFORE + 1, ALL_BEFORE + EVERY]
    assert [judge.rules({"note": JWT}, position=each) for each in positions] == [[RULE], [RULE], [], [RULE]]
