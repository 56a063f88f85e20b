from __future__ import annotations

import json

import pytest

from driftgate.errors import ContractError
from driftgate.mock import Mock

TARGET = "/v1.0/numbers/inventory"
TOKENS = "/v1.0/oauth2/tokens"
URL = "https://api.telegent.com"


class Clock:
    def __init__(self) -> None:
        self.now = 1_746_167_773.0  # 2025-05-02T06:36:13Z

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def mock(inventory, clock):
    return Mock(inventory, items=2, strict_auth=True, clock=clock, token_lifetime_s=43_200, accounts={"key": "s3cret"})


@pytest.fixture
def trade(ask):
    def trading(mock, endpoint=URL + TARGET, key="key", secret="s3cret"):
        body = {"AccountKey": key, "AccountSecret": secret, "ApiEndpoint": endpoint}
        return ask(mock, "POST", TOKENS, body=body, token=None)

    return trading


def test_key_and_secret_become_a_token_for_one_endpoint(mock, ask, trade):
    answer = trade(mock)
    body = json.loads(answer.body)
    assert (answer.status, body["successful"], body["tokenExpiry"]) == (200, True, "05/02/2025 06:36:13 PM")
    assert ask(mock, target=TARGET, token=body["token"]).status == 200


@pytest.mark.parametrize(
    ("endpoint", "status"),
    [
        (URL + TARGET, 200),
        (TARGET, 200),
        (URL + TARGET + "?PageNumber=3", 200),
        (URL, 200),
        (URL + "/v1.0", 200),
        (URL + "/v1.0/messages/send", 401),
        (URL + "/v1", 401),
        (URL + TOKENS, 401),
    ],
)
def test_a_token_for_another_endpoint_is_refused(mock, ask, trade, endpoint, status):
    token = json.loads(trade(mock, endpoint).body)["token"]
    answer = ask(mock, target=TARGET, token=token)
    assert answer.status == status
    if status == 401:
        assert dict(answer.headers)["driftgate-reason"] == "the token is for another endpoint"


def test_an_expired_token_is_refused_even_where_any_is_taken(inventory, ask, trade, clock):
    mock = Mock(inventory, items=1, clock=clock, token_lifetime_s=60)
    token = json.loads(trade(mock).body)["token"]
    assert ask(mock, target=TARGET, token=token).status == 200
    clock.now += 60
    answer = ask(mock, target=TARGET, token=token)
    assert (answer.status, dict(answer.headers)["driftgate-reason"]) == (401, "the token has expired")
    assert ask(mock, target=TARGET, token="anything else").status == 200


def test_an_unknown_token_is_refused_where_it_matters(mock, ask):
    assert ask(mock, target=TARGET, token="made-up").status == 401


def test_wrong_credentials_get_no_token(mock, trade):
    assert trade(mock, secret="wrong").status == 401
    assert trade(mock, key="nobody").status == 401
    missing = trade(mock, endpoint="")
    assert (missing.status, json.loads(missing.body)["StatusCode"]) == (400, 400)


def test_the_token_endpoint_takes_one_method_and_media_type(mock, ask):
    wrong = ask(mock, "GET", TOKENS)
    assert (wrong.status, dict(wrong.headers)["allow"]) == (405, "POST")
    assert ask(mock, "POST", TOKENS, body=b"a=b", content_type="text/plain").status == 415
    assert ask(mock, "POST", TOKENS, body=b"{", content_type="application/json").status == 400
    assert ask(mock, "POST", TOKENS, body=[1]).status == 400


def test_the_fifty_first_request_of_a_minute_waits(mock, trade, clock):
    statuses = [trade(mock).status for _ in range(51)]
    assert statuses == [200] * 50 + [429]
    clock.now += 10
    assert dict(trade(mock).headers)["retry-after"] == "50"
    clock.now += 50
    assert trade(mock).status == 200


def test_tokens_are_the_same_for_the_same_seed(inventory, trade, clock):
    one, two, other = (
        json.loads(trade(Mock(inventory, items=0, clock=clock, seed=seed)).body)["token"] for seed in (1, 1, 2)
    )
    assert one == two != other


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ({"url": "/t", "body": {"k": "{key}"}}, "needs a `url`, and as `token` a pointer"),
        ({"url": "/t", "token": "/t"}, "needs a `body` that says where"),
        (
            {"url": "/t", "token": "/t", "body": {"k": "{key}"}, "expiry_dialect": "soon"},
            "unknown `expiry_dialect` 'soon'",
        ),
    ],
)
def test_a_token_endpoint_that_says_too_little_is_refused(contract_of, endpoint, message):
    schemes = {"B": {"type": "http", "scheme": "bearer", "x-token-endpoint": endpoint}}
    with pytest.raises(ContractError, match=message):
        Mock(contract_of({}, components={"securitySchemes": schemes}))


def test_a_form_can_carry_the_credentials(contract_of, ask):
    endpoint = {
        "url": "https://a.example/base/token",
        "media_type": "application/x-www-form-urlencoded",
        "body": {"grant_type": "client_credentials", "client_id": "{key}", "client_secret": "{secret}"},
        "token": "/data/token",
    }
    schemes = {"B": {"type": "oauth2", "flows": {}, "x-token-endpoint": endpoint}}
    mock = Mock(contract_of({}, components={"securitySchemes": schemes}))
    form = b"grant_type=client_credentials&client_id=a&client_secret=b"
    answer = ask(mock, "POST", "/base/token", body=form, content_type="application/x-www-form-urlencoded")
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert json.loads(answer.body)["data"]["token"].startswith("mock-")
