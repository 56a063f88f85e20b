"""OpenAPI schemas become JSON Schema 2020-12 in place: same pointers, same promises."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from driftgate.schema import follow, listed_properties, node_at, pattern_defect, shape, translate, types_of
from driftgate.schema.keywords import value_defect


def translated(
    schema: Any, *, is_3_0: bool = True, direction: str = "response", strict: bool = True, **components: Any
):
    tree = {"openapi": "3.0.3", "components": {"schemas": {"Root": schema, **components}}}
    return translate(
        tree, is_3_0=is_3_0, direction=direction, strict=strict, glossary={"NID": "n", "TNID": "n", "S": "s"}
    )


def accepts(schema: Any, value: Any, **how: Any) -> bool:
    tree = translated(schema, **how).tree
    registry = jsonschema_rs.Registry([("urn:t", tree)], draft=jsonschema_rs.Draft202012)
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": "urn:t#/components/schemas/Root"}, registry=registry, validate_formats=True, offline=True
    )
    return validator.is_valid(value)


@pytest.mark.parametrize(("schema", "good", "bad"), [
    ({"type": "string", "nullable": True}, [None, "a"], [1]),
    ({"type": "string", "nullable": False}, ["a"], [None]),
    ({"type": "string", "enum": ["a"], "nullable": True}, [None, "a"], ["b"]),
    ({"$ref": "#/components/schemas/Other", "nullable": True}, [None, 1], ["a"]),
    ({"allOf": [{"$ref": "#/components/schemas/Other"}], "nullable": True}, [None, 1], ["a"]),
    ({"$ref": "#/components/schemas/Other", "type": "string"}, [1], ["a"]),  # 3.0: siblings of $ref are ignored
    ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, [2], [1]),
    ({"type": "integer", "maximum": 1, "exclusiveMaximum": True}, [0], [1]),
    ({"type": "integer", "minimum": 1, "exclusiveMinimum": False}, [1], [0]),
    ({"type": "integer", "format": "int32"}, [2**31 - 1, -(2**31)], [2**31]),
    ({"type": "integer", "format": "int64"}, [2**63 - 1], [2**63]),
    ({"type": "number", "format": "float"}, [1.5, 10**40], ["1"]),
    ({"type": "integer"}, [1.0, 1], [1.5, True]),
    ({"nullable": True}, [None, 1], []),
])  # fmt: skip
def test_reads_schemas_as_openapi_3_0_does(schema, good, bad):
    assert [accepts(schema, value, Other={"type": "integer"}) for value in good] == [True] * len(good)
    assert [accepts(schema, value, Other={"type": "integer"}) for value in bad] == [False] * len(bad)


@pytest.mark.parametrize(("schema", "good", "bad"), [
    ({"type": ["string", "null"]}, [None, "a"], [1]),
    ({"type": "integer", "exclusiveMinimum": 1}, [2], [1]),
    ({"$ref": "#/components/schemas/Other", "minimum": 5}, [5], [4, "a"]),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, [["a", 1]], [[1], ["a", "b"]]),
    ({"type": "string", "nullable": True}, ["a"], [None]),  # 3.1 has no `nullable`
    ({"const": 1}, [1, 1.0], [2]),
])  # fmt: skip
def test_reads_schemas_as_openapi_3_1_does(schema, good, bad):
    assert [accepts(schema, value, is_3_0=False, Other={"type": "integer"}) for value in good] == [True] * len(good)
    assert [accepts(schema, value, is_3_0=False, Other={"type": "integer"}) for value in bad] == [False] * len(bad)


LISTED = {"type": "object", "properties": {"a": {"type": "integer"}}}
MORE = {"type": "object", "properties": {"b": {"type": "integer"}}}


@pytest.mark.parametrize(("schema", "is_closed"), [
    (LISTED, True),
    (LISTED | {"additionalProperties": False}, True),
    (LISTED | {"additionalProperties": True}, False),
    (LISTED | {"additionalProperties": {"type": "integer"}}, False),
    ({"type": "object"}, False),
    ({}, False),
    ({"allOf": [LISTED, MORE]}, True),
    ({"allOf": [LISTED, MORE | {"additionalProperties": True}]}, False),
    ({"allOf": [LISTED, {"type": "object"}]}, True),
    ({"anyOf": [LISTED, MORE]}, True),
    ({"anyOf": [LISTED, {"type": "object"}]}, False),
    ({"oneOf": [LISTED | {"required": ["a"]}, {"type": "string"}]}, True),
    ({"$ref": "#/components/schemas/Other"}, True),
    ({"allOf": [{"$ref": "#/components/schemas/Other"}, MORE]}, True),
])  # fmt: skip
def test_closes_for_noticing_what_lists_properties_and_says_no_more(schema, is_closed):
    body = {"a": 1, "extra": 1}
    assert accepts(schema, body, Other=LISTED) is not is_closed
    closes_by_itself = "additionalProperties" in schema and schema["additionalProperties"] is False
    assert accepts(schema, body, strict=False, Other=LISTED) is not closes_by_itself


def test_composed_parts_are_closed_as_a_whole():
    assert accepts({"allOf": [LISTED, MORE]}, {"a": 1, "b": 2})
    assert accepts({"allOf": [{"$ref": "#/components/schemas/Other"}, MORE]}, {"a": 1, "b": 2}, Other=LISTED)
    assert not accepts({"allOf": [LISTED, MORE]}, {"a": 1, "b": "x"})


def test_a_schema_that_is_part_of_another_still_closes_where_it_stands_alone():
    both = {
        "type": "object",
        "properties": {
            "whole": {"allOf": [{"$ref": "#/components/schemas/Other"}, MORE]},
            "alone": {"$ref": "#/components/schemas/Other"},
        },
    }
    assert accepts(both, {"whole": {"a": 1, "b": 2}, "alone": {"a": 1}}, Other=LISTED)
    assert not accepts(both, {"whole": {"a": 1, "c": 2}}, Other=LISTED)
    assert not accepts(both, {"alone": {"a": 1, "b": 2}}, Other=LISTED)


@pytest.mark.parametrize(("schema", "good", "bad"), [
    ({"type": "string", "x-id-prefix": "TNID"}, ["TNID-1", "NID-1", "TNID_1"], ["S-1", "1", "XTNID-1"]),
    ({"type": "string", "x-date-dialect": "MM/DD/YYYY"}, ["02/05/2023"], ["2023-02-05"]),
    ({"type": "string", "x-date-dialect": "no such dialect"}, ["anything"], []),
    ({"type": "string", "x-id-prefix": "S", "pattern": "^.{3}$"}, ["S-1"], ["S-12", "T-1"]),
])  # fmt: skip
def test_asserts_prefixes_and_dialects_only_when_strict(schema, good, bad):
    assert [accepts(schema, value) for value in good + bad] == [True] * len(good) + [False] * len(bad)
    if "pattern" not in schema:
        assert all(accepts(schema, value, strict=False) for value in bad)


def test_excuses_what_the_other_direction_sends():
    schema = {"type": "object", "required": ["made", "pin"], "properties": {
        "made": {"type": "string", "readOnly": True}, "pin": {"type": "string", "writeOnly": True}}}  # fmt: skip
    assert accepts(schema, {"made": "x"})
    assert not accepts(schema, {"pin": "x"})
    assert accepts(schema, {"pin": "x"}, direction="request")
    assert not accepts(schema, {"made": "x"}, direction="request")


@pytest.mark.parametrize(("schema", "keyword"), [
    ({"type": "any"}, "type"),
    ({"type": []}, "type"),
    ({"required": "a"}, "required"),
    ({"enum": "a"}, "enum"),
    ({"minLength": -1}, "minLength"),
    ({"minimum": "0"}, "minimum"),
    ({"multipleOf": 0}, "multipleOf"),
    ({"pattern": "[a"}, "pattern"),
    ({"format": 5}, "format"),
    ({"uniqueItems": "yes"}, "uniqueItems"),
    ({"properties": []}, "properties"),
    ({"allOf": {}}, "allOf"),
    ({"$ref": "#/components/schemas/Gone"}, "$ref"),
    ({"$ref": "other.json#/X"}, "$ref"),
    ({"$ref": 5}, "$ref"),
])  # fmt: skip
def test_leaves_out_and_names_what_no_validator_can_use(schema, keyword):
    translation = translated({"type": "integer", **schema} if "$ref" not in schema and "type" not in schema else schema)
    assert [(each.pointer, each.keyword) for each in translation.defects] == [
        (f"/components/schemas/Root/{keyword}", keyword)
    ]
    assert accepts(schema, 5)


def test_a_schema_that_is_no_object_is_named_and_accepts_all():
    translation = translated({"type": "object", "properties": {"a": 5, "b": True, "c": False}})
    assert [each.pointer for each in translation.defects] == ["/components/schemas/Root/properties/a"]
    assert accepts({"type": "object", "properties": {"a": 5}}, {"a": "x"})
    assert not accepts({"type": "object", "properties": {"c": False}}, {"c": 1})


def test_keeps_every_pointer():
    schema = {"type": "object", "description": "x", "properties": {"a/b": {"type": "array", "items": {"minimum": 1}}}}
    tree = translated(schema).tree
    assert node_at(tree, "/components/schemas/Root/properties/a~1b/items") == {"minimum": 1}
    assert "description" not in node_at(tree, "/components/schemas/Root")
    assert node_at(tree, "/nowhere") == {}


def test_does_not_touch_examples_and_enums():
    schema = {"type": "object", "properties": {"schema": {"enum": [{"nullable": True}]}, "example": {"type": "string"}}}
    assert accepts(schema, {"schema": {"nullable": True}, "example": "x"})
    assert not accepts(schema, {"example": 5})


def test_follows_references_and_stops_in_circles():
    tree = {
        "a": {"$ref": "#/b"},
        "b": {"$ref": "#/c"},
        "c": {"type": "string"},
        "x": {"$ref": "#/y"},
        "y": {"$ref": "#/x"},
    }
    assert follow(tree, tree["a"]) == {"type": "string"}
    assert not isinstance(follow(tree, tree["x"]), dict) or "$ref" in follow(tree, tree["x"])
    assert follow(tree, {"$ref": "#/gone"}) is None
    assert follow(tree, {"$ref": "#/a%2Fb"}) is None
    assert listed_properties(tree, {"$ref": "#/x"}) == frozenset()


def test_says_what_an_object_lists_and_leaves_open():
    tree: dict[str, Any] = {}
    assert shape(tree, LISTED) == (True, False)
    assert shape(tree, {"type": "object"}) == (False, False)
    assert shape(tree, {"patternProperties": {"^x": {}}}) == (False, True)
    assert listed_properties(tree, {"allOf": [LISTED, MORE], "properties": {"c": {}}}) == {"a", "b", "c"}


def test_reads_types_and_patterns():
    assert types_of({"type": "string"}) == ("string",)
    assert types_of({"type": ["string", "null"]}) == ("string", "null")
    assert types_of({}) == ()
    assert pattern_defect("^[a-z]+$") is None
    assert value_defect("pattern", 5) == "must be text"
    assert pattern_defect("(")


def test_survives_schemas_that_hold_themselves():
    tree = {"type": "object", "properties": {"n": {"type": "integer"}, "next": {"$ref": "#/components/schemas/Root"}}}
    assert accepts(tree, {"n": 1, "next": {"n": 2, "next": {"n": 3}}})
    assert not accepts(tree, {"n": 1, "next": {"n": 2, "next": {"m": 3}}})


def test_a_name_that_is_required_and_not_listed_may_come():
    from driftgate.schema import translate

    tree = {
        "components": {"schemas": {"A": {"type": "object", "required": ["b"], "properties": {"a": {"type": "string"}}}}}
    }
    closed = translate(tree, is_3_0=True, direction="response", strict=True).tree["components"]["schemas"]["A"]
    assert closed["properties"] == {"a": {"type": "string"}, "b": {}}
    assert closed["additionalProperties"] is False


def test_a_reference_with_properties_beside_it_is_closed_as_one_whole():
    import jsonschema_rs

    from driftgate.schema import translate

    tree = {
        "components": {
            "schemas": {
                "A": {"type": "object", "properties": {"a": {"type": "string"}}},
                "B": {"$ref": "#/components/schemas/A", "properties": {"b": {"type": "string"}}},
            }
        }
    }
    translated = translate(tree, is_3_0=False, direction="response", strict=True).tree
    registry = jsonschema_rs.Registry([("urn:x", translated)], draft=jsonschema_rs.Draft202012)
    whole = jsonschema_rs.Draft202012Validator({"$ref": "urn:x#/components/schemas/B"}, registry=registry, offline=True)
    assert whole.is_valid({"a": "1", "b": "2"})
    assert not whole.is_valid({"a": "1", "c": "2"})


def layered(levels: int, twice: str, between: bool = False) -> dict[str, Any]:
    """Return schemas of which each holds the next one twice: by one reference, or by way of two others."""
    schemas: dict[str, Any] = {f"S{levels}": {"type": "object", "properties": {"id": {"type": "string"}}}}
    for level in range(levels):
        next_one = {"$ref": f"#/components/schemas/S{level + 1}"}
        if between:
            schemas |= {f"{side}{level}": {"title": side, twice: [next_one]} for side in "AB"}
            schemas[f"S{level}"] = {twice: [{"$ref": f"#/components/schemas/{side}{level}"} for side in "AB"]}
        else:
            schemas[f"S{level}"] = {twice: [next_one, next_one]}
    return schemas


@pytest.mark.parametrize("twice", ["allOf", "anyOf"])
def test_a_part_that_is_named_twice_is_looked_at_once(twice):
    schemas = layered(60, twice)
    assert accepts({"$ref": "#/components/schemas/S0"}, {"id": "a"}, **schemas)
    assert not accepts({"$ref": "#/components/schemas/S0"}, {"id": 1}, **schemas)
    assert translated({}, **schemas).defects == ()


@pytest.mark.parametrize(("twice", "between"), [("allOf", True), ("anyOf", True), ("oneOf", False)])
def test_a_schema_that_leads_to_its_parts_in_too_many_ways_is_a_defect_and_judges_nothing(twice, between):
    schemas = layered(60, twice, between)
    found = translated({}, **schemas)
    assert {(each.keyword, each.reason) for each in found.defects} == {
        (twice, "leads to its parts in more than 10,000 ways")
    }
    assert f"/components/schemas/S0/{twice}" in {each.pointer for each in found.defects}
    assert accepts({"$ref": "#/components/schemas/S0"}, {"id": 1, "other": 2}, **schemas)
    assert shape({"components": {"schemas": schemas}}, schemas["S0"]) == (True, False)


def test_ways_are_counted_over_references_and_circles():
    from driftgate.schema.weight import Weights

    schemas = {
        "Leaf": {"type": "string"},
        "Both": {"oneOf": [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Leaf"}]},
        "Round": {"anyOf": [{"$ref": "#/components/schemas/Round"}, {"type": "null"}]},
        "Holder": {"properties": {"a": {"$ref": "#/components/schemas/Both"}}},
    }
    weights = Weights({"components": {"schemas": schemas}})
    assert [weights.of(schemas[name]) for name in ("Leaf", "Both", "Holder")] == [1, 5, 1]
    assert weights.of(schemas["Round"]) < 10


def test_a_moment_that_may_be_null_takes_null():
    schema = {"type": "integer", "nullable": True, "x-date-dialect": "epoch-seconds"}
    assert accepts(schema, None)
    assert accepts(schema, 1_700_000_000)
    assert not accepts(schema, 1_700_000_000_000)
