"""What strings hold beyond their characters, as formats."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.encoded import FORMATS, LUHN, content_format, shown_content


@given(st.binary(max_size=40))
def test_takes_whatever_the_standard_library_writes(content):
    assert FORMATS["x-base64"](base64.b64encode(content).decode())
    assert FORMATS["x-base64"](base64.encodebytes(content).decode())
    assert FORMATS["x-base64url"](base64.urlsafe_b64encode(content).decode())
    assert FORMATS["x-base64url"](base64.urlsafe_b64encode(content).decode().rstrip("="))
    assert FORMATS["x-base32"](base64.b32encode(content).decode())
    assert FORMATS["x-base16"](content.hex())


@given(st.text(max_size=12))
def test_answers_whatever_the_text(text):
    assert {matches(text) for matches in FORMATS.values()} <= {True, False}


@pytest.mark.parametrize(("schema", "is_3_0", "name"), [
    ({}, True, None),
    ({"format": "byte"}, True, "x-base64"),
    ({"format": "byte"}, False, None),
    ({"contentMediaType": "application/json"}, False, "x-json"),
    ({"contentMediaType": "application/problem+json", "contentEncoding": "base64url"}, False, "x-base64url-json"),
    ({"contentMediaType": "image/png"}, False, None),
    ({"contentMediaType": "application/json", "contentEncoding": "7bit"}, False, None),
    ({"contentMediaType": 5, "contentEncoding": ["base64"]}, False, None),
])  # fmt: skip
def test_names_the_format_of_what_a_schema_says(schema, is_3_0, name):
    assert content_format(schema, is_3_0=is_3_0) == name


def test_shows_what_was_promised():
    assert shown_content("x-base64url-json") == "JSON in base64url"
    assert shown_content("x-json") == "JSON"
    assert [shown_content(name) for name in (LUHN, "uuid", None)] == [None, None, None]
