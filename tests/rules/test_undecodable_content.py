"""The rule `undecodable-content` fires on a string that does not hold what is promised to be encoded in it."""

from __future__ import annotations

import pytest

RULE = "undecodable-content"


def schema(**promised):
    return {"type": "object", "properties": {"x": {"type": "string", **promised}}}


JSON = {"contentMediaType": "application/json"}
BOTH = {"contentMediaType": "application/vnd.a+json; charset=utf-8", "contentEncoding": "BASE64"}


@pytest.mark.parametrize(("promised", "value", "observed", "expected"), [
    (JSON, "{'a': 1}", "string", "JSON"),
    (JSON, '{"a": ', "string", "JSON"),
    (JSON, "", "empty string", "JSON"),
    ({"contentEncoding": "base64"}, "no base64!", "string", "base64"),
    ({"contentEncoding": "base64"}, "SGVsbG8", "string", "base64"),
    ({"contentEncoding": "base64url"}, "+/+/", "string", "base64url"),
    ({"contentEncoding": "base32"}, "SGVsbG8=", "string", "base32"),
    ({"contentEncoding": "base16"}, "0g", "string", "base16"),
    (BOTH, "SGVsbG8=", "string", "JSON in base64"),
    (BOTH, '{"a": 1}', "string", "JSON in base64"),
])  # fmt: skip
def test_fires_with_what_was_to_be_in_it(api, promised, value, observed, expected):
    told = [(RULE, "warning", "/x", observed, expected)]
    assert api(schema(**promised), version="3.1.0").found({"x": value}) == told


@pytest.mark.parametrize(("promised", "values"), [
    (JSON, ['{"a": [1]}', "[]", "5", '"text"']),
    ({"contentEncoding": "base64"}, ["", "SGVsbG8=", "SGVs\r\nbG8="]),
    ({"contentEncoding": "base64url"}, ["SGVsbG8", "SGVsbG8=", "-_-_"]),
    ({"contentEncoding": "base32"}, ["", "JBSWY3DP"]),
    ({"contentEncoding": "base16"}, ["", "00fF"]),
    (BOTH, ["eyJhIjogMX0="]),
    ({"contentEncoding": "quoted-printable"}, ["=3D", "="]),
    ({"contentMediaType": "image/png", "contentEncoding": "base64"}, ["SGVsbG8="]),
    ({"contentMediaType": "text/html"}, ["<p>", "{"]),
    ({"format": "byte"}, ["not looked at in OpenAPI 3.1"]),
])  # fmt: skip
def test_silent_on_what_can_be_decoded_and_on_what_nobody_can_look_into(api, promised, values):
    judge = api(schema(**promised), version="3.1.0")
    assert [judge.found({"x": value}) for value in values] == [[]] * len(values)


def test_bytes_of_openapi_3_0_are_base64(api):
    assert api(schema(format="byte")).rules({"x": "a-b_"}) == [RULE]
    assert api(schema(format="byte", nullable=True)).found({"x": None}) == []
    assert api(schema(format="byte")).found({"x": "SGVsbG8="}) == []


def test_weighs_a_note_where_inference_says_so(api):
    inferred = schema(**JSON, **{"x-inferred": {"support": 3, "from": "examples"}})
    assert [each[:2] for each in api(inferred).found({"x": "{"})] == [(RULE, "note")]


def test_leaves_another_type_to_the_rules_on_types(api):
    assert api(schema(**JSON), version="3.1.0").rules({"x": {"a": 1}}) == ["type-mismatch"]
