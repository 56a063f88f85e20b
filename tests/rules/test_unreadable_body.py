"""The rule `unreadable-body` fires on bytes that are not the promised JSON, and says why."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("raw", "observed"), [
    (b'{"a": [1, 2', "truncated JSON"),
    (b'{"a": "b', "truncated JSON"),
    (b'{"a": tru', "truncated JSON"),
    (b'{"a": NaN}', "NaN or Infinity"),
    (b"<html>busy</html>", "markup"),
    (b"busy", "no JSON"),
    (b"{} {}", "several JSON values"),
    (b'{"a": "\xe9"}', "bytes that are not UTF-8"),
    (b"", "empty body"),
    (b" \n", "empty body"),
])  # fmt: skip
def test_fires_with_the_reason(api, raw, observed):
    assert api({"type": "object"}).found(raw=raw) == [("unreadable-body", "error", None, observed, "JSON")]


def test_warns_of_a_byte_order_mark_and_reads_on(api):
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}}
    assert api(schema).found(raw=b'\xef\xbb\xbf{"n": "1"}') == [
        ("string-typed-number", "error", "/n", "string of integer", "integer"),
        ("unreadable-body", "warning", None, "byte order mark", "JSON"),
    ]


@pytest.mark.parametrize("number", ["1e400", "-1E+400", "1.5e99999999999"])
def test_warns_of_a_number_beyond_a_double_and_reads_on(api, number):
    schema = {"type": "object", "properties": {"n": {"type": "number"}, "s": {"type": "string"}}}
    vast = ("unreadable-body", "warning", None, "a number beyond a double", "JSON")
    assert api(schema).found(raw=b'{"n": %s}' % number.encode()) == [vast]
    assert api(schema).found(raw=b'{"s": %s}' % number.encode()) == [
        ("type-mismatch", "error", "/s", "integer", "string"), vast,
    ]  # fmt: skip


def test_counts_as_unreadable_and_not_as_judged(api):
    assert api({"type": "object"}).judged(raw=b"{").body == "unreadable"
    assert api({"type": "object"}).judged({}).body == "judged"


def test_silent_on_json_whatever_its_layout(api):
    for raw in (b"{}", b" {\r\n}\t", b'{"\\ud800": 1}', b'{"n": 123456789012345678901234567890}', b"[1e-400, 1e308]"):
        assert api({}).found(raw=raw) == []


def test_silent_where_no_body_is_promised(api):
    assert api(responses={"204": {"description": "none"}}).found(raw=b"", status=204) == []


def test_silent_on_an_answer_to_head(api):
    assert api({"type": "object"}).found(raw=b"", method="HEAD") == []


def test_silent_where_the_promised_body_is_no_json(api):
    response = {"description": "ok", "content": {"text/csv": {}}}
    assert api(responses={"201": response}).found(raw=b"a;b", status=201, content_type="text/csv") == []
