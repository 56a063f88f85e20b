"""What requests are signed with."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.errors import TargetError
from driftgate.match import Matcher
from driftgate.suite.credentials import Credentials

BASE = "http://localhost:1"
SCHEMES = {
    "Bearer": {"type": "http", "scheme": "bearer"},
    "Basic": {"type": "http", "scheme": "basic"},
    "Header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Query": {"type": "apiKey", "in": "query", "name": "key"},
    "Cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "Traded": {
        "type": "http",
        "scheme": "bearer",
        "x-token-endpoint": {
            "url": "https://api.example.com/v2/tokens",
            "body": {"AccountKey": "{key}", "AccountSecret": "{secret}", "ApiEndpoint": "{endpoint}", "kind": "api"},
            "token": "/token",
            "succeeded": "/successful",
            "expiry": "/tokenExpiry",
            "expiry_dialect": "MM/DD/YYYY hh:mm:ss AM",
        },
    },
}


def contract(security: Any, **paths: Any) -> Contract:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.example.com/v2"}],
        "security": security,
        "components": {"securitySchemes": SCHEMES},
        "paths": {
            path: {"get": {"responses": {"200": {"description": "ok"}}, **more}}
            for path, more in (paths or {"/a": {}, "/b": {}}).items()
        },
    }
    import json

    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


def credentials(security: Any, environment: dict[str, str], **more: Any) -> Credentials:
    promised = contract(security)
    return Credentials(
        promised,
        matcher=Matcher(promised),
        base_url=BASE,
        token_env="TOKEN",
        environment=environment,
        **more,
    )


def signed(by: Credentials, url: str = "/a") -> requests.PreparedRequest:
    request = requests.Request("GET", BASE + url).prepare()
    by.sign(request)
    return request


def test_a_token_of_the_environment_goes_where_the_scheme_says() -> None:
    env = {"TOKEN": "abc"}
    assert signed(credentials([{"Bearer": []}], env)).headers["Authorization"] == "Bearer abc"
    assert signed(credentials([{"Header": []}], env)).headers["X-Key"] == "abc"
    assert signed(credentials([{"Query": []}], env), "/a?x=1").url == f"{BASE}/a?x=1&key=abc"
    assert signed(credentials([{"Cookie": []}], env)).headers["Cookie"] == "sid=abc"
    assert signed(credentials([{"Undefined": []}], env)).headers["Authorization"] == "Bearer abc"


def test_basic_credentials_are_user_and_password() -> None:
    header = signed(credentials([{"Basic": []}], {"TOKEN": "me:pass"})).headers["Authorization"]
    assert base64.b64decode(header.removeprefix("Basic ")) == b"me:pass"


def test_all_schemes_of_one_alternative_are_used() -> None:
    request = signed(credentials([{"Bearer": [], "Header": []}], {"TOKEN": "abc"}))
    assert (request.headers["Authorization"], request.headers["X-Key"]) == ("Bearer abc", "abc")


@pytest.mark.parametrize("security", [[], [{}], [{}, {"Bearer": []}]])
def test_what_asks_for_nothing_is_not_signed(security: Any) -> None:
    assert "Authorization" not in signed(credentials(security, {})).headers


def test_without_credentials_one_sentence_says_what_to_set() -> None:
    with pytest.raises(TargetError, match=r"no credentials\. Set TOKEN in the environment"):
        signed(credentials([{"Bearer": []}], {}))
    with pytest.raises(TargetError, match="TOKEN, or DRIFTGATE_KEY and DRIFTGATE_SECRET"):
        signed(credentials([{"Traded": []}], {}))


def test_a_mock_takes_a_stand_in() -> None:
    assert signed(credentials([{"Bearer": []}], {}, stand_in="x")).headers["Authorization"] == "Bearer x"


class TokenEndpoint:
    """Issues tokens that end an hour after they were asked for."""

    def __init__(self, status: int = 200, **answer: Any) -> None:
        self.status, self.answer = status, answer
        self.asked: list[tuple[str, Any, str]] = []

    def __call__(self, url: str, body: Any, media_type: str) -> tuple[int, Any]:
        self.asked.append((url, body, media_type))
        token = f"t{len(self.asked)}"
        return self.status, {"token": token, "successful": True, "tokenExpiry": "05/02/2025 06:00:00 PM", **self.answer}


AT_FIVE_S = 1746205200.0  # 2025-05-02 17:00 UTC, an hour before the tokens end
PAIR = {"DRIFTGATE_KEY": "k", "DRIFTGATE_SECRET": "s"}


def test_key_and_secret_are_traded_once_for_each_scope_at_the_target() -> None:
    endpoint = TokenEndpoint()
    by = credentials([{"Traded": []}], PAIR, post=endpoint, now=lambda: AT_FIVE_S)
    sent = [signed(by, url).headers["Authorization"] for url in ("/a?x=1", "/b", "/a", "/b?y=2")]
    assert sent == ["Bearer t1", "Bearer t2", "Bearer t1", "Bearer t2"]
    filled = {"AccountKey": "k", "AccountSecret": "s", "kind": "api"}
    assert endpoint.asked == [
        (f"{BASE}/tokens", {**filled, "ApiEndpoint": f"{BASE}/a"}, "application/json"),
        (f"{BASE}/tokens", {**filled, "ApiEndpoint": f"{BASE}/b"}, "application/json"),
    ]
    assert set(by.secrets) == {"k", "s", "t1", "t2"}


def test_a_token_is_renewed_a_minute_before_it_ends() -> None:
    now_s = [AT_FIVE_S]
    by = credentials([{"Traded": []}], PAIR, post=TokenEndpoint(), now=lambda: now_s[0])
    assert signed(by).headers["Authorization"] == "Bearer t1"
    now_s[0] += 3539
    assert signed(by).headers["Authorization"] == "Bearer t1"
    now_s[0] += 2
    assert signed(by).headers["Authorization"] == "Bearer t2"


@pytest.mark.parametrize("expiry", ["05/02/2025 04:00:00 PM", "soon", None])
def test_an_expiry_that_cannot_be_is_not_believed(expiry: Any) -> None:
    endpoint = TokenEndpoint(tokenExpiry=expiry)
    by = credentials([{"Traded": []}], PAIR, post=endpoint, now=lambda: AT_FIVE_S)
    assert [signed(by).headers["Authorization"] for _ in range(3)] == ["Bearer t1"] * 3


def test_a_refused_token_is_traded_anew_once() -> None:
    by = credentials([{"Traded": []}], PAIR, post=TokenEndpoint(), now=lambda: AT_FIVE_S)
    first = signed(by)
    assert by.forget(first)
    second = signed(by)
    assert second.headers["Authorization"] == "Bearer t2"
    assert not by.forget(second)


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        (TokenEndpoint(401), "refuses DRIFTGATE_KEY and DRIFTGATE_SECRET"),
        (TokenEndpoint(successful=False), "refuses DRIFTGATE_KEY and DRIFTGATE_SECRET"),
        (TokenEndpoint(token=None), "without a token"),
    ],
)
def test_a_token_endpoint_that_refuses_is_told_in_a_sentence_without_secrets(endpoint: Any, said: str) -> None:
    by = credentials([{"Traded": []}], {"DRIFTGATE_KEY": "kkkk", "DRIFTGATE_SECRET": "ssss"}, post=endpoint)
    with pytest.raises(TargetError, match=said) as caught:
        signed(by)
    assert "kkkk" not in str(caught.value)
    assert "ssss" not in str(caught.value)


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_the_token_endpoint_is_asked_in_the_media_type_it_takes(serve, answers, media_type) -> None:
    import json
    from urllib.parse import parse_qsl

    from driftgate.suite.credentials import _post

    server = serve(lambda asked: answers.json(200, {"token": "t"}))
    assert _post(f"{server.url}/tokens", {"a": "1"}, media_type) == (200, {"token": "t"})
    (asked,) = server.asked
    assert (asked.method, asked.headers["content-type"]) == ("POST", media_type)
    read = json.loads(asked.body) if media_type.endswith("json") else dict(parse_qsl(asked.body.decode()))
    assert read == {"a": "1"}


def test_a_token_endpoint_that_is_down_or_talks_nonsense_is_said(serve, answers) -> None:
    from driftgate.suite.credentials import _post

    with pytest.raises(TargetError, match=r"token endpoint \(/tokens\) cannot be reached"):
        _post("http://127.0.0.1:9/tokens", {}, "application/json")
    server = serve(lambda asked: answers.raw(200, b"<html>"))
    assert _post(f"{server.url}/tokens", {}, "application/json") == (200, None)


@pytest.mark.parametrize(
    ("value", "dialect", "expected"),
    [
        (1_800_000_000, "epoch-seconds", 1_800_000_000.0),
        (1_800_000_000_000, "epoch-milliseconds", 1_800_000_000.0),
        (3600, "epoch-seconds", 4600.0),
        ("2030-01-01T00:00:00Z", "date-time", 1893456000.0),
        ("2030-01-01T00:00:00", "naive-date-time", 1893456000.0),
        (True, "epoch-seconds", None),
        ([], "date-time", None),
    ],
)
def test_expiries_are_read_in_their_dialect(value, dialect, expected) -> None:
    from driftgate.suite.credentials import _seconds

    assert _seconds(value, dialect, 1000.0) == expected


def test_a_rehearsal_on_this_machine_sends_secrets_nowhere_else() -> None:
    elsewhere = {**SCHEMES["Traded"]["x-token-endpoint"], "url": "https://login.example.net/tokens"}
    endpoint = TokenEndpoint()
    by = credentials([{"Traded": []}], PAIR, post=endpoint, now=lambda: AT_FIVE_S)
    by._schemes["Traded"] = {**SCHEMES["Traded"], "x-token-endpoint": elsewhere}
    signed(by)
    assert endpoint.asked[0][0] == f"{BASE}/tokens"
