"""What the judge inside an application logs, counts and raises holds no value of the traffic, wherever it stood."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.runtime import ContractMiddleware, ContractTransport, DriftError

SECRETS = ("tok-Authorization-9", "tok-Cookie-9", "tok-Query-9", "tok-Proxy-9", "pin-9731", "tok-Set-9", "tok-Key-9")
AUTHORIZATION, COOKIE, QUERY, PROXY, PIN, SET, KEY = SECRETS
TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"pin": {**TEXT, "x-sensitive": True}, "tame": {"type": "boolean"}, "told": {"type": "integer"}},
}
OPERATION = {
    "requestBody": {"content": {"application/json": {"schema": SCHEMA}}},
    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": SCHEMA}}}},
}
DOCUMENT = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/pets": {"post": OPERATION}}}
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
"""Shaped like a secret, as the name of a property."""
ANSWER = {
    "pin": [PIN],
    "tame": f"{AUTHORIZATION} and {COOKIE}",
    "told": f"https://x.test/?access_token={QUERY}",
    "More": {PIN: KEY},
    TOKEN: PROXY,
    "told2": SET,
}
SENT = {"pin": 9, "tame": PIN, "told": QUERY, "more": SECRETS}
HEADERS = {
    "Authorization": f"Bearer {AUTHORIZATION}",
    "Cookie": f"sid={COOKIE}",
    "Proxy-Authorization": f"Basic {PROXY}",
    "X-Api-Key": KEY,
}
URL = f"https://user:{PIN}@api.test/pets?access_token={QUERY}&api_key={KEY}"
RECEIVED = {"Set-Cookie": f"sid={SET}", "Location": URL, "X-Echo": " ".join(SECRETS)}


@pytest.fixture
def contract() -> Contract:
    return Contract(parse_document(json.dumps(DOCUMENT).encode(), name="x.json"))


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=ANSWER, headers=RECEIVED, request=request)


def shown_by(tally: Any) -> str:
    return repr(sorted(repr(item) for item in tally.entries.items())) + repr(tally.evidence)


def test_nothing_that_a_client_sends_or_gets_is_logged_counted_or_raised(contract, caplog) -> None:
    said = []
    for mode in ("record", "strict"):
        transport = ContractTransport(contract, httpx.MockTransport(answer), mode=mode)
        with httpx.Client(transport=transport) as client, caplog.at_level(logging.DEBUG, "driftgate"):
            try:
                client.post(URL, json=SENT, headers=HEADERS)
            except DriftError as error:
                said.append(f"{error} {error!r}")
        said.append(shown_by(transport.tally))
        assert {"type-mismatch", "undocumented-property"} <= {key.rule for key in transport.tally.entries}
    said += [record.getMessage() for record in caplog.records if record.name == "driftgate"]
    assert len(said) == 4
    assert [secret for secret in SECRETS if secret in " ".join(said)] == []
    assert [each for each in said if TOKEN in each and not each.startswith("[")] == []


def test_nothing_that_a_service_gets_or_answers_is_logged_or_counted(contract, caplog) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        headers = [(b"content-type", b"application/json"), *((k.encode(), v.encode()) for k, v in RECEIVED.items())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(ANSWER).encode()})

    wrapped = ContractMiddleware(app, contract)

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(wrapped)) as client:
            await client.post(URL, json=SENT, headers=HEADERS)

    with caplog.at_level(logging.DEBUG, "driftgate"):
        asyncio.run(ask())
    said = [record.getMessage() for record in caplog.records if record.name == "driftgate"]
    assert len(said) > 3
    assert [secret for secret in SECRETS if secret in " ".join([*said, shown_by(wrapped.tally)])] == []
    assert [each for each in said if TOKEN in each] == []
