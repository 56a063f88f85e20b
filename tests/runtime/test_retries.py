"""Only what the documentation says may be retried is retried."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.runtime import RetryingTransport

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")
URL = "https://api.telegent.com/v1.0/numbers/inventory"


class Failing:
    """Answers a status a few times, then 200."""

    def __init__(self, status: int, times: int, **headers: str) -> None:
        self.status, self.left, self.headers, self.calls = status, times, headers, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self.left:
            self.left -= 1
            return httpx.Response(self.status, headers=self.headers)
        return httpx.Response(200, json={})


def ask(failing: Failing, method: str = "GET", url: str = URL) -> int:
    transport = RetryingTransport(CONTRACT, httpx.MockTransport(failing), base_s=0.001, max_wait_s=0.02)
    with httpx.Client(transport=transport) as client:
        return client.request(method, url).status_code


@pytest.mark.parametrize("status", [408, 429, 503, 504])
def test_a_status_whose_text_says_retry_is_retried(status: int) -> None:
    failing = Failing(status, 2)
    assert (ask(failing), failing.calls) == (200, 3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500])
def test_a_status_whose_text_does_not_is_not(status: int) -> None:
    failing = Failing(status, 2)
    assert (ask(failing), failing.calls) == (status, 1)


def test_what_is_not_idempotent_is_never_sent_twice() -> None:
    failing = Failing(503, 2)
    assert (ask(failing, method="POST"), failing.calls) == (503, 1)


def test_gives_up_after_the_tries_it_was_given() -> None:
    failing = Failing(503, 99)
    assert (ask(failing), failing.calls) == (503, 4)


def test_a_retry_after_longer_than_allowed_is_cut() -> None:
    failing = Failing(429, 1, **{"Retry-After": "3600"})
    assert (ask(failing), failing.calls) == (200, 2)


def test_an_operation_outside_the_contract_is_not_retried() -> None:
    failing = Failing(503, 1)
    assert (ask(failing, url="https://api.telegent.com/elsewhere"), failing.calls) == (503, 1)


def test_an_asynchronous_client_is_served_alike() -> None:
    failing = Failing(429, 2)
    transport = RetryingTransport(CONTRACT, httpx.MockTransport(failing), base_s=0.001)

    async def call() -> int:
        async with httpx.AsyncClient(transport=transport) as client:
            return (await client.get(URL)).status_code

    assert (asyncio.run(call()), failing.calls) == (200, 3)
