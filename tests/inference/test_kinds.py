"""Types, nullability, unions and the values that lose."""

from __future__ import annotations

import pytest
from documents import bare, fields, infer


def told(*values):
    records = {"records": [{"field": value, "other": 1} for value in values]}
    inference = infer(records)
    (schema,) = [
        each["properties"]["field"] for each in _components(inference).values() if "field" in each["properties"]
    ]
    return bare(schema), [
        (each.kind, each.observed, each.expected, each.count, each.against, each.settled)
        for each in inference.conflicts
    ]


def _components(inference):
    return next(
        each["update"]["components"]["schemas"]
        for each in inference.overlay["actions"]
        if "components" in each.get("update", {})
    )


@pytest.mark.parametrize(
    ("values", "schema", "conflicts"),
    [
        ((True, "true"), {"type": "boolean"}, [("string-typed-boolean", 'string "true"', "boolean", 1, 1, "spelling")]),
        ((True, "False", "true"), {"type": "boolean"}, [
            ("string-typed-boolean", 'string "False"', "boolean", 1, 2, "spelling"),
            ("string-typed-boolean", 'string "true"', "boolean", 1, 2, "spelling"),
        ]),
        ((346, "346"), {"type": "integer"}, [("string-typed-number", "string of digits", "integer", 1, 1, "spelling")]),
        ((1.5, "346"), {"type": "number"}, [("string-typed-number", "string of digits", "number", 1, 1, "spelling")]),
        ((None, "NULL", 3), {"type": "integer", "nullable": True}, [("string-typed-null", 'string "NULL"', "null", 1, 1, "spelling")]),
        (("", 3), {"type": "integer"}, [("empty-string", "empty string", "number", 1, 1, "spelling")]),
        (("", "2024-01-02", "2024-01-03"), {"type": "string", "format": "date"}, [("empty-string", "empty string", "date", 1, 2, "spelling")]),
        (([], {"a": 1}), None, [("type-mismatch", "array", "object", 1, 1, "spelling")]),
        ((1, 2.5), {"type": "number"}, []),
        ((1, 2), {"type": "integer"}, []),
        ((None, True), {"type": "boolean", "nullable": True}, []),
        ((None, None), {"nullable": True}, []),
        (("true", "false"), {"type": "string"}, []),
        (("true", "false", "not_available"), {"type": "string"}, []),
        ((True, "maybe"), {"anyOf": [{"type": "boolean"}, {"type": "string"}]}, []),
        ((7, "007"), {"anyOf": [{"type": "integer"}, {"type": "string"}]}, []),
    ],
)  # fmt: skip
def test_the_value_that_can_be_a_misspelling_loses(values, schema, conflicts):
    seen, found = told(*values)
    assert found == conflicts
    if schema is not None:
        assert seen == schema


def test_in_openapi_3_1_null_is_a_type():
    assert bare(fields({"a": None, "b": 1}, {"a": "x", "b": 2}, version="3.1.0")["a"]) == {"type": ["string", "null"]}


def test_a_whole_amount_is_a_number_and_a_whole_count_an_integer():
    properties = fields({"total_amount": 12, "page_count": 12})
    assert properties["total_amount"]["type"] == "number"
    assert properties["page_count"]["type"] == "integer"


def test_fractions_of_the_same_name_elsewhere_make_a_number():
    properties = fields({"reading": 12, "more": [{"reading": 12.5, "unit": "C"}]})
    assert properties["reading"]["type"] == "number"


def test_other_fields_of_the_name_tell_the_type_of_what_was_always_null():
    properties = fields({"closed_by": None, "history": [{"closed_by": "ann", "step": 1}]})
    assert bare(properties["closed_by"]) == {"type": "string", "nullable": True}


def test_the_vendors_own_word_for_a_name_wins_over_an_example():
    more = {
        "requestBody": {
            "content": {
                "application/json": {"schema": {"type": "object", "properties": {"TotalAmount": {"type": "number"}}}}
            }
        }
    }
    inference = infer({"TotalAmount": "1.00"}, **more)
    assert [(each.kind, each.observed, each.expected) for each in inference.conflicts] == [
        ("type-mismatch", "string", "number")
    ]
