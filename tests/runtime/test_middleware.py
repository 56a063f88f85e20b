"""The judge around a service of our own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx

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
