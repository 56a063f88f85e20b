"""The rule `parameter-type-conflict` fires on a string parameter that the answer has as a number or boolean."""

from __future__ import annotations

RULE = "parameter-type-conflict"
PAGE = [{"name": "PageNumber", "in": "query", "schema": {"type": "string"}}]


def test_fires_by_the_schema_of_the_answer(drafted, answered):
    schema = {"type": "object", "properties": {"page_number": {"type": "integer"}}}
    assert drafted(RULE, {"paths": answered(schema, parameters=PAGE)}) == [
        ("/paths/~1things/get/parameters/0/schema/type", "string", "integer")
    ]


def test_fires_by_the_example_where_there_is_no_schema(drafted, answered):
    assert [each[2] for each in drafted(RULE, {"paths": answered(None, {"PageNumber": 1}, parameters=PAGE)})] == [
        "integer"
    ]


def test_silent_where_both_agree(drafted, answered):
    schema = {"type": "object", "properties": {"PageNumber": {"type": "string"}}}
    assert drafted(RULE, {"paths": answered(schema, parameters=PAGE)}) == []


def test_silent_on_enums_and_on_examples_that_disagree(drafted, answered):
    listed = [{"name": "PageNumber", "in": "query", "schema": {"type": "string", "enum": ["1", "all"]}}]
    assert drafted(RULE, {"paths": answered(None, {"PageNumber": 1}, parameters=listed)}) == []
    assert drafted(RULE, {"paths": answered(None, {"PageNumber": 1}, {"PageNumber": "1"}, parameters=PAGE)}) == []
