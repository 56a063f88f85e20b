"""What examples tell of strings and integers that the vendor declares and says no more about."""

from __future__ import annotations

import pytest
from documents import contract, document, infer

from driftgate.inference import infer_overlay
from driftgate.inference.seen.bare import is_bare

TEXT = {"type": "string"}


def told(properties, *examples, components=None, version="3.0.3"):
    """Return what is added, by the last name of its place."""
    tree = document(*examples, schema={"type": "object", "properties": properties}, version=version)
    if components:
        tree["components"] = {"schemas": components}
    overlay = infer_overlay(tree, title="T", source_name="t").overlay
    return {
        each["target"].rpartition(".")[2]: {key: said for key, said in each["update"].items() if key != "x-inferred"}
        for each in (overlay["actions"] if overlay else ())
    }


@pytest.mark.parametrize(
    ("name", "value", "added"),
    [
        ("made", "2024-01-02T03:04:05Z", {"format": "date-time"}),
        ("born", "12/31/2024", {"x-date-dialect": "MM/DD/YYYY"}),
        ("mail", "ann@example.com", {"format": "email"}),
        ("owner", "TSUID-0f8fad5b-d9cb-469f-a165-70867728950e", {"x-id-prefix": "TSUID", "pattern": "-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}),
        ("secret_token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln", {"x-sensitive": True}),
        ("colour", "green", None),
        ("born", "02/03/2024", None),
        ("count", "0042", None),
        ("value", "2024-01-02T03:04:05Z", None),
    ],
)  # fmt: skip
def test_its_own_example_tells_the_form_of_a_string(name, value, added):
    found = told({name: {**TEXT, "example": value}})
    assert found == ({name: added} if added else {})


def test_examples_of_the_answer_tell_it_too_through_references():
    kid = {"type": "object", "properties": {"mail": TEXT, "at": TEXT}}
    found = told(
        {"kids": {"type": "array", "items": {"$ref": "#/components/schemas/Kid"}}},
        {"kids": [{"mail": "a@b.de", "at": "2024-01-02"}, {"mail": "c@d.de", "at": "soon"}]},
        components={"Kid": {"allOf": [kid]}},
    )
    assert found == {"mail": {"format": "email"}}


@pytest.mark.parametrize(("value", "dialect"), [(1712345678123, "epoch-milliseconds"), (1712345678, "epoch-seconds")])
def test_integers_that_count_from_1970_say_in_what(value, dialect):
    assert told({"lastLogin": {"type": "integer", "format": "int64", "example": value}}) == {
        "lastLogin": {"x-date-dialect": dialect}
    }


def test_fields_of_one_name_that_differ_tell_nothing():
    a, b = ({"type": "object", "properties": {"at": {**TEXT, "example": each}}} for each in ("2024-01-02", "today"))
    assert told({"a": a, "b": b}) == {}
    same = {"type": "object", "properties": {"at": {**TEXT, "example": "2024-05-06"}}}
    assert told({"a": a, "b": same}) == {"at": {"format": "date"}}


def test_alternatives_are_not_taught_by_each_other():
    one = {"type": "object", "properties": {"at": TEXT}}
    assert told({"it": {"oneOf": [one, {"type": "object"}]}}, {"it": {"at": "2024-01-02"}}) == {}


def test_a_value_that_contradicts_the_declared_type_teaches_nothing():
    assert told({"at": TEXT}, {"at": "2024-01-02"}, {"at": 7}) == {}


def test_null_beside_a_form_is_no_contradiction():
    assert told({"at": {"type": ["string", "null"]}}, {"at": "2024-01-02"}, {"at": None}, version="3.1.0") == {
        "at": {"format": "date"}
    }


def test_the_declared_type_stays_declared_and_the_form_is_inferred():
    tree = document({"at": "2024-01-02"}, schema={"type": "object", "properties": {"at": TEXT}})
    judged = contract(tree, infer_overlay(tree, title="T", source_name="t"))
    place = "/paths/~1things/get/responses/200/content/application~1json/schema/properties/at"
    assert judged.support(place, "type") is None
    assert judged.support(place, "format") == {"support": 1, "from": "examples"}


@pytest.mark.parametrize(
    ("schema", "bare"),
    [
        ({"type": "string"}, True),
        ({"type": "string", "description": "d", "example": "e", "x-own": 1}, True),
        ({"type": "string", "format": "password"}, False),
        ({"type": "string", "maxLength": 3}, False),
        ({"type": "integer", "format": "int32"}, True),
        ({"type": "number"}, False),
        ({}, False),
    ],
)
def test_bare_is_what_says_a_type_and_nothing_else(schema, bare):
    assert is_bare(schema) is bare


def test_one_dialect_against_many_is_a_conflict_at_its_place():
    days = [{"on": f"{day}/12/2024"} for day in range(13, 19)] + [{"on": "2024-12-20"}]
    schema = {"type": "array", "items": {"type": "object", "properties": {"on": TEXT}}}
    inference = infer(days, schema=schema)
    assert [(each.kind, each.pointer, each.observed, each.expected) for each in inference.conflicts] == [
        ("date-dialect-changed", "/*/on", "date YYYY-MM-DD", "date DD/MM/YYYY")
    ]


def test_a_conflict_inside_a_component_is_found_through_its_reference():
    tree = document(
        [{"flag": {"on": True}}, {"flag": {"on": "True"}}],
        schema={"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
    )
    tree["components"] = {"schemas": {"Thing": {"type": "object", "properties": {"flag": {"type": "object"}}}}}
    found = infer_overlay(tree, title="T", source_name="t").conflicts
    assert [(each.kind, each.pointer) for each in found] == [("string-typed-boolean", "/*/flag/on")]
