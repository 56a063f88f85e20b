"""`driftgate scan`: one bare body, and what it refuses."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from driftgate.cli.app import main

SCHEMA = {"type": "object", "properties": {"tame": {"type": "boolean"}}}
CONTENT = {"application/json": {"schema": SCHEMA}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pet": {"get": {"responses": {"200": {"description": "ok", "content": CONTENT}}}}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))


@pytest.mark.parametrize(
    ("body", "code", "rules"), [({"tame": True}, 0, []), ({"tame": "true"}, 1, ["string-typed-boolean"])]
)
def test_one_bare_body_is_judged(capsys, body, code, rules):
    Path("body.json").write_text(json.dumps(body))
    asked = ["--operation", "GET /pet", "--status", "200", "body.json"]
    assert main(["scan", "--spec", "pets.json", "--report", "json", *asked]) == code
    report = json.loads(capsys.readouterr().out)
    assert [each["rule"] for each in report["findings"]] == rules
    assert [row["exchanges"] for row in report["evidence"]] == [1]


class Piped(io.TextIOWrapper):
    def __init__(self, raw):
        super().__init__(io.BufferedReader(io.BytesIO(raw)), encoding="utf-8")


ASKED = ["--operation", "GET /pet", "--status", "200"]
ENTRY = {
    "request": {"method": "GET", "url": "https://api.example.com/pet", "headers": []},
    "response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": '{"tame": "true"}'}},
}


@pytest.mark.parametrize(("given", "only"), [
    (b'{"tame": "true"}', "(only --operation 'GET /pet')"),
    (json.dumps(ENTRY).encode() + b"\n", "(only --operation 'GET /pet' --status 200)"),
    (json.dumps({"log": {"entries": [ENTRY]}}).encode(), "(only --operation 'GET /pet' --status 200)"),
])  # fmt: skip
def test_standard_input_may_be_one_body_or_a_recording(monkeypatch, capsys, given, only):
    monkeypatch.setattr(sys, "stdin", Piped(given))
    assert main(["scan", "--spec", "pets.json", *ASKED, "-"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"driftgate: BLOCKED: 1 blocking finding {only}\n")
    assert "error  string-typed-boolean" in out
    assert "first in stdin#0" in out


def test_nothing_on_standard_input_is_no_body(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Piped(b" \n"))
    assert main(["scan", "--spec", "pets.json", *ASKED, "-"]) == 2
    assert capsys.readouterr().err == "driftgate: -: is empty.\n"


def test_a_body_may_have_entries(capsys):
    Path("body.json").write_text('{"entries": [1], "tame": "true"}')
    assert main(["scan", "--spec", "pets.json", *ASKED, "body.json"]) == 1
    assert "string-typed-boolean" in capsys.readouterr().out


def test_a_base_path_is_a_path(capsys):
    assert main(["scan", "--spec", "pets.json", "--base-path", "gateway", "a.har"]) == 2
    assert capsys.readouterr().err == (
        "driftgate: --base-path gateway: no path. Write it as in /prefix; a host belongs to --host.\n"
    )


@pytest.mark.parametrize(("number", "code", "said"), [
    (signal.SIGINT, 130, "driftgate: interrupted; nothing was judged.\n"),
    (signal.SIGTERM, 143, "driftgate: told to end; nothing was judged.\n"),
])  # fmt: skip
def test_whoever_ends_it_gets_no_half_report_and_no_process_is_left(tmp_path, number, code, said):
    Path("a.ndjson").write_bytes((json.dumps(ENTRY).encode() + b"\n") * 150_000)
    command = [sys.executable, "-m", "driftgate", "scan", "--spec", "pets.json", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--report", "json:report.json", "a.ndjson"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not say which processes a process has started")
    while len(workers := children.read_text().split()) < 2:
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)  # Python loses a signal that comes while it forks
    os.kill(process.pid, number)
    assert process.communicate(timeout=60) == (None, said)
    assert process.returncode == code
    assert not Path("report.json").exists()
    assert [each for each in workers if Path(f"/proc/{each}").exists()] == []


def test_standard_input_is_read_once(capsys):
    assert main(["scan", "--spec", "pets.json", "-", "-"]) == 2
    assert capsys.readouterr() == ("", "driftgate: scan: standard input can be read once only.\n")
