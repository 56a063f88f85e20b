"""JUnit, SARIF, GitHub, GitLab: what their readers need."""

from __future__ import annotations

import json
import os
import re
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from driftgate import reports
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Severity
from driftgate.gate import Policy, weigh

TODAY = date(2026, 11, 24)
VERDICTS = ["full_verdict", "hostile_verdict", "empty_verdict"]


def many(make_finding, number: int, **changes):
    run = Judgement(
        contract="sha256:x",
        kind="lint",
        findings=[make_finding(pointer=f"/f{index:04}", line=index + 1, **changes) for index in range(number)],
    )
    return weigh([run], policy=Policy(), today=TODAY)


# JUnit


@pytest.mark.parametrize("which", VERDICTS)
def test_junit_counts_what_it_holds(which, request, setting):
    root = ET.fromstring(reports.render("junit", request.getfixturevalue(which), setting))

    (suite,) = root
    for tag in ("failure", "error", "skipped"):
        attribute = {"failure": "failures", "error": "errors", "skipped": "skipped"}[tag]
        assert int(suite.attrib[attribute]) == len(suite.findall(f"testcase/{tag}"))
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))


@pytest.mark.parametrize("which", VERDICTS)
def test_junit_keeps_the_schemas_of_ant_and_jenkins(which, request, setting):
    """What Ant's `JUnit.xsd` and Jenkins' `junit-10.xsd` both allow; Ant's is the stricter one nearly everywhere."""
    root = ET.fromstring(reports.render("junit", request.getfixturevalue(which), setting))

    assert (root.tag, root.attrib) == ("testsuites", {})
    (suite,) = root
    assert {name: bool(re.fullmatch(SUITE[name], value)) for name, value in suite.attrib.items()} == dict.fromkeys(
        SUITE, True
    )
    assert re.fullmatch(r"properties( testcase)* system-out system-err", " ".join(each.tag for each in suite))
    assert all(set(each.attrib) == {"name", "value"} and each.attrib["name"] for each in suite.find("properties"))
    for case in suite.findall("testcase"):
        assert set(case.attrib) == {"name", "classname", "time"}
        assert len(case) <= 1
        for result in case:
            assert set(result.attrib) == ({"message"} if result.tag == "skipped" else {"message", "type"})
            assert result.tag in {"skipped", "failure", "error"}
            assert len(result) == 0


SUITE = {
    "name": ".+",
    "package": ".+",
    "id": r"\d+",
    "timestamp": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}",
    "hostname": ".+",
    "tests": r"\d+",
    "failures": r"\d+",
    "errors": r"\d+",
    "skipped": r"\d+",
    "time": r"\d+(\.\d+)?",
}


def test_junit_says_how_much_was_judged(full_verdict, setting):
    (suite,) = ET.fromstring(reports.render("junit", full_verdict, setting))

    assert suite.findtext("system-out").split("\n") == [
        "GET /v1/pets (scan): 6 of 46 exchanges drifted; 41 successful ones with 4,100 records judged",
        "blocked: 2 blocking findings (1 waiver expired)",
    ]
    assert {each.attrib["name"]: each.attrib["value"] for each in suite.find("properties")}["verdict"] == "blocked"


def test_junit_tells_what_blocks_before_what_is_waived(full_verdict, setting):
    root = ET.fromstring(reports.render("junit", full_verdict, setting))
    case = next(each for each in root.iter("testcase") if each.attrib["name"] == "string-typed-boolean")

    assert re.findall(r"^\[(\w+)\]", case.findtext("failure"), flags=re.MULTILINE) == ["blocking", "waived"]


def test_junit_has_one_case_per_operation_and_rule_with_one_failure_each(full_verdict, setting):
    root = ET.fromstring(reports.render("junit", full_verdict, setting))
    cases = {
        (case.attrib["classname"], case.attrib["name"]): [each.tag for each in case] for case in root.iter("testcase")
    }

    assert cases == {
        ("driftgate.GET /v1/pets", "id-prefix-mismatch"): ["failure"],
        ("driftgate.GET /v1/pets", "string-typed-boolean"): ["failure"],
        ("driftgate.GET /v1/pets", "undocumented-property"): ["skipped"],
        ("driftgate.GET /v1/pets", "undocumented-status"): ["skipped"],
        ("driftgate.GET /v1/pets", "evidence (scan)"): [],
        ("driftgate.document", "missing-operation-id"): ["skipped"],
        ("driftgate.document", "undefined-security-scheme"): ["skipped"],
        ("driftgate", "verdict"): [],
    }


def test_junit_is_red_where_nothing_could_be_judged(setting, empty_verdict):
    row = Evidence(operation="GET /a.b", status="401", exchanges=2, judged=2)
    run = Judgement(contract="", kind="suite", evidence={("GET /a.b", "401"): row}, expected_evidence=("GET /a.b",))

    for verdict in (empty_verdict, weigh([run], policy=Policy(), today=TODAY)):
        root = ET.fromstring(reports.render("junit", verdict, setting))
        assert int(root[0].attrib["errors"]) >= 1


def test_junit_is_red_where_idle_waivers_block(full_verdict, setting):
    verdict = replace(full_verdict, weighed=(), reason="1 idle waiver (fail-on-idle-waivers)")

    root = ET.fromstring(reports.render("junit", verdict, setting))

    assert [failure.attrib["message"] for failure in root.iter("failure")] == ["1 idle waiver (fail-on-idle-waivers)"]


# SARIF

CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="the official SARIF schema is not in the repository")
@pytest.mark.parametrize("which", VERDICTS)
def test_sarif_keeps_the_official_schema(which, request, setting):
    schema = json.loads((Path(CORPUS) / "sarif" / "sarif-schema-2.1.0.json").read_text())

    for chosen in (setting, reports.Setting()):
        text = reports.render("sarif", request.getfixturevalue(which), chosen)
        jsonschema_rs.validator_for(schema).validate(json.loads(text))


def results(verdict, setting):
    (run,) = json.loads(reports.render("sarif", verdict, setting))["runs"]
    return run["results"], run


def test_sarif_points_at_lines_of_the_vendored_document(full_verdict, setting):
    found, run = results(full_verdict, setting)

    location = next(each for each in found if each["ruleId"] == "id-prefix-mismatch")["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "openapi/openapi.yaml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 13},
    }
    assert "SRCROOT" in run["originalUriBaseIds"]


def test_sarif_carries_our_fingerprint_and_suppresses_what_is_settled(full_verdict, setting):
    found, _ = results(full_verdict, setting)

    assert {each["partialFingerprints"]["driftgate/v1"] for each in found} == {
        each.finding.fingerprint for each in full_verdict.weighed
    }
    suppressed = {each["ruleId"]: each["suppressions"][0]["justification"] for each in found if "suppressions" in each}
    assert suppressed == {
        "string-typed-boolean": "A half-done rename; reported to the vendor (qa@example.com, until 2027-06-30)",
        "undefined-security-scheme": "cured by openapi/overlays/010-corrections.overlay.yaml#2",
        "undocumented-status": "in the baseline since 2026-05-01",
    }


def test_sarif_has_the_help_of_its_rules(full_verdict, setting):
    found, run = results(full_verdict, setting)
    rules = run["tool"]["driver"]["rules"]

    for each in found:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
    ours = next(rule for rule in rules if rule["id"] == "string-typed-boolean")
    assert ours["help"]["markdown"].startswith("# string-typed-boolean\n\nA boolean is sent")
    assert ours["defaultConfiguration"] == {"level": "error"}


def test_sarif_says_that_nothing_was_judged(empty_verdict, setting):
    _, run = results(empty_verdict, setting)

    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == (
        "not judged: nothing to judge: no report was given"
    )


@pytest.mark.parametrize(
    ("uri", "location"),
    [
        ("https://example.com/a b.json", {"uri": "https://example.com/a%20b.json"}),
        ("open api/ö.json", {"uri": "open%20api/%C3%B6.json", "uriBaseId": "SRCROOT"}),
    ],
)
def test_sarif_escapes_uris(full_verdict, make_setting, uri, location):
    found, _ = results(full_verdict, make_setting(document_uri=uri))

    assert found[0]["locations"][0]["physicalLocation"]["artifactLocation"] == location


@pytest.mark.parametrize(("limit", "value"), [("MAX_RESULTS", 3), ("MAX_BYTES", 2500)])
def test_sarif_keeps_what_weighs_most_within_the_limits_and_says_so(monkeypatch, make_finding, setting, limit, value):
    from driftgate.reports import sarif

    findings = [
        make_finding(pointer=f"/f{index}", severity=Severity.ERROR if index == 39 else Severity.WARNING)
        for index in range(40)
    ]
    verdict = weigh([Judgement(contract="", kind="lint", findings=findings)], policy=Policy(), today=TODAY)
    monkeypatch.setattr(sarif, limit, value)

    text = reports.render("sarif", verdict, setting)
    found, run = results(verdict, setting)

    assert 1 <= len(found) < 40
    assert found[0]["level"] == "error"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith(
        f"{40 - len(found)} of 40 findings are left out, those that weigh least: "
    )
    if limit == "MAX_RESULTS":
        assert len(found) == 3
    else:
        assert len(zlib.compress(text.encode())) <= value


# GitHub

COMMAND = re.compile(r"::(error|warning) file=([^,:]*),line=(\d+),title=([^,:]*)::(.*)")


def test_github_marks_the_worst_ten_and_counts_the_rest(make_finding, setting):
    lines = reports.render("github", many(make_finding, 25), setting).split("\n")

    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 10
    assert errors[-1].endswith("::and 16 more; the job summary and the JSON report have all")


def test_github_marks_exactly_ten_where_there_are_ten(make_finding, setting):
    text = reports.render("github", many(make_finding, 10), setting)

    assert text.count("::error ") == 10
    assert "more" not in text


def test_github_has_warnings_of_its_own(make_finding, setting):
    text = reports.render("github", many(make_finding, 12, severity=Severity.WARNING), setting)

    assert (text.count("::error "), text.count("::warning ")) == (0, 10)


@pytest.mark.parametrize("which", VERDICTS)
def test_github_lines_are_commands_we_wrote(which, request, setting):
    lines = reports.render("github", request.getfixturevalue(which), setting).rstrip("\n").split("\n")

    for line in lines[:-1]:
        assert COMMAND.fullmatch(line)
        assert not re.search("%(?!25|0D|0A|3A|2C)", line)
    assert lines[-1].startswith("driftgate: ")
    assert "::" not in lines[-1]


def test_github_points_at_waivers_that_need_a_person(full_verdict, setting):
    text = reports.render("github", full_verdict, setting)

    assert "::warning file=openapi/waivers.toml,line=23,title=expired waiver" in text
    assert "::warning file=openapi/waivers.toml,line=13,title=idle waiver" in text


def test_github_says_that_nothing_was_judged(empty_verdict, setting):
    assert reports.render("github", empty_verdict, setting).startswith(
        "::error file=openapi/openapi.yaml,line=1,title=driftgate%3A not judged::nothing to judge"
    )


# GitLab


@pytest.mark.parametrize("which", VERDICTS)
def test_gitlab_issues_have_what_gitlab_reads(which, request, setting):
    issues = json.loads(reports.render("gitlab", request.getfixturevalue(which), setting))

    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"] == "openapi/openapi.yaml"
        assert issue["location"]["lines"]["begin"] >= 1
    prints = [issue["fingerprint"] for issue in issues]
    assert len(prints) == len(set(prints))


def test_gitlab_weighs_by_tray(full_verdict, setting):
    issues = json.loads(reports.render("gitlab", full_verdict, setting))
    by_fingerprint = {issue["fingerprint"]: issue for issue in issues}

    for each in full_verdict.weighed:
        issue = by_fingerprint[each.finding.fingerprint]
        assert (issue["severity"] in {"critical", "major"}) is (each.tray == "blocking")
        assert issue["location"]["lines"]["begin"] == (each.finding.line or 1)


def test_gitlab_does_not_read_as_clean_where_nothing_was_judged(empty_verdict, setting):
    assert [issue["severity"] for issue in json.loads(reports.render("gitlab", empty_verdict, setting))] == ["blocker"]
