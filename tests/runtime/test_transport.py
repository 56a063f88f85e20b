"""The judge inside an application's own client."""

from __future__ import annotations

import asyncio
import gzip
import http.server
import json
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from driftgate.contract import Contract, load_contract
from driftgate.document import parse_document
from driftgate.runtime import ContractTransport, DriftError

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")
URL = "https://api.telegent.com/v1.0/numbers/inventory?PageNumber=1&Filter=Active"


def published() -> dict[str, Any]:
    response = CONTRACT.operations[0].responses["200"]
    example: dict[str, Any] = json.loads(json.dumps(response.content["application/json"].examples["example"][1]))
    return example


def answering(body: Any) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: httpx.Response(200, json=body, request=request))


def test_record_mode_lets_drift_pass_repairs_booleans_and_counts_it(caplog: pytest.LogCaptureFixture) -> None:
    transport = ContractTransport(CONTRACT, answering(published()))
    with (
        httpx.Client(transport=transport, headers={"Authorization": "Bearer secret-token"}) as client,
        caplog.at_level(logging.WARNING, "driftgate"),
    ):
        record = client.get(URL).json()["PhoneNumbers"][1]
    assert (record["MessageEnabled"], record["VoiceEnabled"]) == (True, True)
    assert record["AssignedSubscriberId"].startswith("SID-"), "a foreign id has no safe repair"
    rules = sorted(key.rule for key in transport.tally.entries)
    assert rules[:3] == ["id-prefix-mismatch", "string-typed-boolean", "string-typed-boolean"]
    assert "repaired /PhoneNumbers/*/MessageEnabled, /PhoneNumbers/*/VoiceEnabled" in caplog.text
    assert "secret-token" not in caplog.text


def test_strict_mode_raises_and_names_the_drift_without_its_values() -> None:
    transport = ContractTransport(CONTRACT, answering(published()), mode="strict")
    with (
        httpx.Client(transport=transport) as client,
        pytest.raises(DriftError, match="string-typed-boolean at /PhoneNumbers/") as caught,
    ):
        client.get(URL)
    assert "444b7d" not in str(caught.value)
    assert {each.rule for each in caught.value.sightings} >= {"string-typed-boolean", "id-prefix-mismatch"}


def test_a_clean_answer_passes_byte_for_byte() -> None:
    body = published()
    body["PhoneNumbers"].pop()
    transport = ContractTransport(CONTRACT, answering(body), mode="strict")
    with httpx.Client(transport=transport, headers={"Authorization": "Bearer x"}) as client:
        assert client.get(URL).json() == body
    assert [str(row.operation) for row in transport.tally.evidence.values()] == ["GET /v1.0/numbers/inventory"]


def test_an_asynchronous_client_is_judged_alike() -> None:
    transport = ContractTransport(CONTRACT, answering(published()))

    async def ask() -> Any:
        async with httpx.AsyncClient(transport=transport) as client:
            return (await client.get(URL)).json()

    assert asyncio.run(ask())["PhoneNumbers"][1]["MessageEnabled"] is True


def test_a_transport_of_the_wrong_kind_is_refused_by_name() -> None:
    transport = ContractTransport(CONTRACT, httpx.AsyncHTTPTransport())
    with httpx.Client(transport=transport) as client, pytest.raises(TypeError, match="asynchronous transport"):
        client.get(URL)


def test_a_body_nobody_can_follow_raises_nothing_in_the_application():
    deep = httpx.MockTransport(
        lambda request: httpx.Response(200, headers={"content-type": "application/json"}, text="[" * 300 + "]" * 300)
    )
    transport = ContractTransport(CONTRACT, deep)
    with httpx.Client(transport=transport, headers={"Authorization": "Bearer x"}) as client:
        assert client.get(URL).status_code == 200
    assert [key.rule for key in transport.tally.entries] == ["unreadable-body"]


class Server(http.server.BaseHTTPRequestHandler):
    """Answers with drift: `/plain`, `/gzip`, `/damaged`, and lines that never end at `/lines`."""

    protocol_version = "HTTP/1.1"
    BODY = b'{"tame": "true"}'

    def do_POST(self):
        self.do_GET()

    def do_GET(self):
        kind = self.path.strip("/")
        body = gzip.compress(self.BODY) if kind == "gzip" else b"\x1f\x8bxx" if kind == "damaged" else self.BODY
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if kind == "lines" else "application/json")
        if kind in {"gzip", "damaged"}:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Connection", "close")
        if kind != "lines":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            while True:
                self.wfile.write(body + b"\n" if kind == "lines" else body)
                if kind != "lines":
                    return
        except OSError:
            self.close_connection = True


@pytest.fixture
def served(listening):
    return listening(Server)


@pytest.fixture(scope="module")
def tame():
    answer = {"description": "ok", "content": {"application/json": {"schema": TAME}}}
    promised = {"get": {"responses": {"200": answer}}, "post": {"responses": {"200": answer}}}
    paths = {f"/{each}": promised for each in ("plain", "gzip", "damaged", "lines")}
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": paths}
    return Contract(parse_document(json.dumps(document).encode(), name="x.json"))


TAME = {"type": "object", "properties": {"tame": {"type": "boolean"}}}


@pytest.mark.parametrize("kind", ["plain", "gzip"])
def test_strict_mode_raises_from_a_real_connection_sync_and_async(tame, served, kind):
    async def ask() -> None:
        async with httpx.AsyncClient(transport=ContractTransport(tame, mode="strict")) as client:
            await client.get(f"{served}/{kind}")

    with pytest.raises(DriftError, match="string-typed-boolean at /tame"):
        asyncio.run(ask())
    with (
        httpx.Client(transport=ContractTransport(tame, mode="strict")) as client,
        pytest.raises(DriftError, match="string-typed-boolean at /tame"),
    ):
        client.get(f"{served}/{kind}")


@pytest.mark.parametrize(("repairs", "kind", "raw"), [
    (True, "plain", b'{"tame":true}'),
    (True, "gzip", b'{"tame":true}'),
    (False, "plain", Server.BODY),
    (False, "gzip", gzip.compress(Server.BODY)),
])  # fmt: skip
def test_an_answer_can_be_read_in_pieces_raw_and_is_timed(tame, served, repairs, kind, raw):
    with httpx.Client(transport=ContractTransport(tame, repairs=repairs)) as client:
        with client.stream("GET", f"{served}/{kind}") as response:
            pieces = b"".join(response.iter_raw())
        assert pieces[10 * (kind == "gzip" and not repairs) :] == raw[10 * (kind == "gzip" and not repairs) :]
        response = client.get(f"{served}/{kind}")
        assert response.json() == {"tame": True if repairs else "true"}
        assert response.elapsed.total_seconds() > 0


def test_a_body_that_cannot_be_decoded_is_drift_and_fails_as_without_us(tame, served):
    transport = ContractTransport(tame)
    with httpx.Client(transport=transport) as client, pytest.raises(httpx.DecodingError):
        client.get(f"{served}/damaged")
    assert [key.rule for key in transport.tally.entries] == ["unreadable-body"]


def test_lines_that_never_end_pass_as_they_come(tame, served):
    async def first() -> str:
        async with (
            httpx.AsyncClient(transport=ContractTransport(tame, mode="strict")) as client,
            client.stream("GET", f"{served}/lines") as response,
        ):
            async for line in response.aiter_lines():
                return line
        return ""

    assert asyncio.run(first()) == Server.BODY.decode()
    with (
        httpx.Client(transport=ContractTransport(tame, mode="strict")) as client,
        client.stream("GET", f"{served}/lines") as response,
    ):
        assert next(response.iter_lines()) == Server.BODY.decode()


def test_a_request_that_is_a_stream_is_sent_and_not_read_again(tame, served):
    transport = ContractTransport(tame)
    with httpx.Client(transport=transport) as client:
        assert client.post(f"{served}/plain", content=iter([b"{}"])).json() == {"tame": True}
    assert [(key.rule, key.pointer) for key in transport.tally.entries] == [("string-typed-boolean", "/tame")]


def test_a_hundred_requests_at_once_are_each_counted(tame):
    transport = ContractTransport(tame, answering({"tame": "true"}))

    async def ask() -> list[Any]:
        async with httpx.AsyncClient(transport=transport, base_url="https://a.test") as client:
            return [each.json() for each in await asyncio.gather(*(client.get("/plain") for _ in range(100)))]

    assert asyncio.run(ask()) == [{"tame": True}] * 100
    assert [entry.count for entry in transport.tally.entries.values()] == [100]
