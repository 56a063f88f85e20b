"""Tokens are traded once, renewed in time, and never shown."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.errors import TargetError
from driftgate.runtime import TokenAuth

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")
URL = "https://api.telegent.com/v1.0/numbers/inventory"
NOW = 1_777_000_000.0  # 2026-04-24 03:06:40 UTC


class Api:
    """Counts token requests; takes only the newest token of each scope."""

    def __init__(self, *, expiry: str = "04/24/2026 09:00:00 AM") -> None:
        self.asked: list[dict[str, str]] = []
        self.expiry = expiry
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1.0/oauth2/tokens":
            with self.lock:
                self.asked.append(json.loads(request.content))
                token = f"token-{len(self.asked)}"
            return httpx.Response(200, json={"token": token, "successful": True, "tokenExpiry": self.expiry})
        if request.headers.get("authorization") != f"Bearer token-{len(self.asked)}":
            return httpx.Response(401, json={"StatusCode": 401, "Message": None})
        return httpx.Response(200, json={})


def test_the_key_is_traded_for_a_token_of_the_endpoint_in_the_words_of_the_contract() -> None:
    api = Api()
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: NOW)
    with httpx.Client(transport=httpx.MockTransport(api), auth=auth) as client:
        statuses = [client.get(URL, params={"PageNumber": page}).status_code for page in (1, 2)]
    assert statuses == [200, 200]
    assert api.asked == [{"AccountKey": "k", "AccountSecret": "s", "ApiEndpoint": URL}]


def test_a_token_is_renewed_a_minute_before_it_ends() -> None:
    api = Api()
    now = [NOW]
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: now[0])
    with httpx.Client(transport=httpx.MockTransport(api), auth=auth) as client:
        client.get(URL)
        now[0] = 1_777_021_200.0 - 61  # 09:00:00 less 61 seconds
        client.get(URL)
        assert len(api.asked) == 1
        now[0] += 2
        client.get(URL)
    assert len(api.asked) == 2


def test_a_refused_token_is_renewed_once_and_the_answer_then_stands() -> None:
    api = Api()
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: NOW)
    with httpx.Client(transport=httpx.MockTransport(api), auth=auth) as client:
        client.get(URL)
        api.asked.append({})  # the API forgets the first token
        assert client.get(URL).status_code == 200
    assert len(api.asked) == 3


def test_fifty_requests_at_once_make_one_token() -> None:
    api = Api()
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: NOW)

    async def ask() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(api), auth=auth) as client:
            return [each.status_code for each in await asyncio.gather(*(client.get(URL) for _ in range(50)))]

    assert asyncio.run(ask()) == [200] * 50
    assert len(api.asked) == 1


def test_fifty_threads_make_one_token() -> None:
    api = Api()
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: NOW)
    with httpx.Client(transport=httpx.MockTransport(api), auth=auth) as client:
        threads = [threading.Thread(target=client.get, args=(URL,)) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(api.asked) == 1


def test_refused_credentials_are_one_sentence_without_the_secret() -> None:
    auth = TokenAuth(CONTRACT, key="the-key", secret="the-secret")
    refusing = httpx.MockTransport(lambda request: httpx.Response(403, json={"successful": False}))
    with httpx.Client(transport=refusing, auth=auth) as client, pytest.raises(TargetError) as caught:
        client.get(URL)
    assert str(caught.value) == "the token endpoint answered 403 without a token. Check key and secret."
    assert "the-secret" not in repr(auth)


def test_an_expiry_in_local_time_does_not_make_every_request_ask_again() -> None:
    api = Api(expiry="04/23/2026 08:30:00 PM")
    auth = TokenAuth(CONTRACT, key="k", secret="s", clock=lambda: NOW)
    with httpx.Client(transport=httpx.MockTransport(api), auth=auth) as client:
        for _ in range(5):
            client.get(URL)
    assert len(api.asked) == 1
