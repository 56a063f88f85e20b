from __future__ import annotations

import asyncio
import json

import pytest

from driftgate.mock import Mock, application
from driftgate.mock.asgi import Application, ConnectionDropped

TARGET = "/v1.0/numbers/inventory"


def call(app, scope, *messages):
    """Return what an application sends for a scope, when it is sent `messages`."""
    waiting, sent = list(messages), []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def scope(path=TARGET, method="GET", query=b"", headers=(("authorization", "Bearer t"),), **more):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        **more,
    }


def test_answers_over_asgi(inventory):
    start, body = call(application(inventory, items=1), scope(query=b"PageNumber=1"))
    assert start["status"] == 200
    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert json.loads(body["body"])["TotalResults"] == 1


def test_head_is_a_get_without_its_body(inventory):
    app = application(inventory, items=1)
    get, head = call(app, scope()), call(app, scope(method="HEAD"), {"type": "http.request", "body": b""})
    assert head[0] == get[0]
    assert head[1]["body"] == b""


def test_the_raw_path_wins_over_the_decoded_one(contract_of):
    given = {"name": "p", "in": "path", "required": True, "schema": {"const": "a/b"}}
    contract = contract_of(
        {"/x/{p}": {"get": {"parameters": [given], "responses": {"204": {"description": ""}}}}}, version="3.1.0"
    )
    app = Application(Mock(contract))
    assert call(app, scope("/x/a/b", raw_path=b"/x/a%2Fb"))[0]["status"] == 204
    assert call(app, scope("/x/a/b"))[0]["status"] == 404


def test_a_body_comes_in_pieces(contract_of):
    body = {"required": True, "content": {"application/json": {"schema": {"const": [1]}}}}
    contract = contract_of(
        {"/a": {"post": {"requestBody": body, "responses": {"201": {"description": ""}}}}}, version="3.1.0"
    )
    asked = scope("/a", "POST", headers=(("content-type", "application/json"),))
    pieces = [{"type": "http.request", "body": b"[", "more_body": True}, {"type": "http.request", "body": b"1]"}]
    sent = call(application(contract), asked, *pieces)
    assert sent[0]["status"] == 201
    gone = call(application(contract), asked, {"type": "http.disconnect"})
    assert gone[0]["status"] == 400


def test_no_content_has_no_length(contract_of):
    contract = contract_of({"/a": {"get": {"responses": {"204": {"description": ""}}}}})
    start, body = call(application(contract), scope("/a"))
    assert (start["headers"], body["body"]) == ([], b"")


def test_headers_sent_twice_are_joined(contract_of):
    given = {"name": "X-P", "in": "header", "schema": {"type": "array", "items": {"type": "integer"}, "minItems": 2}}
    contract = contract_of({"/a": {"get": {"parameters": [given], "responses": {"204": {"description": ""}}}}})
    assert call(application(contract), scope("/a", headers=(("X-P", "1"), ("x-p", "2"))))[0]["status"] == 204


def test_a_dropped_connection_breaks_after_half_of_the_body(inventory):
    app = application(inventory, items=1, injections=["dropped-connection"])
    with pytest.raises(ConnectionDropped):
        call(app, scope())


def test_lifespan_and_websockets_are_answered(inventory):
    app = application(inventory, items=1)
    sent = call(app, {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert call(app, {"type": "websocket"}) == [{"type": "websocket.close", "code": 1000}]


def test_notices_are_those_of_the_mock(contract_of):
    responses = {"200": {"description": ""}}
    app = application(contract_of({"/a": {"get": {"security": [{"nowhere": []}], "responses": responses}}}))
    assert len(app.notices) == 1
