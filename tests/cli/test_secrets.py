"""Secrets go in by every door, and come out of nothing that a command prints or writes."""

from __future__ import annotations

import base64
import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from driftgate import reports
from driftgate.cli.app import main

ROOT = Path(__file__).parents[2]
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
DOORS = (
    "authorization", "basic", "cookie", "set_cookie", "x_api_key", "api_token", "scheme_header", "scheme_query",
    "query_code", "query_token", "fragment_token", "userinfo", "path", "form_password", "form_code", "json_key",
    "json_secret", "response_pin", "response_marked", "response_nested", "listed_header", "unread",
)  # fmt: skip
JWT_DOORS = ("note_jwt", "map_key", "deep_key", "array_jwt", "stray_path", "stray_query", "message_jwt")


@pytest.fixture(params=[1, 2, 3])
def secrets(request) -> dict[str, str]:
    draw = random.Random(request.param)

    def text(size: int) -> str:
        return "".join(draw.choice(ALPHABET) for _ in range(size))

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    found = {door: f"q7{text(draw.randint(10, 22))}Z3" for door in DOORS}
    return found | {door: f"{part({'alg': 'HS256'})}.{part({'sub': text(8)})}.{text(32)}" for door in JWT_DOORS}


def document() -> dict[str, object]:
    item = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "tame": {"type": "boolean"},
            "note": {"type": "integer"},
            "pin": {"type": "integer"},
            "chip": {"type": "integer", "x-sensitive": True},
            "vault": {"type": "object", "x-sensitive": True, "properties": {"deep": {"type": "integer"}}},
            "sessions": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "tags": {"type": "array", "items": {"type": "integer"}},
        },
    }
    answer = {
        "200": {
            "description": "ok",
            "content": {
                "application/json": {
                    "schema": {"type": "object", "properties": {"items": {"type": "array", "items": item}}}
                }
            },
        }
    }
    marked = [{"name": "account", "in": "path", "required": True, "schema": {"type": "string", "x-sensitive": True}}]
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "security": [{"a": []}, {"b": []}],
        "paths": {
            "/pets": {"get": {"operationId": "pets", "responses": answer}},
            "/accounts/{account}/pets": {"get": {"operationId": "of", "parameters": marked, "responses": answer}},
            "/login": {"post": {"operationId": "login", "responses": answer}},
        },
        "components": {
            "securitySchemes": {
                "a": {"type": "apiKey", "in": "header", "name": "X-Acme"},
                "b": {"type": "apiKey", "in": "query", "name": "acme"},
            }
        },
    }


def recording(secret: dict[str, str]) -> str:
    """Return NDJSON in which every secret stands where drift draws attention to it, and two lines that cannot be read."""
    record = {
        "tame": "true",
        "note": f"see {secret['note_jwt']}",
        "pin": secret["response_pin"],
        "chip": secret["response_marked"],
        "vault": {"deep": secret["response_nested"], "more": secret["response_nested"]},
        "sessions": {secret["map_key"]: "true"},
        "tags": [secret["array_jwt"]],
        secret["deep_key"]: {"more": 1},
        "headers": [{"name": "authorization", "value": secret["listed_header"]}],
        "error": f"Bearer {secret['message_jwt']} was refused",
    }
    basic = base64.b64encode(f"me:{secret['basic']}".encode()).decode()

    def entry(method: str, url: str, **post: object) -> dict[str, object]:
        headers = {
            "Authorization": f"Bearer {secret['authorization']}" if method == "GET" else f"Basic {basic}",
            "Cookie": f"session={secret['cookie']}; theme=dark",
            "X-Api-Key": secret["x_api_key"],
            "Api-Token": secret["api_token"],
            "X-Acme": secret["scheme_header"],
        }
        answer = {"Content-Type": "application/json", "Set-Cookie": f"session={secret['set_cookie']}; Path=/"}
        return {
            "request": {"method": method, "url": url, "headers": pairs(headers), **post},
            "response": {
                "status": 200,
                "headers": pairs(answer),
                "content": {"mimeType": "application/json", "text": json.dumps({"items": [record, record]})},
            },
        }

    base = "https://api.example.com/v1"
    form = f"grant_type=authorization_code&code={secret['form_code']}&password={quote(secret['form_password'])}"
    body = json.dumps({"Key": secret["json_key"], "Secret": secret["json_secret"]})
    entries = [
        entry("GET", f"{base}/pets?page=1&code={secret['query_code']}&acme={secret['scheme_query']}"),
        entry("GET", f"{base}/pets?access_token={secret['query_token']}#id_token={secret['fragment_token']}"),
        entry("GET", f"https://me:{secret['userinfo']}@api.example.com/v1/accounts/{secret['path']}/pets"),
        entry("POST", f"{base}/login", postData={"mimeType": "application/json", "text": body}),
        entry("POST", f"{base}/login", postData={"mimeType": "application/x-www-form-urlencoded", "text": form}),
        entry("GET", f"{base}/unknown/{secret['stray_path']}/x?t={secret['stray_query']}"),
    ]
    lines = [json.dumps(each) for each in entries]
    return "\n".join([*lines, '{"password": "' + secret["unread"], f'{{"request": {{"url": "{secret["unread"]}"}}}}'])


def pairs(headers: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


def spellings(secret: str) -> tuple[str, ...]:
    return (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode().rstrip("="))


def test_no_secret_comes_out_of_anything(tmp_path, monkeypatch, capsys, secrets):
    monkeypatch.chdir(tmp_path)
    Path("openapi").mkdir()
    Path("openapi/openapi.json").write_text(json.dumps(document(), indent=1))
    Path("in.ndjson").write_text(recording(secrets))
    given = set(Path().rglob("*"))

    every = [f"--report={name}:out/report.{name}" for name in reports.formats()]
    assert main(["scan", "in.ndjson", *every, "--report", "text"]) == 1
    main(
        ["scan", "in.ndjson", "-j", "2", "--coverage", "--report", "html:out/two.html", "--report", "json:out/two.json"]
    )
    main(["scan", "in.ndjson", "--strict"])
    main(["gate", "out/report.json", "--report", "json:out/verdict.json", "--report", "text:out/verdict.txt"])
    main(["report", "out/verdict.json", "--report", "html:out/again.html"])
    main(["infer", "in.ndjson", "-o", "out/types.yaml"])
    main(["infer", "in.ndjson", "--explain", "/items/*/note"])
    findings = json.loads(Path("out/report.json").read_text())["findings"]
    for each in findings:
        arguments = ["--reason", "r", "--owner", "o", "--until", "2027-01-01", "--from", "out/report.json"]
        assert main(["waive", each["fingerprint"], *arguments, "--today", "2026-11-24"]) == 0
    update_baseline = script("update_baseline")
    assert update_baseline.main(["out/report.json", "--accept-new"]) == 0
    printed = capsys.readouterr()

    artefacts = {
        str(path): path.read_text("utf-8") for path in Path().rglob("*") if path.is_file() and path not in given
    }
    artefacts |= {"standard output": printed.out, "standard error": printed.err}
    assert len(artefacts) >= len(reports.formats()) + 7
    leaks = {
        (name, door)
        for name, text in artefacts.items()
        for door, secret in secrets.items()
        if any(spelling in text for spelling in spellings(secret))
    }
    assert leaks == set()
    # What was hidden was there: each kind of place has its finding.
    pointers = {each["pointer"] for each in findings}
    assert {"/items/*/chip", "/items/*/pin", "/items/*/note", "/items/*/tags/*", "/items/*/****"} <= pointers
    assert any("****" in (each["curl"] or "") or "$" in (each["curl"] or "") for each in findings)


def test_what_goes_wrong_names_no_secret(tmp_path, secrets):
    url = f"http://me:{secrets['userinfo']}@127.0.0.1:1/openapi.json?access_token={secrets['query_token']}"
    (tmp_path / "cut.json").write_text('{"openapi": "3.0.3", "password": "' + secrets["unread"])
    said = ""
    for arguments in (
        ["lint", "--spec", url],
        ["lint", "--spec", "cut.json"],
        ["scan", "--spec", url, "x.har"],
        ["diff", url, url],
        ["infer", "--spec", url],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "driftgate", *arguments], cwd=tmp_path, check=False, timeout=60, capture_output=True
        )
        assert (done.returncode, done.stdout) == (2, b"")
        said += done.stderr.decode()
    assert "127.0.0.1" in said
    assert [door for door, secret in secrets.items() if secret in said] == []


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
