"""The chore `update_baseline`: known drift is kept, what is gone is pruned, and new drift comes in only when asked."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from driftgate import reports
from driftgate.baseline import load_baseline
from driftgate.cli.gate import gate
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, Severity, Source
from driftgate.gate import Policy, weigh

TODAY = "2026-11-24"
PETS = "GET /pets"
DRIFT = Finding(
    source=Source.RESPONSE,
    rule="string-typed-boolean",
    severity=Severity.ERROR,
    message="is a string",
    operation=PETS,
    status="200",
    media_type="application/json",
    pointer="/items/*/tame",
    line=5,
    observed='string "true"',
    expected="boolean",
    count=1,
    out_of=100,
)


def run(*findings, exchanges=10, status="200", kind="scan") -> Judgement:
    row = Evidence(operation=PETS, status=status, exchanges=exchanges, judged=exchanges)
    return Judgement(
        contract="sha256:ab",
        kind=kind,
        findings=list(findings),
        evidence={(PETS, status): row},
        expected_evidence=(PETS,),
    )


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A repository with nothing but what a test puts into it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi").mkdir()
    return tmp_path


def saved(judgement: Judgement, name: str = "reports/scan.json") -> Path:
    verdict = weigh([judgement], policy=Policy(), today=date.fromisoformat(TODAY))
    reports.write(verdict, [("json", Path(name))])
    return Path(name)


def outcome(capsys, *paths: Path, **options) -> tuple[int, str]:
    code = gate(list(paths), **({"today": TODAY} | options))
    return code, capsys.readouterr().out.split("\n")[0]


@pytest.fixture(scope="module")
def update_baseline():
    path = Path(__file__).parents[2] / "scripts" / "update_baseline.py"
    spec = importlib.util.spec_from_file_location("update_baseline", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main


def entries():
    return load_baseline(Path("openapi/baseline.json")).entries


def test_the_baseline_takes_in_new_drift_only_when_asked(update_baseline, capsys):
    path = str(saved(run(DRIFT)))

    assert update_baseline([path, "--today", TODAY]) == 0
    assert entries() == {}
    assert "not accepted: 1 new" in capsys.readouterr().out
    assert update_baseline([path, "--today", TODAY, "--accept-new"]) == 0
    assert list(entries()) == [DRIFT.fingerprint]
    assert "\naccepted: 1 new\n" in "\n" + capsys.readouterr().out
    assert outcome(capsys, Path(path)) == (0, "driftgate: PASSED: nothing blocks in 10 successful exchanges")


def test_the_baseline_keeps_first_and_moves_last_seen(update_baseline):
    path = str(saved(run(DRIFT)))
    update_baseline([path, "--today", "2026-05-01", "--accept-new"])

    update_baseline([path, "--today", TODAY])

    assert [(str(each.first_seen), str(each.last_seen)) for each in entries().values()] == [("2026-05-01", TODAY)]


def test_the_baseline_shrinks_only_on_evidence(update_baseline, capsys):
    update_baseline([str(saved(run(DRIFT))), "--today", TODAY, "--accept-new"])
    few, enough = str(saved(run(exchanges=10), "few.json")), str(saved(run(exchanges=400), "enough.json"))

    assert update_baseline([few, "--check"]) == 0
    update_baseline([few, "--today", TODAY])
    assert len(entries()) == 1
    assert "kept: 1 that these reports have too little evidence to judge" in capsys.readouterr().out

    assert update_baseline([enough, "--check"]) == 1
    assert len(entries()) == 1
    assert update_baseline([enough, "--today", TODAY]) == 0
    assert entries() == {}
    assert "gone: string-typed-boolean GET /pets /items/*/tame (known since 2026-11-24)" in capsys.readouterr().out


def test_the_chore_ends_with_2_on_bad_input(update_baseline, capsys):
    assert update_baseline(["no.json"]) == 2
    assert capsys.readouterr().err == "update_baseline: no.json: no such file. Check the path.\n"


def test_the_baseline_is_pruned_by_no_report_of_a_part(update_baseline, capsys):
    other = replace(DRIFT, rule="type-mismatch")
    update_baseline([str(saved(run(DRIFT, other))), "--today", TODAY, "--accept-new"])
    part = replace(run(DRIFT, exchanges=5000), incomplete="it was asked for --rule string-typed-boolean only")

    assert update_baseline([str(saved(part)), "--today", TODAY]) == 0

    assert len(entries()) == 2
    assert "gone" not in capsys.readouterr().out


def test_the_baseline_needs_a_folder_and_makes_no_empty_file(update_baseline, capsys):
    path = str(saved(run()))

    assert update_baseline([path, "--today", TODAY]) == 0
    assert not Path("openapi/baseline.json").exists()
    capsys.readouterr()
    assert update_baseline([path, "--contract", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("update_baseline: --contract nowhere: no such folder.")
    assert not Path("nowhere").exists()


def test_a_broken_baseline_says_how_to_begin_again(update_baseline, capsys):
    Path("openapi/baseline.json").write_text("{")

    assert update_baseline([str(saved(run()))]) == 2
    assert capsys.readouterr().err == (
        "update_baseline: openapi/baseline.json:1: not valid JSON. Restore the file, or remove it and begin again with "
        "scripts/update_baseline.py --accept-new.\n"
    )
    assert Path("openapi/baseline.json").read_text() == "{"
