"""Violations: the schema node an error speaks of, the branch that was meant, the way to the value."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.violation import Nodes, leaves, true_path

PLACE = "/components/schemas/Root"


def contract(schema: Any, *, version: str = "3.0.3", **schemas: Any) -> Contract:
    tree = {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Root": schema, **schemas}},
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


def errors(schema: Any, body: Any) -> list[tuple[str, list[Any]]]:
    validator = jsonschema_rs.Draft202012Validator(schema)
    return [(error.kind.name, error.instance_path) for error in leaves(validator.iter_errors(body))]


def test_a_nullable_object_is_the_object_itself():
    made = contract({"type": "object", "nullable": True, "allOf": [{"properties": {"n": {"type": "integer"}}}]})
    node, pointer = Nodes(made).at(("components", "schemas", "Root", "anyOf", 0, "allOf", 0, "properties", "n"))
    assert (node, pointer) == ({"type": "integer"}, f"{PLACE}/allOf/0/properties/n")


def test_a_promise_that_was_added_stands_at_the_schema_that_made_it():
    made = contract({"type": "string", "x-id-prefix": "T", "pattern": "^.{3}$"})
    node, pointer = Nodes(made).at(("components", "schemas", "Root", "allOf", 0))
    assert pointer == PLACE
    assert (node["pattern"], node["x-id-prefix"]) == ("^(?:T)[-_][0-9A-Za-z]", "T")


def test_the_request_side_has_its_own_nodes():
    made = contract({"type": "object", "required": ["made"], "properties": {"made": {"readOnly": True}}})
    path = ("components", "schemas", "Root")
    assert Nodes(made).at(path)[0]["required"] == ["made"]
    assert Nodes(made, direction="request").at(path)[0]["required"] == []


def test_lists_properties_over_references_and_parts():
    made = contract(
        {"allOf": [{"$ref": "#/components/schemas/Other"}, {"properties": {"b": {}}}], "properties": {"c": {}}},
        Other={"properties": {"a": {}}},
    )
    nodes = Nodes(made)
    assert nodes.listed_by(nodes.at(("components", "schemas", "Root"))[0]) == {"a", "b", "c"}


@pytest.mark.parametrize(("schema", "body", "found"), [
    ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, "x", [("type", [])]),
    ({"anyOf": [{"type": "object", "required": ["a"]}, {"type": "array"}]}, {}, [("required", [])]),
    ({"oneOf": [{"properties": {"k": {"const": "a"}, "n": {"type": "integer"}}},
                {"properties": {"k": {"const": "b"}, "n": {"type": "boolean"}}}]}, {"k": "b", "n": 5}, [("type", ["n"])]),
    ({"anyOf": [{"anyOf": [{"type": "null"}, {"minimum": 5}]}, {"type": "string"}]}, 3, [("minimum", [])]),
    ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, [("oneOf", [])]),
    ({"type": "string"}, 5, [("type", [])]),
])  # fmt: skip
def test_an_alternative_gives_way_to_the_branch_that_came_closest(schema, body, found):
    assert errors(schema, body) == found


def test_a_branch_that_knows_nothing_of_an_object_is_not_what_was_meant():
    user = {"type": "object", "required": list("abcdef"), "properties": {"a": {}, "b": {}}}
    nobody = {"type": "object", "properties": {}, "additionalProperties": False}
    assert errors({"oneOf": [user, nobody]}, {"a": 1, "b": 2}) == [("required", [])] * 4
    assert errors({"oneOf": [user, {"type": "null"}]}, None) == []


def test_a_value_that_no_branch_lists_tells_nothing_of_which_was_meant():
    """A new operator is one finding, at the operator: the shape of its target is that of the second branch."""
    plain = {"properties": {"operator": {"enum": ["is", "contains"]}, "target": {"type": "string"}}}
    by_path = {"properties": {"operator": {"enum": ["validatesPath"]}, "target": {"type": "object"}}}
    told = {"operator": "brandNew", "target": {}}
    assert errors({"oneOf": [plain, by_path]}, told) == [("enum", ["operator"])]
    assert errors({"oneOf": [plain, by_path]}, {"operator": "is", "target": {}}) == [("type", ["target"])]


def test_a_branch_without_the_tag_says_nothing_of_it():
    """As the assertions of a monitoring API: one alternative has no operator, and yet a new operator is one finding."""
    made = contract({"oneOf": [
        {"required": ["code"], "properties": {"code": {"type": "string"}}},
        {"properties": {"operator": {"enum": ["is", "contains"]}, "target": {"type": "string"}}},
        {"properties": {"operator": {"enum": ["validatesPath"]}, "target": {"type": "object"}}},
    ]})  # fmt: skip
    validator, nodes = made.validator(PLACE), Nodes(made)
    found = leaves(validator.iter_errors({"operator": "brandNew", "target": {}}), nodes.listed_at)
    assert [(error.kind.name, error.instance_path) for error in found] == [
        ("enum", ["operator"]),
        ("unevaluatedProperties", []),  # which follows from it: nothing is evaluated where no alternative holds
    ]


@pytest.mark.parametrize(("body", "told", "path"), [
    ({"a": [5]}, ["a", 0], ("a", 0)),
    ({"1": [5]}, [1, 0], ("1", 0)),
    ({"01": 5}, [1], ("01",)),
    ({"+1": 5}, [1], ("+1",)),
    ({"": 5}, [], ("",)),
    ({"": {"": 5}}, [], ("", "")),
    ({"a": {"": {"b": 5}}}, ["a", "b"], ("a", "", "b")),
    ([[5]], [0, 0], (0, 0)),
    (5, [], ()),
    ({"a": 1}, ["gone", 2], ("gone",)),
    ([1], [7], (7,)),
])  # fmt: skip
def test_finds_the_way_that_a_validator_lost(body, told, path):
    assert true_path(body, told, 5) == path


KEYS = st.sampled_from(["a", "b", "0", "7", "07", "-1", "", "a/b", "~", "1.0"])
TREES = st.recursive(
    st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


@given(TREES)
def test_the_way_leads_to_a_value_of_the_error(tree):
    """Where two keys are one number to the validator (`7` and `07`), or one is empty, another value may be found."""
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": "#/$defs/t", "$defs": {"t": {"not": {"type": "integer"}, "items": {"$ref": "#/$defs/t"},
                                              "additionalProperties": {"$ref": "#/$defs/t"}}}}
    )  # fmt: skip
    for error in validator.iter_errors(tree):
        node = tree
        for token in true_path(tree, error.instance_path, error.instance):
            node = node[token]
        assert type(node) in (int, dict, list)
        if '"07"' not in json.dumps(tree) and '""' not in json.dumps(tree):
            assert node == error.instance
