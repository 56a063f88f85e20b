"""`driftgate scan`: one bare body, and what it refuses."""

from __future__ import annotations

import json
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


def test_standard_input_is_read_once(capsys):
    assert main(["scan", "--spec", "pets.json", "-", "-"]) == 2
    assert capsys.readouterr() == ("", "driftgate: scan: standard input can be read once only.\n")
