"""What the vendor declares of an object like the one that an example shows."""

from __future__ import annotations

import pytest
from documents import bare, document

from driftgate.inference import infer_overlay
from driftgate.inference.shape.likeness import Declared, told_of_null

ADDRESS = {"id": "a", "line": "b", "city": "c", "zip": "d", "note": "e"}
TEXT, MAYBE = {"type": "string"}, {"type": "string", "nullable": True}


def told(*schemas):
    """Return which fields of an address may be null beside components with these schemas, and the decisions."""
    tree = document(ADDRESS)
    tree["components"] = {"schemas": {f"S{number}": each for number, each in enumerate(schemas)}}
    inference = infer_overlay(tree, title="T", source_name="t")
    properties = inference.overlay["actions"][0]["update"]["Things"]["properties"]
    return {name for name, each in properties.items() if each.get("nullable")}, inference


def schema(nullable=(), names=ADDRESS):
    return {"type": "object", "properties": {name: MAYBE if name in nullable else TEXT for name in names}}


def test_the_schema_of_a_like_object_is_heard_before_other_fields_of_the_name():
    other = schema(["city"], ["city", "mayor"])
    assert told(other)[0] == {"city"}
    found, inference = told(other, schema(["note"]))
    assert found == {"note"}
    decision = inference.decisions["/components/schemas/Things/properties/city"]
    assert decision.refused[0] == (
        "null: others of its name may be, but the vendor's schema of an object like this one denies it"
    )


def test_of_two_that_are_as_like_it_one_that_takes_null_is_enough():
    assert told(schema(), schema(["zip"]))[0] == {"zip"}


def test_a_null_that_an_example_shows_is_never_denied():
    tree = document({**ADDRESS, "city": None})
    tree["components"] = {"schemas": {"Address": schema()}}
    inference = infer_overlay(tree, title="T", source_name="t")
    city = inference.overlay["actions"][0]["update"]["Things"]["properties"]["city"]
    assert bare(city) == {"type": "string", "nullable": True}


@pytest.mark.parametrize(
    "composed",
    [
        {"allOf": [{"$ref": "#/components/schemas/S1"}, {"properties": {"zip": MAYBE}}]},
        {"allOf": [schema(), {"properties": {"zip": {"$ref": "#/components/schemas/S2"}}}]},
        {"allOf": [schema(), {"properties": {"zip": {"oneOf": [TEXT, {"$ref": "#/components/schemas/S2"}]}}}]},
        {"allOf": [schema(), {"properties": {"zip": {"allOf": [{"$ref": "#/components/schemas/S2"}]}}}]},
    ],
)
def test_what_is_composed_and_referred_to_is_heard(composed):
    assert told(composed, schema([], ["id", "line", "city", "note"]), MAYBE)[0] == {"zip"}


def test_an_object_that_shares_few_fields_tells_nothing():
    declared = [Declared(frozenset({"id", "name", "x", "y"}), frozenset({"id"}))]
    assert told_of_null(["id", "name"], declared) == {}
    assert told_of_null(["id", "name", "x", "y"], declared) == {"id": True, "name": False, "x": False, "y": False}


def test_what_was_always_null_has_the_type_that_the_vendor_declares():
    tree = document({"cards": None, "extra": None, "free": None})
    listed = {"type": "array", "items": {"type": "string"}, "nullable": True}
    tree["components"] = {
        "schemas": {
            "Order": {"type": "object", "properties": {"cards": {"$ref": "#/components/schemas/Cards"}, "extra": {"$ref": "#/components/schemas/Extra"}}},
            "Cards": listed,
            "Extra": {"properties": {"a": TEXT}},
        }
    }  # fmt: skip
    inference = infer_overlay(tree, title="T", source_name="t")
    found = inference.overlay["actions"][0]["update"]["Things"]["properties"]
    assert [bare(found[name]) for name in ("cards", "extra", "free")] == [
        {"type": "array", "nullable": True, "items": {}},
        {"type": "object", "nullable": True},
        {"nullable": True},
    ]
