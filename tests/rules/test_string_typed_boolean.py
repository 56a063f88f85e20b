"""The rule `string-typed-boolean` fires on strings that spell a boolean where one is promised, and nowhere else."""

from __future__ import annotations

import pytest

FLAG = {"type": "object", "properties": {"flag": {"type": "boolean"}}}


@pytest.mark.parametrize("text", ["true", "False", "YES", "n", "off"])
def test_fires_on_every_spelling(api, text):
    assert api(FLAG).found({"flag": text}) == [
        ("string-typed-boolean", "error", "/flag", f'string "{text}"', "boolean")
    ]


def test_fires_where_the_boolean_may_also_be_null(api):
    schema = {"type": "object", "properties": {"flag": {"type": "boolean", "nullable": True}}}
    assert api(schema).found({"flag": "true"}) == [
        ("string-typed-boolean", "error", "/flag", 'string "true"', "boolean")
    ]


def test_keeps_its_weight_where_the_type_is_only_inferred(api):
    inferred = {"type": "boolean", "x-inferred": {"support": 2, "from": "examples"}}
    schema = {"type": "object", "properties": {"flag": inferred}}
    assert api(schema).found({"flag": "true"}) == [
        ("string-typed-boolean", "error", "/flag", 'string "true"', "boolean")
    ]


@pytest.mark.parametrize("value", [True, False])
def test_silent_on_booleans(api, value):
    assert api(FLAG).found({"flag": value}) == []


def test_silent_on_a_documented_enum_of_such_words(api):
    schema = {"type": "object", "properties": {"flag": {"type": "string", "enum": ["true", "false", "n/a"]}}}
    assert api(schema).found({"flag": "true"}) == []


def test_leaves_other_strings_to_the_rule_on_types(api):
    assert api(FLAG).rules({"flag": "perhaps"}) == ["type-mismatch"]
