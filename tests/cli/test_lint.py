"""`driftgate lint` from the command line: settings reach the judge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftgate.cli.app import main

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"responses": {"200": {"description": "ok"}}}}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))


def rules(capsys, *options: str) -> tuple[int, list[str]]:
    code = main(["lint", "--spec", "pets.json", "--report", "json", *options])
    return code, [each["rule"] for each in json.loads(capsys.readouterr().out)["findings"]]


def test_severity_decides_about_the_exit_code(capsys):
    assert rules(capsys) == (0, ["missing-operation-id"])
    assert rules(capsys, "--fail-on", "warning") == (1, ["missing-operation-id"])


def test_a_disabled_rule_is_silent(capsys):
    Path("pyproject.toml").write_text('[tool.driftgate]\ndisabled-rules = ["missing-operation-id"]\n')
    assert rules(capsys, "--fail-on", "warning") == (0, [])
