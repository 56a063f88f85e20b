"""What a program says when something goes wrong, and the code it ends with, whatever its streams are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from driftgate.cli.door import aside, ended, tell
from driftgate.errors import DriftgateError

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
COMMANDS = {
    "help": ["--help"],
    "version": ["--version"],
    "lint": ["lint"],
    "lint-json": ["lint", "--report", "json"],
    "rules": ["rules"],
    "explain": ["explain", "id-prefix-mismatch"],
    "infer": ["infer"],
    "infer-explain": ["infer", "--explain", "/PhoneNumbers/*/Tnid"],
    "schema": ["report", "--schema"],
    "diff": ["diff", "openapi", "openapi"],
}
SCRIPTS = {
    "update_spec": ["openapi/openapi.json", "--check"],
    "infer_contract": ["--check"],
}


def program(arguments, **streams):
    command = [sys.executable, "-m", "driftgate", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=120, **streams)


def through_a_shell(arguments, redirection):
    line = f'"{sys.executable}" -m driftgate "$@" {redirection}'
    return subprocess.run(
        ["bash", "-c", line, "bash", *arguments], cwd=ROOT, check=False, timeout=120, capture_output=True
    )


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_line_and_no_verdict(command):
    with FULL.open("wb") as full:
        done = program(COMMANDS[command], stdout=full, stderr=subprocess.PIPE)
    said = done.stderr.decode().splitlines()
    assert (done.returncode, said[-1]) == (
        2,
        "driftgate: standard output: cannot be written (No space left on device). Send it elsewhere.",
    )
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_no_less_calm(script):
    command = [sys.executable, f"scripts/{script}.py", *SCRIPTS[script]]
    with FULL.open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, check=False, timeout=120, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        f"{script}: standard output: cannot be written (No space left on device). Send it elsewhere.\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_went_away_ends_the_program_as_a_signal_would(command):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = program(COMMANDS[command], stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert done.returncode == 141
    assert "driftgate:" not in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", ">/dev/null 2>/dev/full"])
@pytest.mark.parametrize("command", ["lint", "infer", "version"])
def test_streams_that_nobody_opened_change_no_exit_code(command, redirection):
    done = through_a_shell(COMMANDS[command], redirection)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_standard_input_that_nobody_opened_is_empty():
    done = through_a_shell(["scan", "-"], "<&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"driftgate: -: is empty.\n")


# One place through which everything goes that is printed.

EVIL = "\x1b[31m\x9b2J\x07\u202etxet\r"


@pytest.fixture
def hostile(tmp_path):
    """A document, a recording and a report whose every name and value wants to drive a terminal."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": EVIL, "version": "1"},
        "tags": [{"name": EVIL}],
        "paths": {
            f"/{EVIL}": {
                "get": {
                    "operationId": EVIL,
                    "tags": [EVIL],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "content": {
                                "application/json": {
                                    "schema": {"type": "object", "properties": {EVIL: {"type": "boolean"}}},
                                    "example": {EVIL: "true", "enum": EVIL},
                                }
                            },
                        },
                        "201": {
                            "description": "ok",
                            "content": {
                                "application/json": {"schema": {"type": "object"}, "example": {EVIL: [EVIL, "x"]}}
                            },
                        },
                    },
                }
            }
        },
    }
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "openapi.json").write_text(json.dumps(document))
    changed = json.loads(json.dumps(document))
    changed["paths"][f"/{EVIL}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"] = {
        EVIL: {"type": "string"}
    }
    (tmp_path / "new.json").write_text(json.dumps(changed))
    exchange = {
        "request": {"method": "GET", "url": f"http://h/{EVIL}", "headers": [{"name": "x", "value": EVIL}]},
        "response": {
            "status": 200,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"mimeType": "application/json", "text": json.dumps({EVIL: "true", f"{EVIL}2": EVIL})},
        },
    }
    lines = [json.dumps(exchange), json.dumps({"request": {"method": EVIL, "url": EVIL}}), EVIL]
    (tmp_path / "a.ndjson").write_text("\n".join(lines))
    return tmp_path


HOSTILE = {
    "lint": ["lint"],
    "lint-markdown": ["lint", "--report", "markdown"],
    "lint-json": ["lint", "--report", "json"],
    "lint-ndjson": ["lint", "--report", "ndjson"],
    "lint-sarif": ["lint", "--report", "sarif"],
    "lint-junit": ["lint", "--report", "junit"],
    "lint-github": ["lint", "--report", "github"],
    "lint-gitlab": ["lint", "--report", "gitlab"],
    "lint-html": ["lint", "--report", "html"],
    "scan": ["scan", "a.ndjson"],
    "scan-strict": ["scan", "--strict", "a.ndjson"],
    "scan-two": ["scan", "-j", "2", "a.ndjson"],
    "gate": ["gate", "scan.json"],
    "report": ["report", "scan.json"],
    "diff": ["diff", "openapi/openapi.json", "new.json"],
    "infer": ["infer"],
    "infer-explain": ["infer", "--explain", f"/{EVIL}/*"],
    "infer-explain-all": ["infer", "--explain", f"#/{EVIL}"],
    "explain": ["explain", EVIL],
    "waive": ["waive", EVIL, "--reason", "r", "--owner", "o", "--until", "2026-12-31", "--from", "scan.json"],
    "option": ["lint", f"--{EVIL}"],
    "command": [EVIL],
    "tag": ["lint", "--tag", "no such"],
    "operation": ["lint", "--operation", "no such"],
    "file": ["lint", "--spec", f"{EVIL}.json"],
    "contract": ["lint", "--contract", EVIL],
    "output": ["lint", "--report", f"json:{EVIL}/x/y"],
    "script": [],
    "script-error": [],
}


@pytest.mark.parametrize("command", HOSTILE)
def test_nothing_from_outside_drives_the_terminal(hostile, command):
    first = [sys.executable, "-m", "driftgate", "scan", "a.ndjson", "--report", "json:scan.json"]
    if "scan.json" in HOSTILE[command]:
        subprocess.run(first, cwd=hostile, check=False, timeout=120)
    line = [sys.executable, "-m", "driftgate", *HOSTILE[command]]
    if command == "script":
        line = [sys.executable, str(ROOT / "scripts" / "update_spec.py"), "new.json", "--check"]
    elif command == "script-error":
        line = [sys.executable, str(ROOT / "scripts" / "update_spec.py"), f"{EVIL}.json"]
    done = subprocess.run(line, cwd=hostile, check=False, timeout=120, capture_output=True, text=True, encoding="utf-8")
    shown = done.stdout + done.stderr
    assert shown.strip()
    assert [char for char in shown if (ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160] == []
    assert "\u202e" not in shown
    assert "Traceback" not in shown


def test_colours_pass_where_they_are_ours(monkeypatch, capsys):
    from driftgate.reports import print_text

    def run():
        print_text("\x1b[1mbold\x1b[0m\n", sys.stdout, is_coloured=True)
        print_text("\x1b[1mevil\n", sys.stdout)
        return 0

    assert ended(run) == 0
    assert capsys.readouterr().out == "\x1b[1mbold\x1b[0m\n\\u001b[1mevil\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (DriftgateError("two\nlines"), 2, "chore: two lines\n"),
        (KeyboardInterrupt(), 130, "chore: interrupted; nothing was judged.\n"),
        (SystemExit(3), 3, ""),
        (SystemExit(None), 0, ""),
        (SystemExit("word"), 2, ""),
    ],
)
def test_what_ends_a_program_is_said_in_its_name(capsys, error, code, said):
    def run():
        raise error

    assert ended(run, name="chore") == code
    assert capsys.readouterr().err == said


def test_the_streams_are_given_back(capsys):
    before = sys.stdout, sys.stderr, sys.stdin
    ended(lambda: 0)
    assert (sys.stdout, sys.stderr, sys.stdin) == before


def test_what_nobody_hears_stops_nothing(monkeypatch):
    class Deaf:
        def write(self, text):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Deaf())
    tell("a line")
    aside("a line")


def test_what_is_told_to_end_unwinds_and_says_so(capsys):
    unwound = []

    def run():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            unwound.append(True)
        return 0

    assert ended(run, name="chore") == 143
    assert capsys.readouterr().err == "chore: told to end; nothing was judged.\n"
    assert unwound == [True]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_who_listens_for_the_end_himself_is_left_to_it(monkeypatch):
    heard = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append(True))
    try:
        assert ended(lambda: os.kill(os.getpid(), signal.SIGTERM) or 0) == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [True]
