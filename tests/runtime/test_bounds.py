"""Nothing takes for ever: steps and whole requests are bounded, and the end of time is not tried again."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.runtime import (
    BoundedTransport,
    DeadlineExceeded,
    DriftError,
    ResilientTransport,
    RetryingTransport,
    StatusError,
    failure_of,
    server_url,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")
URL = "https://api.telegent.com/v1.0/numbers/inventory"


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.02)
            yield b"1"

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(200):
            await asyncio.sleep(0.02)
            yield b"1"


class Seeing(httpx.MockTransport):
    """Remembers the limits that a request came with."""

    def __init__(self) -> None:
        self.limits: list[dict[str, Any]] = []
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.limits.append(request.extensions["timeout"])
        return httpx.Response(200, json={})


def test_a_client_without_a_timeout_gets_one_and_one_with_a_shorter_keeps_it() -> None:
    seeing = Seeing()
    with httpx.Client(transport=BoundedTransport(seeing, timeout_s=5, max_total_s=9), timeout=None) as client:
        client.get(URL)
        client.get(URL, timeout=httpx.Timeout(2, read=700))
    assert seeing.limits[0] == dict.fromkeys(("connect", "read", "write", "pool"), 5)
    assert seeing.limits[1] == {"connect": 2, "read": 5, "write": 2, "pool": 2}


@pytest.mark.parametrize("transport", [BoundedTransport, RetryingTransport, ResilientTransport])
def test_an_answer_in_drops_is_given_up_and_not_asked_for_again(transport: Any) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, stream=Dripping())

    given = () if transport is BoundedTransport else (CONTRACT,)
    started = time.monotonic()
    with (
        httpx.Client(transport=transport(*given, httpx.MockTransport(answer), max_total_s=0.2)) as client,
        pytest.raises(DeadlineExceeded, match="had not come in full in time"),
    ):
        client.get(URL)
    assert time.monotonic() - started < 2
    assert len(asked) == 1


def test_an_asynchronous_answer_in_drops_too() -> None:
    async def ask() -> None:
        inner = httpx.MockTransport(lambda request: httpx.Response(200, stream=Dripping()))
        async with httpx.AsyncClient(transport=BoundedTransport(inner, max_total_s=0.2)) as client:
            await client.get(URL)

    with pytest.raises(DeadlineExceeded):
        asyncio.run(ask())


def test_tries_share_the_time_of_a_request() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.extensions["timeout"]["read"])
        time.sleep(0.15)
        raise httpx.ReadTimeout("slow", request=request)

    transport = RetryingTransport(CONTRACT, httpx.MockTransport(answer), tries=50, base_s=0.001, max_total_s=0.5)
    with httpx.Client(transport=transport) as client, pytest.raises(httpx.TimeoutException):
        client.get(URL)
    assert 2 <= len(asked) <= 4
    assert asked == sorted(asked, reverse=True)


def test_a_request_that_is_sent_again_later_has_its_time_anew() -> None:
    transport = RetryingTransport(CONTRACT, Seeing(), max_total_s=0.2)
    with httpx.Client(transport=transport) as client:
        request = client.build_request("GET", URL)
        assert client.send(request).status_code == 200
        time.sleep(0.3)
        assert client.send(request).status_code == 200


def test_a_transport_of_the_wrong_kind_is_refused_by_name() -> None:
    with (
        httpx.Client(transport=BoundedTransport(httpx.AsyncHTTPTransport())) as client,
        pytest.raises(TypeError, match="asynchronous transport"),
    ):
        client.get(URL)


@pytest.mark.parametrize("status", [520, 599, 299])
def test_a_status_that_python_does_not_know_is_raised_by_name(status: int) -> None:
    transport = ResilientTransport(CONTRACT, httpx.MockTransport(lambda request: httpx.Response(status)))
    with (
        httpx.Client(transport=transport) as client,
        pytest.raises(StatusError, match=f"GET /v1.0/numbers/inventory answered {status}") as caught,
    ):
        client.get(URL)
    assert type(caught.value).__name__ == f"Status{status}"


def test_an_answer_that_lacks_what_is_promised_is_raised_by_name() -> None:
    def ask(status: int) -> None:
        inner = httpx.MockTransport(lambda request: httpx.Response(status, json={}))
        with httpx.Client(transport=ResilientTransport(CONTRACT, inner, tries=1)) as client:
            client.get(URL, headers={"Authorization": "Bearer s3cret"})

    with pytest.raises(
        DriftError, match=r"^GET /v1\.0/numbers/inventory: missing-property at /AccountId: missing; "
    ) as caught:
        ask(200)
    assert {each.rule for each in caught.value.sightings} == {"missing-property"}
    assert "s3cret" not in str(caught.value)
    with pytest.raises(failure_of(503), match="answered 503"):
        ask(503)
    ask(401)


def test_the_first_server_is_where_a_client_is_aimed() -> None:
    assert server_url(CONTRACT) == "https://api.telegent.com"
