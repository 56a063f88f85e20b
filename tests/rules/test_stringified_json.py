"""The rule `stringified-json` fires on a string that holds the promised structure."""

from __future__ import annotations

import pytest


def schema(kind):
    return {"type": "object", "properties": {"x": {"type": kind}}}


@pytest.mark.parametrize(("kind", "text", "observed"), [
    ("object", '{"city": "Provo"}', "string of object"),
    ("array", "[1, 2]", "string of array"),
    ("array", ' {"0": 1}', "string of object"),
])  # fmt: skip
def test_fires_on_encoded_structure(api, kind, text, observed):
    assert api(schema(kind)).found({"x": text}) == [("stringified-json", "error", "/x", observed, kind)]


def test_silent_on_a_promised_string(api):
    assert api(schema("string")).found({"x": '{"city": "Provo"}'}) == []


@pytest.mark.parametrize("text", ["{", "[1,", "text"])
def test_leaves_other_strings_to_the_rule_on_types(api, text):
    assert api(schema("object")).rules({"x": text}) == ["type-mismatch"]
