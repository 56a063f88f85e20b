"""JSON and NDJSON: they keep their schema, and read back to what they were."""

from __future__ import annotations

import json
from datetime import date

import jsonschema_rs
import pytest

from driftgate import reports
from driftgate.baseline import load_baseline
from driftgate.errors import ReportError
from driftgate.finding import Severity
from driftgate.gate import Outcome, Policy, weigh

TODAY = date(2026, 11, 24)


def validator(part: str | None = None):
    schema = reports.schema()
    if part is not None:
        schema = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{part}"}
    return jsonschema_rs.validator_for(schema)


def test_the_schema_is_one():
    jsonschema_rs.meta.validate(reports.schema())


@pytest.mark.parametrize("which", ["full_verdict", "hostile_verdict", "empty_verdict"])
def test_every_report_keeps_the_schema(which, request, setting):
    verdict = request.getfixturevalue(which)

    validator().validate(json.loads(reports.render("json", verdict, setting)))
    lines = reports.render("ndjson", verdict, setting).split("\n")[:-1]
    for line in lines:
        validator("line").validate(json.loads(line))
    assert len([line for line in lines if line.startswith('{"type":"finding"')]) == len(verdict.weighed)


def test_has_what_the_design_promises(full_verdict, setting):
    report = json.loads(reports.render("json", full_verdict, setting))

    assert list(report)[:3] == ["schema_version", "tool", "contract"]
    assert report["schema_version"] == 1
    assert (report["verdict"], report["reason"]) == ("blocked", "2 blocking findings (1 waiver expired)")
    assert report["trays"] == {"blocking": 2, "waived": 1, "known": 1, "noted": 3}
    assert report["evidence"][0] == {
        "operation": "GET /v1/pets",
        "status": 200,
        "exchanges": 42,
        "items": 4100,
        "bodies": {"judged": 41, "absent": 1, "unreadable": 0, "opaque": 0},
        "drifted": {"error": 3, "warning": 1, "note": 0},
        "run": 1,
    }
    assert report["unjudged"] == {"total": 1, "first": [{"seen_in": "a.har#7", "reason": "the body is cut off"}]}
    waived = next(each for each in report["findings"] if each["tray"] == "waived")
    assert waived["waiver"]["owner"] == "qa@example.com"
    assert (waived["status"], waived["fingerprint"]) == (200, "b7bafa087833")


@pytest.fixture
def report_file(tmp_path):
    def write(verdict, name="report.json"):
        reports.write(verdict, [("json", tmp_path / name)])
        return tmp_path / name

    return write


@pytest.mark.parametrize("which", ["full_verdict", "hostile_verdict"])
def test_a_verdict_reads_back_as_it_was(which, request, report_file, setting):
    verdict = request.getfixturevalue(which)

    read = reports.read_verdict(report_file(verdict))

    for name in reports.formats():
        if name != "json":  # which names the document, unknown to the file that was read
            assert reports.render(name, read, setting) == reports.render(name, verdict, setting)
    assert (read.outcome, read.reason, read.counts) == (verdict.outcome, verdict.reason, verdict.counts)


def test_merging_reports_is_weighing_the_runs(runs, report_file):
    policy = Policy()
    paths = [report_file(weigh([run], policy=policy, today=TODAY), f"{run.kind}.json") for run in runs]

    read = [run for path in paths for run in reports.read_json(path)]

    assert weigh(read, policy=policy, today=TODAY) == weigh(runs, policy=policy, today=TODAY)


def test_severity_overrides_are_not_baked_in(runs, report_file):
    lenient = Policy(severities={"string-typed-boolean": Severity.NOTE, "id-prefix-mismatch": Severity.NOTE})
    path = report_file(weigh(runs, policy=lenient, today=TODAY))

    again = weigh(reports.read_json(path), policy=Policy(), today=TODAY)

    assert again.counts == weigh(runs, policy=Policy(), today=TODAY).counts


def test_a_merged_report_beside_its_parts_counts_nothing_twice(runs, report_file):
    whole = weigh(runs, policy=Policy(), today=TODAY)
    path = report_file(whole)

    again = weigh([*reports.read_json(path), *runs], policy=Policy(), today=TODAY)

    assert again == whole


BARE = {
    "schema_version": 1,
    "tool": {"name": "driftgate", "version": "0.1.0"},
    "contract": "sha256:ab",
    "verdict": "passed",
    "reason": "",
    "trays": {"blocking": 0, "waived": 0, "known": 0, "noted": 0},
    "idle_waivers": [],
    "evidence": [
        {
            "operation": "GET /pets",
            "status": 404,
            "exchanges": 4,
            "items": 0,
            "bodies": {"judged": 4, "absent": 0, "unreadable": 0},
            "drifted": {"error": 0, "warning": 0, "note": 0},
        }
    ],
    "unjudged": {"total": 0, "first": []},
    "findings": [],
}


def weighed_file(tmp_path, **changes):
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(BARE | changes))
    return weigh(reports.read_json(path), policy=Policy(), today=TODAY)


def test_a_report_with_only_what_the_design_shows_can_be_weighed(tmp_path):
    assert weighed_file(tmp_path).reason == "GET /pets: every one of 4 answers was 404; check the base URL"
    assert weighed_file(tmp_path, evidence=[]).outcome is Outcome.PASSED
    assert weighed_file(tmp_path, evidence=[], verdict="not judged").outcome is Outcome.NOT_JUDGED


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ": is empty."),
        (b"{", ":1: not valid JSON"),
        (b"\x80\x81", ":1: not valid JSON"),
        (b"[]", ": not a report of driftgate. Write one with `--report json:FILE`."),
        (b"{}", ": not a report of driftgate. Write one with `--report json:FILE`."),
        (b'{"log": {"entries": []}}', ": not a report of driftgate."),
        (json.dumps(BARE | {"schema_version": 9}).encode(), ": has schema_version 9; this driftgate reads 1."),
        (
            json.dumps(BARE | {"findings": [{}]}).encode(),
            ": not a report of driftgate as its schema says: at /findings/0:",
        ),
        (
            json.dumps(BARE | {"evidence": [BARE["evidence"][0] | {"exchanges": -1}]}).encode(),
            ": not a report of driftgate as its schema says: at /evidence/0/exchanges:",
        ),
        (
            json.dumps(BARE | {"evidence": [BARE["evidence"][0] | {"run": 3}]}).encode(),
            ": names run 3 of 1. The report was edited; write it again.",
        ),
    ],
)
def test_what_is_no_report_is_one_line(tmp_path, content, message):
    path = tmp_path / "r.json"
    path.write_bytes(content)

    for read in (reports.read_json, reports.read_verdict):
        with pytest.raises(ReportError) as caught:
            read(path)
        assert str(caught.value).startswith(f"{path}{message}")
        assert "\n" not in str(caught.value)


def test_a_day_that_no_calendar_has_is_one_line(tmp_path):
    path = tmp_path / "r.json"
    path.write_text(json.dumps(BARE | {"today": "2026-13-45"}))

    with pytest.raises(ReportError, match=r"r\.json: not a report of driftgate: month must be in 1\.\.12"):
        reports.read_verdict(path)


def test_a_missing_file_and_a_folder_are_one_line(tmp_path):
    with pytest.raises(ReportError, match=r"no\.json: no such file\. Check the path\."):
        reports.read_json(tmp_path / "no.json")
    with pytest.raises(ReportError, match=r"cannot be read \(Is a directory\)"):
        reports.read_json(tmp_path)


def test_a_byte_order_mark_is_read_over(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(BARE).encode())

    assert len(reports.read_json(path)) == 1


def test_the_baseline_survives_a_verdict_read_back(full_verdict, report_file, tmp_path):
    read = reports.read_verdict(report_file(full_verdict))

    assert read.gone == full_verdict.gone
    assert load_baseline(tmp_path / "none.json").entries == {}
