"""Strings that spell a count, where other answers count under the same name."""

from __future__ import annotations

import pytest
from documents import bare, infer


def told(name, here, there):
    """Return the type of a field that is `here` in one object and `there` in an unlike one, and what contradicts."""
    inference = infer({"a": {name: here, "x": 1, "y": 1, "z": 1}, "b": {name: there, "u": 1, "v": 1, "w": 1}})
    schemas = inference.overlay["actions"][0]["update"]["components"]["schemas"]
    return bare(schemas["A"]["properties"][name]), [
        (each.kind, each.pointer, each.observed, each.expected, each.settled) for each in inference.conflicts
    ]


def test_a_number_spelt_where_others_count():
    assert told("TotalResults", "6", 2) == (
        {"type": "integer"},
        [("string-typed-number", "/a/TotalResults", "string of digits", "integer", "evidence")],
    )
    assert told("pageSize", "6.5", 2)[0] == {"type": "number"}


@pytest.mark.parametrize(
    ("name", "here", "there"),
    [("code", "6", 2), ("postalCode", "007", 2), ("total", "six", 2), ("total", "", 2), ("unitRate", "6.5", 2), ("voiceEnabled", "false", True)],
)  # fmt: skip
def test_what_is_a_text_on_purpose_stays_one(name, here, there):
    schema, conflicts = told(name, here, there)
    assert (schema["type"], conflicts) == ("string", [])


def test_fewer_elsewhere_do_not_outvote_the_many():
    inference = infer([{"a": {"size": "6", "x": 1}}, {"a": {"size": "7", "x": 1}}, {"b": {"size": 2, "y": 1}}])
    assert inference.conflicts == ()
