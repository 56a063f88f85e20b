"""`driftgate diff`: exit codes, reports, the changelog and the step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftgate.cli.app import main

VENDORED = Path(__file__).parent.parent.parent / "openapi"


@pytest.fixture
def pair(tmp_path, document, monkeypatch):
    """Two documents in an empty working directory: the second is written by the test."""
    monkeypatch.chdir(tmp_path)

    def write(before, after, **options):
        for name, schema in (("old.json", before), ("new.json", after)):
            Path(name).write_text(json.dumps(document(schema, **options)), "utf-8")
        return ["diff", "old.json", "new.json"]

    return write


def test_exit_codes_are_those_of_every_judging_command(pair):
    assert main(pair({"type": "string"}, {"type": "string"})) == 0
    assert main(pair({"type": "string"}, {"type": "integer"})) == 1
    assert main(["diff", "old.json", "missing.json"]) == 2


def test_warnings_block_where_asked_to(pair):
    arguments = pair({"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a", "b"]})
    assert main(arguments) == 0
    assert main([*arguments, "--fail-on", "warning"]) == 1


def test_the_report_holds_the_findings_and_the_step_is_told_beside_it(pair, capsys):
    assert main([*pair({"type": "string"}, {"type": "integer"}), "--report", "json"]) == 1
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report["verdict"] == "blocked"
    (finding,) = report["findings"]
    assert (finding["source"], finding["rule"], finding["tray"]) == (
        "revision",
        "response-body-type-changed",
        "blocking",
    )
    assert told.err.splitlines()[0] == "semver: major"


def test_the_changelog_is_written_where_asked_to(pair):
    assert main([*pair({"type": "string"}, {"type": "string", "minLength": 1}), "--changelog", "CHANGES.md"]) == 0
    assert (
        Path("CHANGES.md").read_text("utf-8").startswith("# Changes\n\nThe client's next version is a **patch** step")
    )
    assert main(["diff", "old.json", "new.json", "--changelog", "no/such/folder.md"]) == 2


def test_today_decides_about_sunsets(tmp_path, operation_document, monkeypatch):
    monkeypatch.chdir(tmp_path)
    leaving = operation_document({"deprecated": True, "x-sunset": "2026-06-01"})
    Path("old.json").write_text(json.dumps(leaving), "utf-8")
    Path("new.json").write_text(json.dumps({**leaving, "paths": {}}), "utf-8")
    assert main(["diff", "old.json", "new.json", "--today", "2026-05-31"]) == 1
    assert main(["diff", "old.json", "new.json", "--today", "2026-06-01"]) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"AssignedSubscriberId": "TSUID-', '"AssignedSubscriberId": "SID-'),
        ('"MessageEnabled": true', '"MessageEnabled": "true"'),
    ],
)
@pytest.mark.parametrize("side", [VENDORED, VENDORED / "openapi.json"], ids=["contract", "document"])
def test_a_revision_in_which_only_the_example_changes_does_not_pass(old, new, side, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (VENDORED / "openapi.json").read_text("utf-8")
    assert old in text
    Path("new.json").write_text(text.replace(old, new), "utf-8")
    assert main(["diff", str(side), "new.json"]) == 1
    assert main(["diff", str(side), str(side)]) == 0
