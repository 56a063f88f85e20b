"""Traffic that keeps its contract in every way that OpenAPI and HTTP allow yields nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge, Judged

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
WHOLES, TEXTS = {"type": "array", "items": WHOLE}, {"type": "array", "items": TEXT}
COLOUR = {"type": "object", "properties": {"R": WHOLE, "G": WHOLE, "B": WHOLE}}
THING = {"type": "object", "properties": {"a": WHOLE, "s": TEXT}}
MOMENT = {"type": "string", "format": "date-time"}
JSON = "application/json"


def judged(
    operation: dict[str, Any],
    *,
    method: str = "GET",
    path: str = "/t",
    url: str = "/t",
    status: int = 200,
    content_type: str | None = JSON,
    raw: bytes = b"",
    sent: tuple[tuple[str, str], ...] = (),
    sent_body: bytes | None = None,
    documented: str = "",
) -> Judged:
    """Judge one exchange with an operation; `documented` is the method it is documented under, if not its own."""
    described = {"responses": {"200": {"description": "ok"}}, **operation}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {(documented or method).lower(): described}},
    }
    judge = Judge(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    received = [("Content-Type", content_type)] if content_type is not None else []
    request = Request(method, f"https://api.example.com{url}", Headers(sent), sent_body)
    return judge.judge(Exchange(request, Response(status, Headers(received), raw), SeenIn("a.har", 0)))


def is_clean(found: Judged) -> bool:
    assert [(each.rule, each.pointer, each.observed, each.expected) for each in found.sightings] == []
    return found.match.operation is not None


@pytest.mark.parametrize(("members", "query"), [
    ({"schema": WHOLES}, "p=1&p=2"),
    ({"schema": WHOLES}, "p=1"),
    ({"schema": WHOLES, "explode": False}, "p=1,2,3"),
    ({"schema": WHOLES, "explode": False}, "p=1%2C2%2C3"),
    ({"schema": WHOLES}, "p[]=1&p[]=2"),
    ({"schema": WHOLES}, "p%5B%5D=1&p%5B%5D=2"),
    ({"schema": WHOLES, "required": True}, "p[0]=1&p[1]=2"),
    ({"schema": WHOLES, "name": "p[]"}, "p[]=1&p[]=2"),
    ({"schema": WHOLES, "style": "pipeDelimited", "explode": False}, "p=1|2|3"),
    ({"schema": WHOLES, "style": "pipeDelimited", "explode": False}, "p=1%7C2%7C3"),
    ({"schema": WHOLES, "style": "pipeDelimited", "explode": True}, "p=1&p=2"),
    ({"schema": WHOLES, "style": "spaceDelimited", "explode": False}, "p=1%202%203"),
    ({"schema": WHOLES, "style": "spaceDelimited", "explode": False}, "p=1+2+3"),
    ({"schema": COLOUR, "style": "deepObject", "explode": True}, "p[R]=1&p%5BG%5D=2"),
    ({"schema": {"type": "object", "properties": {"a": WHOLES}}, "style": "deepObject"}, "p[a]=1&p[a]=2"),
    ({"schema": {"type": "object", "properties": {"a": WHOLES}}, "style": "deepObject"}, "p[a][]=1"),
    ({"schema": {"type": "object", "properties": {"a": WHOLES}}, "style": "deepObject"}, "p[a]=1"),
    ({"schema": COLOUR}, "R=1&G=2&B=3"),
    ({"schema": COLOUR, "explode": False}, "p=R,1,G,2"),
    ({"content": {JSON: {"schema": COLOUR}}}, "p=%7B%22R%22%3A1%7D"),
    ({"schema": {"type": "number"}}, "p=1e3"),
    ({"schema": TEXT}, "p=12"),
    ({"schema": TEXT}, "p=true"),
    ({"schema": TEXT}, "p="),
    ({"schema": TEXT}, "p=%E9"),
    ({"schema": {"type": "string", "enum": ["1", "2"]}}, "p=1"),
    ({"schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, "explode": False}, "p=a,b"),
    ({"schema": {"oneOf": [TEXT, TEXTS]}}, "p=a&p=b"),
    ({"schema": {"anyOf": [WHOLE, {"type": "string", "enum": ["all"]}]}}, "p=all"),
    ({"schema": MOMENT}, "p=2024-05-22T16:30:46%2B02:00"),
    ({"schema": MOMENT}, "p=2024-05-22T16:30:46+02:00"),
    ({"schema": {"type": "object", "additionalProperties": TEXT}}, "anything=1&else=2"),
    ({"schema": WHOLE}, "p=5&#x"),
    ({}, "p=5"),
])  # fmt: skip
def test_queries(members, query):
    assert is_clean(judged({"parameters": [{"name": "p", "in": "query", **members}]}, url=f"/t?{query}"))


@pytest.mark.parametrize(("members", "segment"), [
    ({"schema": WHOLE}, "5"),
    ({"schema": WHOLE}, "5/"),
    ({"schema": WHOLES}, "1,2,3"),
    ({"schema": WHOLE, "style": "label"}, ".5"),
    ({"schema": WHOLES, "style": "label"}, ".1,2"),
    ({"schema": WHOLES, "style": "label", "explode": True}, ".1.2"),
    ({"schema": COLOUR, "style": "label", "explode": True}, ".R=1.G=2"),
    ({"schema": WHOLE, "style": "matrix"}, ";id=5"),
    ({"schema": WHOLES, "style": "matrix"}, ";id=1,2"),
    ({"schema": WHOLES, "style": "matrix", "explode": True}, ";id=1;id=2"),
    ({"schema": COLOUR, "style": "matrix"}, ";id=R,1,G,2"),
    ({"schema": COLOUR, "style": "matrix", "explode": True}, ";R=1;G=2"),
    ({"schema": COLOUR}, "R,1,G,2"),
    ({"schema": COLOUR, "explode": True}, "R=1,G=2"),
    ({"schema": TEXT}, "a%2Fb"),
    ({"schema": {"type": "string", "format": "email"}}, "a%40b.com"),
    ({"schema": {"type": "string", "format": "uuid"}}, "73AF1E73-d7b3-4696-bdd9-5b407d9e99ee"),
])  # fmt: skip
def test_paths(members, segment):
    operation = {"parameters": [{"name": "id", "in": "path", "required": True, **members}]}
    assert is_clean(judged(operation, path="/t/{id}", url=f"/t/{segment}"))


@pytest.mark.parametrize(("content", "content_type", "raw"), [
    ({"*/*": {"schema": THING}}, JSON, b'{"a": 1}'),
    ({"*/*": {"schema": THING}}, "text/plain", b"hello"),
    ({"application/*": {"schema": THING}}, "application/vnd.x+json", b'{"a": 1}'),
    ({"application/*+json": {"schema": THING}}, "application/vnd.x.v1+json; charset=utf-8", b'{"a": 1}'),
    ({JSON: {"schema": THING}}, "Application/JSON; charset=UTF-8", b"{}"),
    ({"application/json; charset=utf-8": {"schema": THING}}, JSON, b'{"s": "\xc3\xa9\xf0\x9f\x98\x80"}'),
    ({"application/json;v=1": {"schema": TEXT}, "application/json;v=2": {"schema": THING}}, "application/json; v=2", b"{}"),
    ({"application/hal+json": {"schema": THING}}, "application/hal+json;profile=x", b"{}"),
    ({JSON: {}}, JSON, b'[1, "a", null]'),
    ({JSON: {"schema": TEXT}}, JSON, b'"hello"'),
    ({JSON: {"schema": {"type": "object", "nullable": True}}}, JSON, b"null"),
    ({JSON: {"schema": WHOLES}}, JSON, b"[]"),
    ({JSON: {"schema": WHOLES}}, JSON, b"[1.0, 2]"),
    ({"text/csv": {"schema": TEXT}}, "text/csv; header=present", b"a;b"),
    ({"application/pdf": {"schema": {"type": "string", "format": "binary"}}}, "application/pdf", b"%PDF \xff"),
    ({"application/x-ndjson": {"schema": THING}}, "application/x-ndjson", b'{"a": 1}\n{"a": 2}\n'),
    ({"text/event-stream": {"schema": THING}}, "text/event-stream", b'data: {"a": 1}\n\n'),
])  # fmt: skip
def test_media_types(content, content_type, raw):
    described = {"responses": {"200": {"description": "ok", "content": content}}}
    assert is_clean(judged(described, content_type=content_type, raw=raw))


CONDITIONAL = (("If-None-Match", '"x"'),)


@pytest.mark.parametrize(("listed", "how"), [
    ("2XX", {"status": 201, "raw": b"{}"}),
    ("2xx", {"status": 201, "raw": b"{}"}),
    ("default", {"status": 404, "raw": b"{}"}),
    ("default", {"status": 302, "content_type": None}),
    ("default", {"status": 204, "content_type": None}),
    ("204", {"status": 204}),
    ("200", {"method": "HEAD", "documented": "get"}),
    ("200", {"status": 304, "content_type": None, "sent": CONDITIONAL}),
    ("200", {"status": 304, "content_type": None}),
    ("200", {"status": 206, "raw": b'{"a', "sent": (("Range", "bytes=0-2"),)}),
])  # fmt: skip
def test_statuses(listed, how):
    described = {"responses": {listed: {"description": "ok", "content": {JSON: {"schema": THING}}}}}
    assert is_clean(judged(described, **how))


FORM = "application/x-www-form-urlencoded"
SIDED = {
    "type": "object",
    "required": ["id", "name", "secret"],
    "properties": {"id": {**WHOLE, "readOnly": True}, "name": TEXT, "secret": {**TEXT, "writeOnly": True}},
}


@pytest.mark.parametrize(("listed", "schema", "content_type", "body"), [
    (JSON, SIDED, JSON, b'{"name": "x", "secret": "y"}'),
    ("application/*+json", SIDED, "application/merge-patch+json", b'{"name": "x", "secret": "y"}'),
    ("*/*", SIDED, JSON, b'{"name": "x", "secret": "y"}'),
    (JSON, SIDED, None, b'{"name": "x", "secret": "y"}'),
    (FORM, {"type": "object", "properties": {"a": WHOLE, "b": TEXTS}}, FORM, b"a=1&b=x&b=y"),
    (FORM, {"type": "object", "properties": {"b": TEXTS}, "additionalProperties": False}, FORM, b"b[]=x&b[]=y"),
    (FORM, {"type": "object", "required": ["o"], "properties": {"o": THING}}, FORM, b"o[a]=1&o[s]=2"),
    (FORM, {"allOf": [{"type": "object", "properties": {"a": WHOLE}}]}, FORM, b"a=1"),
    ("multipart/form-data", {"type": "object", "required": ["f"], "properties": {"f": TEXT}},
     "multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\nhi\r\n--x--\r\n'),
    ("multipart/form-data", {"type": "object", "required": ["f"]}, "multipart/form-data", b"cut off by the recorder"),
])  # fmt: skip
def test_bodies_of_requests(listed, schema, content_type, body):
    operation = {"requestBody": {"required": True, "content": {listed: {"schema": schema}}}}
    sent = (("Content-Type", content_type),) if content_type is not None else ()
    assert is_clean(judged(operation, method="POST", sent=sent, sent_body=body))
