from __future__ import annotations

import json
import os
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.contract import load_spec
from driftgate.dialect import DATE_DIALECTS, date_dialects
from driftgate.media_type import is_json
from driftgate.mock import Asked, Mock
from driftgate.mock.dates import read_date, redialect
from driftgate.mock.draw import Drawer, UndrawableSchema
from driftgate.mock.pattern import UnwritablePattern, text_matching
from driftgate.mock.text import moment, write_date

POINTER = "/paths/~1a/get/responses/200/content/application~1json/schema"


def contract_with(contract_of, schema, version="3.1.0", **components):
    content = {"application/json": {"schema": schema}}
    paths = {"/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}}
    return contract_of(paths, version=version, components={"schemas": components})


TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        "parent": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]},
    },
}
CAT = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}}
DOG = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}, "tricks": {"type": "array"}}}

SCHEMAS = {
    "nothing": {},
    "true": True,
    "bare object": {"type": "object"},
    "scalars": {"type": "array", "prefixItems": [{"type": kind} for kind in ("string", "integer", "boolean", "null")]},
    "several types": {"type": ["null", "integer", "string"]},
    "const": {"const": {"a": [1, None]}},
    "enum across parts": {"allOf": [{"enum": [1, 2, "a"]}, {"enum": ["a", "b"]}]},
    "bounds": {"type": "integer", "minimum": 7, "exclusiveMaximum": 9},
    "one number": {"type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.1000001},
    "negative": {"type": "number", "maximum": -5},
    "multiples": {"type": "integer", "multipleOf": 7, "minimum": 50},
    "fractions": {"type": "number", "multipleOf": 0.01, "minimum": 1, "maximum": 2},
    "multiples of both": {"allOf": [{"type": "integer", "multipleOf": 4}, {"multipleOf": 6, "minimum": 13}]},
    "int32": {"type": "integer", "format": "int32", "minimum": 2**31 - 2},
    "lengths": {"type": "string", "minLength": 40, "maxLength": 41},
    "empty text": {"type": "string", "maxLength": 0},
    "pattern": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}(-(x|y))?$"},
    "unanchored pattern with length": {"type": "string", "pattern": "[0-9]{3}", "minLength": 12},
    "two patterns": {"allOf": [{"type": "string", "pattern": "^[a-c]{4}$"}, {"pattern": "^.*$"}]},
    "pattern and format": {"type": "string", "format": "date", "pattern": "^[0-9-]+$"},
    "named group": {"type": "string", "pattern": "^(?<year>[0-9]{4})-\\d{2}$"},
    "unicode": {"type": "string", "pattern": "^\\u0041[\\w-]+$"},
    "id": {"type": "string", "x-id-prefix": "TSUID"},
    "date": {"type": "string", "x-date-dialect": "MM/DD/YYYY"},
    "map": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 3},
    "map by pattern": {"type": "object", "patternProperties": {"^x-[a-z]{2}$": {"type": "string"}},
                       "additionalProperties": False, "minProperties": 2},
    "named keys": {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 2},
    "dependent": {"type": "object", "properties": {"a": {"const": 1}}, "dependentRequired": {"a": ["b"]},
                  "additionalProperties": True},
    "required and not listed": {"type": "object", "required": ["a", "b"], "additionalProperties": True},
    "unique": {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
    "contains": {"type": "array", "contains": {"const": 5}, "items": {"type": "integer"}},
    "tuple": {"type": "array", "prefixItems": [{"const": "a"}, {"type": "integer"}], "items": False, "minItems": 2},
    "no items": {"type": "array", "items": False},
    "all of": {"allOf": [{"$ref": "#/components/schemas/Cat"}, {"properties": {"age": {"type": "integer"}}}]},
    "one of": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]},
    "overlapping one of": {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 10}]},
    "any of with siblings": {"type": "object", "properties": {"id": {"type": "integer"}}, "anyOf": [
        {"required": ["id"]}, {"properties": {"id": {"const": "never"}}}]},
    "not": {"type": "string", "enum": ["a", "b"], "not": {"const": "a"}},
    "if": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}, "more": {"type": "integer"}},
           "required": ["kind"], "if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["more"]}},
    "recursive": {"$ref": "#/components/schemas/Tree"},
    "sibling of a reference": {"$ref": "#/components/schemas/Tree", "required": ["children"]},
    "deep": {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "array", "items": {
        "type": "object", "required": ["b"], "properties": {"b": {"type": "array", "minItems": 2, "items": {
            "$ref": "#/components/schemas/Dog"}}}}}}}},
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_draws_what_conforms(contract_of, name):
    contract = contract_with(contract_of, SCHEMAS[name], Tree=TREE, Cat=CAT, Dog=DOG)
    drawer = Drawer(contract)
    values = [drawer.draw(POINTER, seed=seed) for seed in range(8)]
    assert [contract.validator(POINTER).is_valid(value) for value in values] == [True] * 8
    assert values == [Drawer(contract).draw(POINTER, seed=seed) for seed in range(8)]


@pytest.mark.parametrize("name", ["date", "date-time", "time", "duration", "email", "idn-email", "hostname", "ipv4",
                                  "ipv6", "uri", "uri-reference", "iri", "uuid", "json-pointer", "regex", "byte",
                                  "password", "unheard-of", "uri-template"])  # fmt: skip
def test_draws_every_format(contract_of, name):
    contract = contract_with(contract_of, {"type": "string", "format": name})
    assert contract.validator(POINTER).is_valid(Drawer(contract).draw(POINTER, seed=1))


@pytest.mark.parametrize("dialect", DATE_DIALECTS)
def test_writes_and_reads_every_date_dialect(dialect):
    for seed in range(20):
        when = moment(Random(seed))
        text = write_date(when, dialect)
        assert dialect in date_dialects(text)
        assert read_date(text, dialect).date() == when.date()
        for other in DATE_DIALECTS:
            assert other in date_dialects(redialect(text, dialect, other))


def test_3_0_keywords_are_understood(contract_of):
    schema = {
        "type": "object",
        "required": ["a", "b"],
        "properties": {
            "a": {"type": "integer", "minimum": 3, "exclusiveMinimum": True, "maximum": 4},
            "b": {"type": "string", "nullable": True},
            "hidden": {"type": "string", "writeOnly": True},
        },
    }
    contract = contract_with(contract_of, schema, version="3.0.3")
    drawn = Drawer(contract).draw(POINTER, seed=0)
    assert (set(drawn), drawn["a"], isinstance(drawn["b"], str)) == ({"a", "b"}, 4, True)


def test_documented_values_are_preferred(contract_of):
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "example": "Rex"},
            "age": {"type": "integer", "default": 3},
            "bad": {"type": "integer", "minimum": 10, "maximum": 10, "example": 1},
        },
    }
    assert Drawer(contract_with(contract_of, schema)).draw(POINTER, seed=0) == {"name": "Rex", "age": 3, "bad": 10}


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "integer", "minimum": 2, "maximum": 1},
        {"type": "string", "enum": [1]},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/Endless"}}},
        {"oneOf": [{"type": "integer"}, {"type": "integer"}]},
    ],
)
def test_what_nothing_satisfies_is_said_and_served_all_the_same(contract_of, schema):
    endless = {"type": "object", "required": ["me"], "properties": {"me": {"$ref": "#/components/schemas/Endless"}}}
    contract = contract_with(contract_of, schema, Endless=endless)
    with pytest.raises(UndrawableSchema, match="nothing conforms to the schema at #/paths/"):
        Drawer(contract).draw(POINTER, seed=0)
    mock = Mock(contract)
    assert mock.answer(Asked("GET", "/a", "", {})).status == 200
    assert any("nothing conforms" in notice for notice in mock.notices)


def test_what_only_the_declared_schema_takes_is_the_next_best(contract_of):
    schema = {"type": "object", "properties": {"a": {"const": 1}}, "minProperties": 2}
    contract = contract_with(contract_of, schema)
    with pytest.raises(UndrawableSchema) as caught:
        Drawer(contract).draw(POINTER, seed=0)
    assert contract.validator(POINTER, strict=False).is_valid(caught.value.nearest)


@given(st.from_regex(r"\A(\[a-f0-9\]|\(x\|yz\)|[A-C]|\\d|\\w|\.)(\{[1-4]\}|\+|\?|\*)?\Z"), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_text_matches_its_pattern(pattern, seed):
    assert re.search(f"^(?:{pattern}){{2}}$", text_matching(f"^(?:{pattern}){{2}}$", Random(seed)), re.ASCII)


def test_a_pattern_that_cannot_be_read_is_said():
    with pytest.raises(UnwritablePattern):
        text_matching("(", Random(0))


CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="no corpus of real documents (DRIFTGATE_CORPUS)")
@pytest.mark.parametrize("path", sorted(Path(CORPUS or ".").glob("specs/*")), ids=lambda path: path.stem)
def test_real_documents_are_served_and_conform(path):
    contract = load_spec(str(path))
    mock = Mock(contract)
    unsound = set()
    for operation in contract.operations:
        for response in operation.responses.values():
            for media_type in response.content.values():
                body = mock.bodies.body(media_type, media_type.name)
                if media_type.schema_pointer is None or not is_json(media_type.name):
                    continue
                if not contract.validator(media_type.schema_pointer).is_valid(json.loads(body)):
                    unsound.add(media_type.pointer)
    assert unsound <= set(mock.bodies.notices)  # what does not conform is said
    assert len(unsound) <= 5
