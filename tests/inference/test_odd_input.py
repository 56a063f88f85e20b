"""Documents and bodies that nobody expects: what they teach, or one clear answer, never a crash."""

from __future__ import annotations

import json

import pytest
from documents import contract, document, fields, infer, recorded

from driftgate.exchange import Exchange, Request, Response
from driftgate.inference import infer_overlay
from driftgate.inference.seen.depth import DEEPEST, is_too_deep
from driftgate.inference.seen.reading import body_of
from driftgate.match import Matcher

HUGE = 10**400


def nested(levels, kind=list):
    value = 1
    for _ in range(levels):
        value = [value] if kind is list else {"d": value}
    return value


@pytest.mark.parametrize(
    ("schema", "components"),
    [
        ({"$ref": "#/components/schemas/A"}, {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}),
        ({"$ref": "#/components/schemas/A"}, {"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}}),
        ({"$ref": "#/components/schemas/Nowhere"}, {}),
        ({"$ref": "other.json#/A"}, {}),
        ({"type": "object", "properties": ["x"]}, {}),
        (True, {}),
        (5, {}),
    ],
)  # fmt: skip
def test_schemas_that_lead_nowhere_leave_nothing_to_infer(schema, components):
    tree = document({"x": {"y": 1}}, schema=schema, version="3.1.0")
    tree["components"] = {"schemas": components}
    assert infer_overlay(tree, title="T", source_name="t").overlay is None


def test_a_schema_that_holds_itself_is_typed_where_it_says_nothing():
    tree = document({"x": {"x": {"more": {"q": 2}}}}, schema={"$ref": "#/components/schemas/A"})
    tree["components"] = {
        "schemas": {
            "A": {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/A"}, "more": {"type": "object"}}}
        }
    }
    overlay = infer_overlay(tree, title="T", source_name="t").overlay
    assert [each["target"] for each in overlay["actions"]] == [
        "$.components.schemas",
        "$.components.schemas.A.properties.more",
        "$.components.schemas.A.properties",
    ]


@pytest.mark.parametrize("broken", [{"allOf": {"a": 1}}, {"anyOf": 5}, {"oneOf": "x"}])
def test_parts_that_are_no_list_are_passed_over(broken):
    tree = document({"q": {"x": 1}}, schema={**broken, "properties": {"q": {"type": "object"}}})
    assert infer_overlay(tree, title="T", source_name="t").overlay is not None


def test_examples_that_are_references_are_followed_and_those_elsewhere_are_not():
    tree = document(schema={"type": "object"})
    media = tree["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]
    media["examples"] = {
        "one": {"$ref": "#/components/examples/E"},
        "two": {"$ref": "#/components/examples/Loop"},
        "three": {"$ref": "#/components/examples/Nowhere"},
        "four": {"externalValue": "https://x.test/a.json"},
        "five": 5,
    }
    tree["components"] = {"examples": {"E": {"value": {"a": 1}}, "Loop": {"$ref": "#/components/examples/Loop"}}}
    schemas = infer_overlay(tree, title="T", source_name="t").overlay["actions"][0]["update"]["schemas"]
    assert schemas["Things"]["properties"] == {
        "a": {"type": "integer", "x-inferred": {"support": 1, "from": "examples"}}
    }


def test_numbers_beyond_any_machine_are_integers():
    found = fields({"a": HUGE, "b": -HUGE, "c": 1e308, "d": [10**20, 1]})
    assert [found[name]["type"] for name in "abc"] == ["integer", "integer", "number"]


@pytest.mark.parametrize("key", ["", "a b", "a/b", "~", "\x00", "é", "'", "a\\b", "😀", "$ref", "__proto__"])
def test_whatever_a_key_is_its_overlay_applies(key):
    tree = document({key: 1, "other": {key: "x"}})
    inference = infer_overlay(tree, title="T", source_name="t")
    validator = contract(tree, inference).validator(
        "/paths/~1things/get/responses/200/content/application~1json/schema"
    )
    assert validator.is_valid({key: 1, "other": {key: "x"}})
    assert not validator.is_valid({key: "x"})


@pytest.mark.parametrize("kind", [list, dict])
def test_what_is_nested_beyond_all_sense_is_not_learned_from(kind):
    assert not is_too_deep(nested(DEEPEST, kind))
    assert is_too_deep(nested(DEEPEST + 1, kind))
    assert infer(nested(DEEPEST + 1, kind), bodies=()).overlay is None
    assert infer(nested(DEEPEST, kind)).overlay is not None


@pytest.mark.parametrize(
    ("body", "is_learned"),
    [
        ("", False),
        ("{", False),
        ("<x/>", False),
        (json.dumps(nested(DEEPEST + 1)), False),
        (json.dumps(nested(DEEPEST)), True),
        ('{"a": ' + "9" * 500 + "}", True),
        ("null", True),
    ],
)
def test_only_bodies_that_can_be_read_are_learned_from(body, is_learned):
    tree = document({"a": 1})
    matcher = Matcher(contract(tree, infer_overlay(tree, title="T", source_name="t")))
    exchange = Exchange(
        request=Request(method="GET", url="https://x.test/things", headers={}, body=None),
        response=Response(status=200, headers={"content-type": "application/json"}, body=body.encode()),
        seen_in="a#1",
    )
    assert (body_of(exchange, matcher) is not None) is is_learned


def test_answers_of_every_type_at_one_place_are_a_union():
    bodies = [[n, str(n), None, {"a": n}, [n], n * 1.5, True][n % 7] for n in range(70)]
    inference = infer(bodies=bodies)
    validator = contract(document(), inference).validator(
        "/paths/~1things/get/responses/200/content/application~1json/schema"
    )
    assert all(map(validator.is_valid, bodies))
    assert recorded(*bodies)


@pytest.mark.parametrize("broken", ["", None, 5, [], {"type": 5}, {"type": [["integer"], {}]}, {"properties": 5}])
def test_a_declared_property_that_is_no_schema_is_passed_over(broken):
    records = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}}}}
    tree = document(
        {"data": [{"id": 1}], "total": 1},
        schema={"type": "object", "properties": {"data": records, "total": broken}},
        parameters=[{"name": "page", "in": "query", "schema": {"type": "integer"}}],
    )
    assert infer_overlay(tree, title="T", source_name="t").overlay is None
