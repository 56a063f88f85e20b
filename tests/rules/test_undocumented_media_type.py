"""The rule `undocumented-media-type` fires on a Content-Type that the response does not list."""

from __future__ import annotations

import pytest

RULE = "undocumented-media-type"


@pytest.mark.parametrize(("content_type", "observed"), [
    ("text/plain", "media type text/plain"),
    ("text/html; charset=utf-8", "media type text/html"),
    ("APPLICATION/XML", "media type application/xml"),
    ("not a type", "a malformed Content-Type"),
])  # fmt: skip
def test_fires_on_an_unlisted_type(api, content_type, observed):
    found = api({"type": "object"}).found({}, content_type=content_type)
    assert found == [(RULE, "error", "header:Content-Type", observed, "a listed media type")]


def test_fires_where_no_type_is_named_and_several_are_listed(api):
    response = {"description": "ok", "content": {"application/json": {}, "text/csv": {}}}
    found = api(responses={"201": response}).found({}, status=201, content_type=None)
    assert found == [(RULE, "error", "header:Content-Type", "no Content-Type", "a listed media type")]


def test_notes_a_body_where_none_is_promised(api):
    found = api().found({"a": 1})
    assert found == [(RULE, "note", "header:Content-Type", "media type application/json", "no body")]


def test_still_holds_json_to_its_schema(api):
    schema = {"type": "object", "properties": {"flag": {"type": "boolean"}}}
    assert api(schema).rules({"flag": "true"}, content_type="text/html") == ["string-typed-boolean", RULE]


def test_silent_on_the_listed_type_with_parameters_and_in_any_case(api):
    for content_type in ("application/json", "Application/JSON; charset=utf-8", "application/json;v=1"):
        assert api({"type": "object"}).found({}, content_type=content_type) == []


def test_silent_when_a_range_covers_the_type(api):
    response = {"description": "ok", "content": {"image/*": {}, "*/*": {}}}
    assert api(responses={"201": response}).found(raw=b"GIF89a", status=201, content_type="image/gif") == []


def test_silent_on_an_empty_body(api):
    assert api().found(raw=b"", content_type="text/plain") == []


def test_silent_where_the_status_is_unlisted_already(api):
    assert api({}).rules({}, status=418, content_type="text/plain") == ["undocumented-status"]
