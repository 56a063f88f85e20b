"""What is no JSON is one exception that names operation, status and media type, and never the body."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path
from typing import Any

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.runtime import (
    ContractTransport,
    ResilientTransport,
    RetryingTransport,
    UnreadableAnswerError,
    failure_of,
)

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")
URL = "https://api.telegent.com/v1.0/numbers/inventory"
HTML = "<html>token=s3cret</html>"

UNREADABLE = [
    (200, HTML, "text/html; charset=utf-8", "answered 200 with 25 bytes that are no JSON (text/html)"),
    (200, "", "application/json", "answered 200 with an empty body (application/json)"),
    (200, '{"TotalResults": 3', "application/json", "answered 200 with 18 bytes that are no JSON (application/json)"),
    (200, "\udcff".encode("utf-8", "surrogatepass"), "application/json", "with 3 bytes that are no JSON"),
    (200, "[" * 100_000, "application/json", "with 100,000 bytes that are no JSON"),
    (200, HTML, "text/s3cret\x1b[31m", "with 25 bytes that are no JSON (no media type)"),
    (503, HTML, "text/html", "answered 503 with 25 bytes that are no JSON (text/html)"),
]


def answering(status: int, body: str | bytes, media_type: str) -> httpx.MockTransport:
    headers = {"Content-Type": media_type.encode("latin-1")}
    return httpx.MockTransport(lambda request: httpx.Response(status, headers=headers, content=body))  # type: ignore[arg-type]


@pytest.mark.parametrize(("status", "body", "media_type", "message"), UNREADABLE)
@pytest.mark.parametrize(
    "wrap", [ContractTransport, lambda *given: RetryingTransport(*given, base_s=0.001), ResilientTransport]
)
def test_whatever_transport_is_used(wrap: Any, status: int, body: str | bytes, media_type: str, message: str) -> None:
    if wrap is ResilientTransport and status == 503:
        wrap = lambda *given: ResilientTransport(*given, tries=1)  # noqa: E731
    with httpx.Client(transport=wrap(CONTRACT, answering(status, body, media_type))) as client:
        answer = client.get(URL, params={"token": "s3cret"})
        assert answer.status_code == status, "whoever does not read the body is not disturbed"
        with pytest.raises(UnreadableAnswerError) as caught:
            answer.json()
    assert message in str(caught.value)
    assert str(caught.value).startswith("GET /v1.0/numbers/inventory answered ")
    assert (caught.value.status, caught.value.operation) == (status, "GET /v1.0/numbers/inventory")
    assert isinstance(caught.value, failure_of(status)) is (status >= 400)
    told = "".join(traceback.format_exception(caught.value))
    assert "s3cret" not in told.replace('"s3cret"', "")  # this test's own source line
    assert "\x1b" not in told


def test_an_answer_that_is_json_is_read_as_ever() -> None:
    transport = RetryingTransport(CONTRACT, httpx.MockTransport(lambda request: httpx.Response(200, json={"a": 1})))
    with httpx.Client(transport=transport) as client:
        assert client.get(URL).json() == {"a": 1}
        assert client.get("https://api.telegent.com/elsewhere").json() == {"a": 1}


def test_asynchronous_answers_alike() -> None:
    async def ask() -> None:
        transport = ResilientTransport(CONTRACT, answering(200, HTML, "text/html"))
        async with httpx.AsyncClient(transport=transport) as client:
            (await client.get(URL)).json()

    with pytest.raises(UnreadableAnswerError, match=r"^GET /v1\.0/numbers/inventory answered 200"):
        asyncio.run(ask())


def test_an_answer_that_lacks_what_is_promised_is_no_crash_of_the_repair() -> None:
    transport = ContractTransport(CONTRACT, httpx.MockTransport(lambda request: httpx.Response(200, json={})))
    with httpx.Client(transport=transport) as client:
        assert client.get(URL).json() == {}
    assert {key.rule for key in transport.tally.entries} >= {"missing-property"}
