"""The rule `untyped-response` fires on JSON answers whose schema says nothing."""

from __future__ import annotations

import pytest

RULE = "untyped-response"
MEDIA_TYPE = "/paths/~1things/get/responses/200/content/application~1json"


@pytest.mark.parametrize(("schema", "observed"), [
    ({"type": "object"}, "a bare object"),
    ({"type": "array"}, "a bare array"),
    ({"type": "array", "items": {"type": "object"}}, "a bare array"),
    ({"description": "whatever"}, "anything"),
    ({"$ref": "#/components/schemas/Bare"}, "a bare object"),
])  # fmt: skip
def test_fires_with_what_little_is_said(drafted, answered, schema, observed):
    tree = {"paths": answered(schema), "components": {"schemas": {"Bare": {"type": "object"}}}}
    assert drafted(RULE, tree) == [(f"{MEDIA_TYPE}/schema", observed, "a schema")]


def test_fires_where_there_is_no_schema(drafted, answered):
    assert drafted(RULE, {"paths": answered(None, {})}) == [(MEDIA_TYPE, "anything", "a schema")]


@pytest.mark.parametrize("schema", [
    {"type": "object", "properties": {"a": {}}},
    {"type": "object", "additionalProperties": {"type": "string"}},
    {"type": "array", "items": {"type": "string"}},
    {"type": "string"},
    {"allOf": [{"type": "object"}]},
    {"enum": ["a"]},
])  # fmt: skip
def test_silent_on_schemas_that_say_something(drafted, answered, schema):
    assert drafted(RULE, {"paths": answered(schema)}) == []


def test_silent_on_other_media_types(drafted, operation):
    responses = {"200": {"description": "ok", "content": {"text/csv": {}}}, "204": {"description": "none"}}
    assert drafted(RULE, {"paths": operation(responses=responses)}) == []
