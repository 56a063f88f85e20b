"""One exception class a status."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from driftgate.contract import load_contract
from driftgate.runtime import documented_failures, failure_of, raise_on_failure

CONTRACT = load_contract(Path(__file__).parents[2] / "openapi")


def test_a_status_is_raised_as_its_own_class_with_the_answer() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(404, json={"StatusCode": 404}))
    with (
        httpx.Client(transport=transport, event_hooks={"response": [raise_on_failure]}) as client,
        pytest.raises(failure_of(404), match="GET /x answered 404") as caught,
    ):
        client.get("https://api.example.com/x?token=secret")
    assert type(caught.value).__name__ == "NotFound"
    assert caught.value.response.json() == {"StatusCode": 404}  # type: ignore[attr-defined]
    assert "secret" not in str(caught.value)


def test_every_documented_status_has_a_class_of_its_own() -> None:
    names = {status: each.__name__ for status, each in documented_failures(CONTRACT).items()}
    assert names[429] == "TooManyRequests"
    assert len(set(names.values())) == len(names) == 10


def test_a_status_nobody_registered_has_one_too() -> None:
    assert failure_of(520).__name__ == "Status520"
