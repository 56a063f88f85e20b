"""Bodies that keep their schema in every way that JSON Schema and OpenAPI allow yield nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
A = {"A": {"type": "object", "properties": {"a": TEXT}}}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def found(schema: Any, body: Any, *, version: str = "3.1.0", **schemas: Any) -> list[tuple[str, str, str | None]]:
    described = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    tree = {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/t": {"get": {"responses": {"200": described}}}},
        "components": {"schemas": schemas},
    }
    judge = Judge(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    response = Response(200, Headers([("content-type", "application/json")]), json.dumps(body).encode())
    exchange = Exchange(Request("GET", "https://a.example.com/t", Headers()), response, SeenIn("a.har", 0))
    return [(each.rule, each.severity.value, each.pointer) for each in judge.judge(exchange).sightings]


PET = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT},
       "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat", "fish": "Fish"}}}  # fmt: skip
PETS = {
    "Pet": PET,
    "Cat": {"allOf": [ref("Pet"), {"type": "object", "properties": {"lives": WHOLE}}]},
    "Lion": {"allOf": [ref("Cat"), {"type": "object", "properties": {"mane": {"type": "boolean"}}}]},
    "Fish": {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "scales": WHOLE}},
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("schema", [ref("Pet"), {"allOf": [ref("Pet")]}])
def test_a_parent_with_a_discriminator_stands_for_its_heirs(version, schema):
    for body in (
        {"kind": "cat", "lives": 9},
        {"kind": "Lion", "lives": 1, "mane": True},
        {"kind": "fish", "scales": 5},
    ):
        assert found(schema, body, version=version, **PETS) == []
    assert found(schema, {"kind": "cat", "wings": 2}, version=version, **PETS) == [
        ("undocumented-property", "note", "/wings")
    ]
    assert found(ref("Lion"), {"kind": "Lion", "wings": 2}, version=version, **PETS) == [
        ("undocumented-property", "note", "/wings")
    ]


LOOSE = {"Cat": {"type": "object", "properties": {"kind": TEXT, "n": WHOLE}}, "Dog": {"type": "object", "properties": {
    "kind": TEXT, "n": WHOLE}}}  # fmt: skip


def test_what_fits_several_alternatives_is_told_apart_by_a_discriminator():
    either = {"oneOf": [ref("Cat"), ref("Dog")]}
    told = {**either, "discriminator": {"propertyName": "kind"}}
    assert found(told, {"kind": "Cat", "n": 1}, **LOOSE) == []
    assert found(told, {"kind": "Cat", "n": "1"}, **LOOSE) == [("string-typed-number", "error", "/n")]
    assert found(either, {"kind": "Cat", "n": 1}, **LOOSE) == [("broken-constraint", "warning", "")]


SECRET = {**TEXT, "writeOnly": True}


@pytest.mark.parametrize("schema", [
    {"type": "object", "required": ["pw"], "properties": {"pw": SECRET}},
    {"type": "object", "required": ["pw"], "properties": {"pw": ref("Secret")}},
    {"allOf": [ref("User"), {"type": "object", "required": ["pw"]}]},
    {"allOf": [{"required": ["pw"]}, {"properties": {"pw": ref("Secret")}}]},
    {"allOf": [{"allOf": [{"required": ["pw"]}]}, ref("User")]},
])  # fmt: skip
def test_what_is_write_only_is_not_missed_wherever_it_is_required(schema):
    schemas = {"Secret": SECRET, "User": {"type": "object", "properties": {"pw": SECRET, "id": WHOLE}}}
    assert found(schema, {}, **schemas) == []
    needs_more = {**schema, "required": [*schema.get("required", []), "id"]}
    assert found(needs_more, {}, **schemas) == [("missing-property", "error", "/id")]


def test_an_anchor_leads_to_its_schema():
    schema = {"type": "object", "properties": {"a": {"$ref": "#count"}}, "$defs": {"x": {"$anchor": "count", **WHOLE}}}
    assert found(schema, {"a": 1}) == []
    assert found(schema, {"a": "1"}) == [("string-typed-number", "error", "/a")]
    assert found({"type": "object", "properties": {"a": {"$ref": "#nowhere"}}}, {"a": 1}) == []


@pytest.mark.parametrize("name", ["+1", "007", "1", "", "a/b", "~"])
def test_odd_names_of_properties_keep_their_promises(name):
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    assert found({"type": "object", "properties": {name: WHOLE}}, {name: "5"}) == [
        ("string-typed-number", "error", pointer)
    ]


@pytest.mark.parametrize(("schema", "bodies"), [
    ({"type": "object", "properties": {"k": TEXT}, "if": {"properties": {"k": {"const": "a"}}},
      "then": {"properties": {"x": WHOLE}, "required": ["x"]}, "else": {"properties": {"y": WHOLE}}},
     [{"k": "a", "x": 1}, {"k": "b", "y": 2}, {"k": "b"}]),
    ({"type": "object", "properties": {"a": TEXT},
      "dependentSchemas": {"a": {"properties": {"b": WHOLE}, "required": ["b"]}}}, [{"a": "x", "b": 1}, {}]),
    ({"type": "object", "properties": {"a": TEXT}, "patternProperties": {"^x-": WHOLE}}, [{"a": "s", "x-1": 1}]),
    ({"allOf": [ref("A")], "properties": {"b": WHOLE}, "unevaluatedProperties": False}, [{"a": "x", "b": 1}]),
    ({"allOf": [ref("A")], "unevaluatedProperties": True}, [{"a": "x", "q": 1}]),
    ({**ref("A"), "properties": {"b": WHOLE}}, [{"a": "x", "b": 1}]),
    ({"anyOf": [ref("A"), {"type": "object", "properties": {"b": WHOLE}}]}, [{"a": "x", "b": 1}]),
    ({"anyOf": [ref("A"), {"type": "null"}]}, [None, {"a": "x"}]),
    ({"allOf": [ref("A"), {"required": ["a", "id"]}, {"properties": {"id": WHOLE}}]}, [{"a": "x", "id": 1}]),
    ({"type": "object", "additionalProperties": {"type": "object", "additionalProperties": WHOLE}},
     [{"x": {"y": 1}, "": {}, "a/b": {"~": 2}}, {}]),
    ({"type": "object", "properties": {"a": WHOLE}, "additionalProperties": {}}, [{"a": 1, "z": [1]}]),
    ({"type": "array", "prefixItems": [TEXT, WHOLE], "items": False}, [["a", 1], []]),
    ({"type": "object", "properties": {"p": {"const": None}, "q": True}}, [{"p": None, "q": [1]}]),
    ({"enum": ["a", 1, None]}, ["a", 1, 1.0, None]),
    ({"not": TEXT}, [1, None]),
    ({}, [1, None, {"a": 1}, "x"]),
    ({"type": "object", "properties": {"a": WHOLE, "m": {"type": "number", "multipleOf": 0.01}}},
     [{"a": 1.0}, {"a": 1e3}, {"a": -0.0}, {"m": 19.99}, {"m": 4.35}, {"m": 1000000.01}]),
    ({"type": "integer", "format": "int64"}, [2**63 - 1, -(2**63)]),
    (TEXT, ["12", "true", "null", "{}", "\u2028", "x" * 100_000]),
    ({"type": "string", "enum": ["true", "false", "unknown"]}, ["true"]),
    ({"type": "string", "minLength": 2, "maxLength": 2}, ["\U0001f600é"]),
    ({"type": "string", "pattern": r"^\p{L}+$"}, ["Zoë"]),
    ({"type": "string", "pattern": r"^(?=.*\d)[a-z\d]+$"}, ["a1"]),
    ({"type": "string", "format": "date-time"}, ["2024-05-22T16:30:46.123456789+00:00", "2024-12-31T23:59:60Z"]),
    ({"type": "object", "properties": {"ключ": TEXT, "a b": WHOLE}}, [{"ключ": "x", "a b": 1}]),
])  # fmt: skip
def test_schemas_of_openapi_3_1(schema, bodies):
    assert [found(schema, body, **A) for body in bodies] == [[]] * len(bodies)


@pytest.mark.parametrize(("part", "values"), [
    ({"allOf": [ref("A")], "nullable": True}, [None, {"a": "x"}]),
    ({**ref("A"), "description": "siblings of a reference say nothing"}, [{"a": "x"}]),
    (ref("Empty"), [None, {}]),
    ({"oneOf": [{"type": "string", "enum": ["a"]}, {"enum": [None, ""]}]}, [None, "", "a"]),
    ({"type": "string", "nullable": True, "enum": ["a"]}, [None, "a"]),
    ({"type": "integer", "minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}, [1, 9]),
    ({"type": "string", "format": "byte"}, ["", "SGVsbG8="]),
])  # fmt: skip
def test_schemas_of_openapi_3_0(part, values):
    schemas = {**A, "Empty": {"type": "object", "nullable": True}}
    schema = {"type": "object", "properties": {"p": part}}
    assert [found(schema, {"p": value}, version="3.0.3", **schemas) for value in values] == [[]] * len(values)
