"""The judge around a service of our own."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.runtime import ContractMiddleware

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")


def service(body: bytes, status: int = 200) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
        )
        await send({"type": "http.response.body", "body": body[:10], "more_body": True})
        await send({"type": "http.response.body", "body": body[10:]})

    return app


def ask(app: Any) -> httpx.Response:
    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.get("/v1.0/numbers/inventory?PageNumber=1", headers={"Authorization": "Bearer x"})

    return asyncio.run(call())


def test_drift_is_reported_and_the_answer_passes_unchanged() -> None:
    body = json.dumps({"StatusCode": 400, "Message": None, "More": 1}).encode()
    seen = []
    app = ContractMiddleware(service(body, 400), CONTRACT, on_drift=lambda sighting, exchange: seen.append(sighting))
    assert ask(app).content == body
    assert [(each.rule, each.pointer) for each in seen] == [("undocumented-property", "/More")]


def test_a_clean_answer_is_counted_and_not_reported() -> None:
    seen: list[Any] = []
    body = json.dumps({"StatusCode": 400, "Message": None}).encode()
    app = ContractMiddleware(service(body, 400), CONTRACT, on_drift=lambda sighting, exchange: seen.append(sighting))
    ask(app)
    assert seen == []
    assert [(row.status, row.judged) for row in app.tally.evidence.values()] == [("400", 1)]


def test_an_answer_too_long_to_keep_passes_unjudged() -> None:
    app = ContractMiddleware(service(b"[" + b"1," * 100 + b"1]"), CONTRACT, max_body_bytes=64)
    assert ask(app).status_code == 200
    assert [(row.judged, row.absent) for row in app.tally.evidence.values()] == [(0, 1)]


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_the_service_compressed_is_judged(encoding, compress) -> None:
    body = compress(json.dumps({"StatusCode": 400, "Message": None, "More": 1}).encode())

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-encoding", encoding.encode())]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    seen = []
    wrapped = ContractMiddleware(app, CONTRACT, on_drift=lambda sighting, exchange: seen.append(sighting))
    assert ask(wrapped).json()["More"] == 1
    assert [(each.rule, each.pointer) for each in seen] == [("undocumented-property", "/More")]


def test_what_is_compressed_in_a_way_nobody_can_undo_counts_as_absent() -> None:
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-encoding", b"br")]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": b"\x8b\x0b\x80"})

    async def send(message: Any) -> None:
        sent.append(message)

    wrapped = ContractMiddleware(app, CONTRACT)
    scope = {
        "type": "http", "method": "GET", "path": "/v1.0/numbers/inventory", "raw_path": None, "query_string": b"",
        "headers": [],
    }  # fmt: skip
    asyncio.run(wrapped(scope, None, send))  # type: ignore[arg-type]  # a server may not know the raw path
    assert len(sent) == 2
    assert [(row.judged, row.absent) for row in wrapped.tally.evidence.values()] == [(0, 1)]


def test_what_the_service_raises_passes_and_nothing_is_judged() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise LookupError("ours")

    wrapped = ContractMiddleware(app, CONTRACT)
    with pytest.raises(LookupError, match="ours"):
        ask(wrapped)
    assert not wrapped.tally.evidence


def test_what_is_no_http_passes_untouched() -> None:
    heard = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        heard.append((scope["type"], receive, send))

    for kind in ("lifespan", "websocket"):
        asyncio.run(ContractMiddleware(app, CONTRACT)({"type": kind}, "receive", "send"))  # type: ignore[arg-type]
    assert heard == [("lifespan", "receive", "send"), ("websocket", "receive", "send")]
