"""`driftgate gate`, `report` and `waive`: from files to an exit code."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from driftgate import reports
from driftgate.cli.gate import gate, prepare, promise_of
from driftgate.cli.report import report
from driftgate.cli.waive import waive
from driftgate.document import load_document
from driftgate.errors import ConfigError, ReportError
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
WAIVER = """
[[waiver]]
source = "response"
rule = "string-typed-boolean"
operation = "GET /pets"
pointer = "/items/*/tame"
observed = 'string "true"'
reason = "known"
owner = "qa"
until = 2027-01-31
"""


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


def test_each_exit_code(capsys):
    assert outcome(capsys, saved(run())) == (0, "driftgate: PASSED: nothing blocks in 10 successful exchanges")
    assert outcome(capsys, saved(run(DRIFT))) == (1, "driftgate: BLOCKED: 1 blocking finding")
    assert outcome(capsys, saved(run(status="401"))) == (
        2,
        "driftgate: NOT JUDGED: GET /pets: every one of 10 answers was 401; check the credentials",
    )


def test_weighs_several_reports(capsys):
    clean, drifted = saved(run(), "a.json"), saved(run(DRIFT, kind="suite"), "b.json")

    assert outcome(capsys, clean, drifted)[0] == 1


def test_a_waiver_lets_it_pass_until_its_day(capsys):
    Path("openapi/waivers.toml").write_text(WAIVER)

    assert outcome(capsys, saved(run(DRIFT)))[0] == 0
    assert outcome(capsys, saved(run(DRIFT)), today="2027-02-01") == (
        1,
        "driftgate: BLOCKED: 1 blocking finding (1 waiver expired)",
    )


def test_idle_waivers_block_when_asked(capsys):
    Path("openapi/waivers.toml").write_text(WAIVER)

    assert outcome(capsys, saved(run()))[0] == 0
    assert outcome(capsys, saved(run()), fail_on_idle_waivers=True) == (
        1,
        "driftgate: BLOCKED: 1 idle waiver (fail-on-idle-waivers)",
    )


def test_settings_come_from_pyproject_and_options_win(capsys):
    Path("pyproject.toml").write_text("[tool.driftgate]\nmin-exchanges = 11\n")

    assert outcome(capsys, saved(run()))[0] == 2
    assert outcome(capsys, saved(run()), min_exchanges=10)[0] == 0


def test_severity_can_be_lowered_and_a_rule_disabled(capsys):
    Path("pyproject.toml").write_text('[tool.driftgate.severity]\nstring-typed-boolean = "note"\n')
    assert outcome(capsys, saved(run(DRIFT)))[0] == 0
    Path("pyproject.toml").write_text('[tool.driftgate]\ndisabled-rules = ["string-typed-boolean"]\n')
    assert outcome(capsys, saved(run(DRIFT)))[0] == 0


@pytest.mark.parametrize(
    ("write", "options", "error"),
    [
        ({"pyproject.toml": "[tool.driftgate]\nfail_on = 1\n"}, {}, "pyproject.toml:2: unknown setting `fail_on`"),
        ({"openapi/waivers.toml": "[[waiver]]\n"}, {}, "openapi/waivers.toml:1: the waiver has no `source`."),
        ({"openapi/baseline.json": "[]"}, {}, "openapi/baseline.json: not a baseline"),
        ({}, {"fail_on": "erorr"}, "--fail-on: unknown severity 'erorr' (did you mean `error`?)."),
        ({}, {"today": "tomorrow"}, "--today tomorrow: not a day. Write it as in 2026-11-24."),
        ({}, {"report": ["pdf"]}, "--report pdf: unknown format `pdf`."),
        ({}, {"config": Path("no.toml")}, "--config no.toml: no such file."),
        ({}, {"contract": Path("nowhere")}, "--contract nowhere: no such folder."),
        ({}, {"report": ["htm"]}, "--report htm: unknown format `htm`. Did you mean html?"),
        (
            {},
            {"report": ["json:out.json", "html:./openapi/../out.json"]},
            "--report html:./openapi/../out.json: json:out.json goes to the same file. Name another for one of the two.",
        ),
        ({}, {"report": ["json:new/out.json", "html:openapi"]}, "openapi: cannot be written (Is a directory)."),
        ({}, {"report": ["text:openapi"]}, "openapi: cannot be written (Is a directory)."),
    ],
)
def test_what_is_wrong_is_said_in_one_line(write, options, error):
    path = saved(run())
    for name, text in write.items():
        Path(name).write_text(text)

    with pytest.raises((ConfigError, ReportError)) as caught:
        gate([path], **options)

    assert str(caught.value).startswith(error)
    assert "\n" not in str(caught.value)
    assert not Path("new").exists()
    assert not Path("out.json").exists()


def test_a_report_is_rendered_again_as_it_was_judged(capsys):
    Path("openapi/waivers.toml").write_text(WAIVER)
    gate([saved(run(DRIFT))], today=TODAY, min_exchanges=3, report=["json:verdict.json", "text"])
    first = capsys.readouterr().out
    Path("openapi/waivers.toml").unlink()

    assert report(Path("verdict.json")) == 0
    assert capsys.readouterr().out == first
    assert report(Path("verdict.json"), report=["html:r.html", "json:again.json"]) == 0
    assert Path("r.html").read_text().startswith("<!doctype html>")
    assert json.loads(Path("again.json").read_text()) == json.loads(Path("verdict.json").read_text())


def test_the_schema_can_be_printed(capsys):
    assert report(None, schema=True) == 0
    assert json.loads(capsys.readouterr().out) == reports.schema()
    with pytest.raises(ConfigError, match=r"no REPORT\.json given"):
        report(None)


def test_the_document_is_found_and_its_secrets_are_known():
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Pet": {"properties": {"Chip": {"type": "string", "x-sensitive": True}}}}},
    }
    Path("openapi/openapi.json").write_text(json.dumps(document))
    Path("other.json").write_text(json.dumps(document | {"info": {"title": "Other", "version": "1"}}))
    other = Judgement(contract="", kind="lint", document="other.json")

    found = promise_of([run()], Path("openapi"))
    assert (found.document.title, found.sensitive_names) == ("Pets", {"Chip"})
    assert promise_of([other], Path("openapi")).document.title == "Other"
    assert promise_of([Judgement(contract="", kind="lint", document="gone.json")], Path("openapi")) is None
    assert promise_of([Judgement(contract="", kind="lint", document="https://x/y")], Path("openapi")) is None
    Path("openapi/openapi.json").write_text("{")
    assert promise_of([run()], Path("openapi")) is None


def test_values_that_the_contract_keeps_secret_are_not_shown(capsys):
    example = {"Chip": "985-112", "Name": "Rex"}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {
            "schemas": {"Pet": {"properties": {"Chip": {"type": "string", "x-sensitive": True}}, "example": example}}
        },
    }
    path = Path("openapi/openapi.json")
    path.write_text(json.dumps(document, indent=1))
    line = path.read_text()[: path.read_text().index("985-112")].count("\n") + 1
    at_the_secret = replace(DRIFT, line=line)

    gate([saved(run(at_the_secret))], today=TODAY, report=["html"])
    shown = capsys.readouterr().out
    prepare(contract=Path("openapi"), report=["html"]).conclude(
        [run(at_the_secret)], document=load_document("openapi/openapi.json")
    )

    for text in (shown, capsys.readouterr().out):
        assert "985-112" not in text
        assert "&#34;Chip&#34;: &#34;****&#34;" in text
        assert "Rex" in text


def test_the_printed_waiver_covers_the_finding_when_pasted(capsys):
    path = saved(run(DRIFT))

    assert waive(DRIFT.fingerprint[:6], reason="known", owner="qa", until="2027-01-31", today=TODAY) == 0
    printed = capsys.readouterr()
    assert tomllib.loads(printed.out)["waiver"][0]["pointer"] == "/items/*/tame"
    assert printed.err == "Paste into openapi/waivers.toml:\n\n"
    Path("openapi/waivers.toml").write_text(printed.out)
    assert outcome(capsys, path)[0] == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fingerprint": "ffffffffffff"}, "waive: no finding ffffffffffff in reports/scan.json (1 finding)."),
        ({"fingerprint": "f"}, "waive: 'f' is too short to name a finding."),
        ({"fingerprint": DRIFT.fingerprint[:-1] + "x"}, f"waive: no finding {DRIFT.fingerprint[:-1]}x"),
        ({"reason": " "}, "waive: --reason and --owner must say something."),
        ({"until": "later"}, "--until later: not a day."),
        ({"until": "2026-11-23"}, "--until 2026-11-23: must lie between 2026-11-24 and 2027-11-25."),
        ({"until": "2028-01-01"}, "--until 2028-01-01: must lie between"),
        ({"seen_in": [Path("no.json")]}, "no.json: no such file."),
    ],
)
def test_a_waiver_that_cannot_be_written_says_why(changes, error):
    saved(run(DRIFT))
    options = {"fingerprint": DRIFT.fingerprint, "reason": "r", "owner": "o", "until": "2027-01-31", "today": TODAY}

    with pytest.raises((ConfigError, ReportError)) as caught:
        waive(**(options | changes))

    assert str(caught.value).startswith(error)


def test_a_near_fingerprint_is_suggested():
    saved(run(DRIFT))

    with pytest.raises(ConfigError, match=rf"Did you mean {DRIFT.fingerprint} \(string-typed-boolean\)\?"):
        waive(DRIFT.fingerprint[:-1] + "x", reason="r", owner="o", until="2027-01-31", today=TODAY)


def test_without_reports_there_is_nothing_to_waive():
    with pytest.raises(ConfigError, match="waive: no report to look in"):
        waive("abcd", reason="r", owner="o", until="2027-01-31")
