"""The rule `malformed-schema` fires on keywords that no validator can use, but for patterns."""

from __future__ import annotations

import pytest

RULE = "malformed-schema"
PLACE = "/paths/~1things/get/responses/200/content/application~1json/schema"


@pytest.mark.parametrize(("schema", "keyword"), [
    ({"type": "any"}, "type"),
    ({"type": "object", "required": True}, "required"),
    ({"type": "string", "maxLength": "ten"}, "maxLength"),
    ({"enum": []}, "enum"),
    ({"type": "object", "properties": 5}, "properties"),
    ({"$ref": "#/components/schemas/Gone"}, "$ref"),
    ({"$ref": "https://example.com/other.json"}, "$ref"),
])  # fmt: skip
def test_fires_with_the_keyword(drafted, answered, schema, keyword):
    assert drafted(RULE, {"paths": answered(schema)}) == [
        (f"{PLACE}/{keyword}", f"unusable {keyword}", f"a usable {keyword}")
    ]


def test_the_rest_of_the_schema_still_judges(api):
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": "zero"}}}
    assert api(schema).rules({"n": "x"}) == ["type-mismatch"]


def test_silent_on_sound_schemas_and_on_patterns(drafted, answered):
    assert drafted(RULE, {"paths": answered({"type": "string", "maxLength": 2})}) == []
    assert drafted(RULE, {"paths": answered({"type": "string", "pattern": "[A-Z"})}) == []
