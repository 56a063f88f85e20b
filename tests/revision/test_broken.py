"""Documents with local errors still compare, and the part that cannot be read is named."""

from __future__ import annotations

import copy

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.revision import compare
from driftgate.revision.broken import broken_parts
from driftgate.revision.run import unread
from driftgate.revision.side import Side

ODD = [
    None, True, 0, 10**30, "", "x", "#foo", [], [None], {}, {"$ref": "#foo"}, {"$ref": "#"}, {"$ref": ""},
    {"$ref": "#/"}, {"$ref": "#/paths"}, {"$ref": "#/components/schemas/%zz"}, {"$ref": "other.yaml#/x"}, {"$ref": None},
    {"$ref": "#/info/title"}, {"$ref": "#/components/parameters/99999999999999999999"}, {"type": ["string", None]},
    {"type": {}}, {"allOf": {}}, {"allOf": [None, True, False]}, {"enum": {}}, {"enum": [{"a": 1}, [1], None]},
    {"properties": []}, {"properties": {"a": None}}, {"required": True}, {"required": [1, None]},
    {"discriminator": {"propertyName": "a", "mapping": {"a": "#foo", "b": 1}}}, {"multipleOf": 0}, {"pattern": "("},
]  # fmt: skip


def tree():
    schema = {"$ref": "#/components/schemas/Pet"}
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://x"}],
        "security": [{"key": []}],
        "tags": [],
        "paths": {
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "post": {
                    "tags": ["t"],
                    "requestBody": {"content": {"application/json": {"schema": schema, "encoding": {"a": {}}}}},
                    "responses": {
                        "200": {
                            "description": "",
                            "headers": {"X-A": {"schema": {"type": "string"}}},
                            "content": {"application/json": {"schema": schema, "example": {"a": 1}}},
                            "links": {"next": {"operationId": "b"}},
                        },
                    },
                    "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": ""}}}}}},
                    "security": [{"key": []}],
                    "servers": [{"url": "https://y/{v}", "variables": {"v": {"default": "1", "enum": ["1"]}}}],
                },
            },
        },
        "components": {
            "schemas": {"Pet": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "K"}},
        },
    }  # fmt: skip


def places(node, pointer=()):
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield (*pointer, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*pointer, key))


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_nothing_that_can_stand_anywhere_stops_a_comparison(odd):
    whole = tree()
    for place in places(whole):
        if place == ("paths",):
            continue
        bent = copy.deepcopy(whole)
        holder = bent
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = copy.deepcopy(odd)
        compare(whole, bent)
        compare(bent, whole)
        assert compare(bent, copy.deepcopy(bent)) == [], place


@pytest.mark.parametrize(
    ("pointer", "value", "expected"),
    [
        (("paths", "/a/{id}", "post", "responses", "200"), {"$ref": "#/components/responses/Gone"},
         ("/paths/~1a~1{id}/post/responses/200", "#/components/responses/Gone", False,
          "refers to #/components/responses/Gone, where there is nothing")),
        (("components", "schemas", "Pet", "properties", "a"), {"$ref": "#pet"},
         ("/components/schemas/Pet/properties/a", "#pet", True, "refers to #pet, which is not a place of this document")),
        (("components", "schemas", "Pet", "properties", "a"), None,
         ("/components/schemas/Pet/properties/a", "", True, "is null, not a schema")),
        (("components", "schemas", "Pet", "properties", "a"), [],
         ("/components/schemas/Pet/properties/a", "", True, "is a list, not a schema")),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_read_is_named(pointer, value, expected):
    bent = tree()
    holder = bent
    for key in pointer[:-1]:
        holder = holder[key]
    holder[pointer[-1]] = value
    assert broken_parts(Side(bent)) == [expected]


def test_a_sound_document_has_no_broken_part_and_values_are_no_references():
    whole = tree()
    media = whole["paths"]["/a/{id}"]["post"]["responses"]["200"]["content"]["application/json"]
    media["example"] = {"$ref": "#nowhere"}
    media["x-note"] = {"$ref": "#nowhere"}
    whole["components"]["schemas"]["Pet"]["properties"]["a"] = {
        "enum": [{"$ref": "#nowhere"}],
        "default": {"$ref": "#x"},
    }
    assert broken_parts(Side(whole)) == []


def test_a_reference_that_breaks_is_a_warning_with_its_mirror(found):
    whole, bent = tree(), tree()
    bent["paths"]["/a/{id}"]["post"]["responses"]["200"]["links"]["next"] = {"$ref": "#/components/links/Gone"}
    broken = ("warning", "reference-broken", None)
    assert broken in found(whole, bent)
    assert ("warning", "reference-mended", None) in found(bent, whole)
    assert broken not in found(bent, bent)


def test_of_a_schema_that_is_gone_nothing_else_is_told(found_in_body):
    pet = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    assert found_in_body(pet, {"$ref": "#/components/schemas/Gone"}) == [
        ("warning", "response-body-reference-broken", None)
    ]


def test_the_first_parts_are_named_and_the_others_counted():
    import orjson

    bent = tree()
    bent["components"]["schemas"] |= {f"S{number}": {"$ref": f"#/nowhere/{number}"} for number in range(7)}
    told = unread(Contract(parse_document(orjson.dumps(bent), name="new.json")))
    assert (
        told[0]
        == "new.json: #/components/schemas/S0 refers to #/nowhere/0, where there is nothing; it was not compared."
    )
    assert told[5:] == ["new.json: 2 more parts cannot be read. `driftgate lint` names them."]
