"""Secrets go in by every door of an exchange, and come out of no report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate import reports
from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.gate import Policy, weigh
from driftgate.scan import scan
from driftgate.waiver import entry_text

TODAY = date(2026, 11, 24)
DOORS = (
    "authorization", "cookie", "api_key_header", "query", "userinfo", "marked", "nested", "named", "set_cookie",
    "request_body", "example",
)  # fmt: skip


def document(secrets: dict[str, str]) -> dict[str, object]:
    item = {
        "type": "object",
        "properties": {
            "chip": {"type": "integer", "x-sensitive": True},
            "password": {"type": "integer"},
            "vault": {"type": "object", "x-sensitive": True, "properties": {"deep": {"type": "integer"}}},
            "tame": {"type": "boolean"},
        },
    }
    schema = {"type": "object", "properties": {"items": {"type": "array", "items": item}}}
    example = {"items": [{"tame": "true", "password": secrets["example"]}]}
    content = {"application/json": {"schema": schema, "example": example}}
    login = {"responses": {"200": {"description": "in", "content": {"application/json": {"schema": schema}}}}}
    pets = {"responses": {"200": {"description": "pets", "content": content}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/pets": {"get": pets}, "/login": {"post": login}},
    }


def har(secrets: dict[str, str]) -> str:
    """Return a recording in which every secret stands where drift draws attention to it."""
    record = {
        "chip": secrets["marked"],
        "password": secrets["named"],
        "vault": {"deep": secrets["nested"], "more": secrets["nested"]},
        "tame": "true",
    }

    def entry(method: str, url: str, **post: object) -> dict[str, object]:
        headers = {
            "Authorization": f"Bearer {secrets['authorization']}",
            "Cookie": f"session={secrets['cookie']}; theme=dark",
            "X-Api-Key": secrets["api_key_header"],
        }
        answer = {"Content-Type": "application/json", "Set-Cookie": f"session={secrets['set_cookie']}; Path=/"}
        return {
            "request": {"method": method, "url": url, "headers": pairs(headers), **post},
            "response": {
                "status": 200,
                "headers": pairs(answer),
                "content": {"mimeType": "application/json", "text": json.dumps({"items": [record]})},
            },
        }

    body = {"mimeType": "application/json", "text": json.dumps({"user": "me", "password": secrets["request_body"]})}
    entries = [
        entry("GET", f"https://api.example.com/pets?page=1&access_token={secrets['query']}"),
        entry("POST", "https://api.example.com/login", postData=body),
        entry("GET", f"https://me:{secrets['userinfo']}@api.example.com/unknown?access_token={secrets['query']}"),
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def pairs(headers: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


SECRETS = st.lists(
    st.text("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=12, max_size=24),
    min_size=len(DOORS),
    max_size=len(DOORS),
    unique=True,
).map(lambda values: {door: f"9q{value}" for door, value in zip(DOORS, values, strict=True)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("secrets")


@settings(max_examples=15, deadline=None)
@given(SECRETS)
def test_no_secret_comes_out_of_any_report(folder, secrets):
    raw = json.dumps(document(secrets), indent=1).encode()
    contract = Contract(parse_document(raw, name="openapi/openapi.json"))
    recording = folder / "a.har"
    recording.write_text(har(secrets))

    judgement = scan(contract, [str(recording)])
    lines = raw.decode().split("\n")
    at_the_example = next(number for number, line in enumerate(lines, start=1) if secrets["example"] in line)
    judgement.findings.append(everywhere(judgement.findings[0], at_the_example))
    verdict = weigh([judgement], policy=Policy(), today=TODAY)
    setting = reports.Setting(
        document=contract.document, document_uri="openapi/openapi.json", sensitive=contract.sensitive_names
    )
    artefacts = {name: reports.render(name, verdict, setting) for name in reports.formats()}
    artefacts["waivers"] = "".join(
        entry_text(each.finding, reason="r", owner="o", until=TODAY) for each in verdict.weighed
    )

    assert {each.finding.pointer for each in verdict.weighed} >= {"/items/*/chip", "/items/*/password"}
    leaks = {(name, door) for name, text in artefacts.items() for door, secret in secrets.items() if secret in text}
    assert leaks == set()


def everywhere(finding, line):
    """Return a finding at a line of the document, so that its excerpt is shown."""
    return replace(finding, line=line, observed="elsewhere")
