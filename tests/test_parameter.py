"""Parameters are read as their style writes them, and held to their schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.parameter import ParameterReader, Values, query_of, read_cookies, read_query
from driftgate.schema import kinds_of

VAST = "9" * 5_000
INTEGERS = {"type": "array", "items": {"type": "integer"}}
NAMED = {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}


def reader(schema: Any = None, location: str = "query", name: str = "p", **members: Any) -> ParameterReader:
    parameter = {"name": name, "in": location, **members}
    if schema is not None:
        parameter["schema"] = schema
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/t/{p}": {"get": {"parameters": [parameter], "responses": {}}}},
    }
    contract = Contract(parse_document(json.dumps(tree).encode(), name="t.json"))
    return ParameterReader(contract, contract.operations[0].parameters[0])


def read(made: ParameterReader, query: str = "", **values: Any) -> Any:
    given = {"path": {}, "query": read_query(query), "headers": {}, "cookies": {}, **values}
    return made.read(Values(**given))


@pytest.mark.parametrize(("schema", "members", "query", "value"), [
    ({"type": "integer"}, {}, "p=5", 5),
    ({"type": "integer"}, {}, "p=-5", -5),
    ({"type": "number"}, {}, "p=1.5", 1.5),
    ({"type": "number"}, {}, "p=5", 5),
    ({"type": "boolean"}, {}, "p=true", True),
    ({"type": "string"}, {}, "p=5", "5"),
    ({"type": "string"}, {}, "p=true", "true"),
    ({"type": "string"}, {}, "p=", ""),
    ({"type": "string", "nullable": True}, {}, "p=", None),
    ({"oneOf": [{"type": "integer"}, {"type": "string", "enum": ["all"]}]}, {}, "p=all", "all"),
    ({"type": "string", "enum": ["1"]}, {}, "p=1", "1"),
    ({}, {}, "p=x", "x"),
    (INTEGERS, {}, "p=1&p=2", [1, 2]),
    (INTEGERS, {}, "p=1", [1]),
    (INTEGERS, {}, "p[]=1&p[]=2", [1, 2]),
    (INTEGERS, {}, "p=", []),
    (INTEGERS, {}, "p[0]=1&p[1]=2&p[x]=3", [1, 2]),
    ({"type": "string", "pattern": "^[+]"}, {}, "p=+1", "+1"),
    ({"type": "object", "properties": {"a": INTEGERS}}, {"style": "deepObject"}, "p[a]=1&p[a]=2", {"a": [1, 2]}),
    ({"type": "object", "properties": {"a": INTEGERS}}, {"style": "deepObject"}, "p[a][]=1", {"a": [1]}),
    (INTEGERS, {"explode": False}, "p=1,2", [1, 2]),
    (INTEGERS, {}, "p=1,2", [1, 2]),
    (INTEGERS, {"style": "spaceDelimited", "explode": False}, "p=1%202", [1, 2]),
    (INTEGERS, {"style": "pipeDelimited", "explode": False}, "p=1|2", [1, 2]),
    ({"type": "array", "items": {"type": "string"}}, {"explode": False}, "p=1,2", ["1", "2"]),
    (POINT, {}, "x=1&y=2&z=3", {"x": 1, "y": 2}),
    (POINT, {"explode": False}, "p=x,1,y,2", {"x": 1, "y": 2}),
    (POINT, {"style": "deepObject"}, "p[x]=1&p[y]=2&q[x]=3", {"x": 1, "y": 2}),
    (NAMED, {"style": "deepObject"}, "p[name]=7&p[size]=7", {"name": "7", "size": 7}),
    (NAMED, {}, "name=true&size=7", {"name": "true", "size": 7}),
    ({"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}, {}, "p=1&p=true", [1, True]),
])  # fmt: skip
def test_reads_a_query_parameter(schema, members, query, value):
    found = read(reader(schema, **members), query)
    assert (found.value, found.error) == (value, None)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(("schema", "members", "query", "keyword", "value"), [
    ({"type": "integer"}, {}, "p=x", "type", "x"),
    ({"type": "integer"}, {}, "p=1.5", "type", 1.5),
    ({"type": "integer"}, {}, f"p={VAST}", "type", VAST),
    ({"type": "number"}, {}, "p=1e999", "type", "1e999"),
    (INTEGERS, {}, f"p=1&p={VAST}", "type", [1, VAST]),
    ({"type": "integer"}, {}, "p=1&p=2", "type", ["1", "2"]),
    ({"type": "integer", "minimum": 1}, {}, "p=0", "minimum", 0),
    ({"type": "boolean"}, {}, "p=True", "type", "True"),
    ({"type": "string", "enum": ["a"]}, {}, "p=b", "enum", "b"),
    (INTEGERS, {}, "p=1&p=x", "type", [1, "x"]),
    (POINT, {"style": "deepObject"}, "p[x]=a", "type", {"x": "a"}),
])  # fmt: skip
def test_says_what_does_not_conform(schema, members, query, keyword, value):
    found = read(reader(schema, **members), query)
    assert (found.error.kind.name, found.value) == (keyword, value)


@pytest.mark.parametrize(("schema", "location", "members", "raw", "value"), [
    ({"type": "integer"}, "path", {}, "5", 5),
    (INTEGERS, "path", {}, "1,2", [1, 2]),
    (INTEGERS, "path", {"style": "label"}, ".1,2", [1, 2]),
    (INTEGERS, "path", {"style": "label", "explode": True}, ".1.2", [1, 2]),
    ({"type": "integer"}, "path", {"style": "matrix"}, ";p=5", 5),
    (POINT, "path", {}, "x,1,y,2", {"x": 1, "y": 2}),
    (POINT, "path", {"explode": True}, "x=1,y=2", {"x": 1, "y": 2}),
    (NAMED, "path", {}, "name,,size,7", {"name": "", "size": 7}),
    (INTEGERS, "headers", {}, "1, 2", [1, 2]),
    (NAMED, "headers", {}, "size,7,name,0", {"size": 7, "name": "0"}),
    ({"type": "integer"}, "cookies", {}, "5", 5),
])  # fmt: skip
def test_reads_what_stands_elsewhere(schema, location, members, raw, value):
    made = reader(schema, {"headers": "header", "cookies": "cookie"}.get(location, location), **members)
    found = read(made, **{location: {"p": raw}})
    assert (found.value, found.error) == (value, None)


def test_a_header_is_found_by_its_lower_case_name():
    assert read(reader({"type": "integer"}, "header", "X-P"), headers={"x-p": "1"}).value == 1


def test_reads_json_where_the_parameter_has_content():
    made = reader(content={"application/json": {"schema": POINT}})
    assert read(made, 'p={"x":1}').value == {"x": 1}
    assert read(made, "p={").error.kind.name == "type"


def test_absent_is_nothing():
    assert read(reader({"type": "integer"}), "q=1") is None
    assert read(reader(POINT, style="deepObject"), "p=1") is None
    assert read(reader(POINT), "z=1") is None


def test_a_parameter_without_a_usable_schema_refuses_nothing():
    assert read(reader(), "p=x").error is None
    assert read(reader({"$ref": "#/components/schemas/Gone"}), "p=x").error is None


def test_an_empty_value_is_fine_where_it_is_allowed():
    assert read(reader({"type": "integer"}, allowEmptyValue=True), "p=").error is None
    assert read(reader({"type": "integer"}), "p=").error is not None


def test_knows_which_names_in_a_query_are_its_own():
    def names(made: ParameterReader, query: str) -> set[str]:
        return set(made.names(Values({}, read_query(query), {}, {})))

    assert names(reader({"type": "integer"}), "") == {"p", "p[]"}
    assert names(reader(POINT), "") == {"p", "x", "y"}
    assert names(reader(POINT, style="deepObject"), "p[x]=1&q[x]=1") == {"p[x]"}


def test_reads_queries_and_cookies():
    assert query_of("https://a.example.com/b?x=1&y=a+b%2B&&flag&x=2#c=3") == (
        ("x", "1"), ("y", "a b+"), ("flag", ""), ("x", "2"),
    )  # fmt: skip
    assert query_of("/b") == ()
    assert read_cookies("a=1; b=x%20y; c; d=e=f") == {"a": "1", "b": "x y", "d": "e=f"}
    assert read_cookies(None) == {}


def test_names_all_types_of_composed_schemas():
    tree = {"a": {"type": "integer"}, "loop": {"allOf": [{"$ref": "#/loop"}], "type": "null"}}
    node = {"oneOf": [{"$ref": "#/a"}, {"type": ["string", "boolean"]}], "anyOf": [{"$ref": "#/loop"}]}
    assert kinds_of(tree, node) == {"integer", "string", "boolean", "null"}
    assert kinds_of(tree, {}) == frozenset()
