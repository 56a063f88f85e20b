"""The rule `invalid-example` fires on examples that break the schema beside them."""

from __future__ import annotations

RULE = "invalid-example"
INTEGER = {"type": "integer"}


def test_fires_on_a_parameter(drafted, operation):
    listed = [
        {"name": "n", "in": "query", "schema": INTEGER, "example": "ten"},
        {"name": "m", "in": "query", "schema": INTEGER, "examples": {"one": {"value": 1}, "two": {"value": None}}},
    ]
    assert drafted(RULE, {"paths": operation(parameters=listed)}) == [
        ("/paths/~1things/get/parameters/0/example", "example of string", "a valid example"),
        ("/paths/~1things/get/parameters/1/examples/two/value", "example of null", "a valid example"),
    ]  # fmt: skip


def test_fires_on_a_request_body(drafted, operation):
    body = {"content": {"application/json": {"schema": INTEGER, "example": [1]}}}
    assert drafted(RULE, {"paths": operation(requestBody=body)}) == [
        ("/paths/~1things/get/requestBody/content/application~1json/example", "example of array", "a valid example")
    ]


def test_fires_inside_component_schemas(drafted):
    schema = {"type": "object", "properties": {"a/b": {"type": "string", "example": 5}}}
    assert drafted(RULE, {"components": {"schemas": {"T": schema}}}) == [
        ("/components/schemas/T/properties/a~1b/example", "example of integer", "a valid example")
    ]


def test_silent_on_examples_that_fit_and_on_schemas_that_cannot_be_used(drafted, operation):
    listed = [{"name": "n", "in": "query", "schema": INTEGER, "example": 10},
              {"name": "m", "in": "query", "schema": {"$ref": "#/components/schemas/Gone"}, "example": 1}]  # fmt: skip
    assert drafted(RULE, {"paths": operation(parameters=listed)}) == []


def test_leaves_answers_to_the_rules_on_bodies(drafted, answered):
    assert drafted(RULE, {"paths": answered(INTEGER, "ten")}) == []
