"""The judge inside an application's own client."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from driftgate.contract import load_contract
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
