"""Text: for terminals wide and narrow, and for logs."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from rich.cells import cell_len

from driftgate import reports
from driftgate.evidence import Evidence, Judgement
from driftgate.gate import Policy, weigh
from driftgate.verdict import Tray

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("which", ["full_verdict", "hostile_verdict", "empty_verdict"])
def test_no_line_is_wider_than_the_terminal(width, which, request, make_setting):
    text = reports.render("text", request.getfixturevalue(which), make_setting(width=width))

    assert max(cell_len(line) for line in text.split("\n") if not line.startswith("curl ")) <= width


def test_a_command_line_stands_whole_on_a_line_of_its_own(full_verdict, make_setting):
    commands = {each.finding.curl for each in full_verdict.tray(Tray.BLOCKING) if each.finding.curl}
    lines = reports.render("text", full_verdict, make_setting(width=40)).split("\n")

    assert commands
    assert {line for line in lines if line.startswith("curl ")} == commands


def test_narrow_golden(golden, make_setting):
    golden("text", "report.narrow.txt", make_setting(width=60))


def test_the_verdict_stands_first_and_last(full_verdict, setting):
    lines = reports.render("text", full_verdict, setting).rstrip("\n").split("\n")

    assert lines[0] == lines[-1] == "driftgate: BLOCKED: 2 blocking findings (1 waiver expired)"


def test_colour_adds_nothing_but_colour(full_verdict, setting, make_setting):
    coloured = reports.render("text", full_verdict, make_setting(colour=True))

    assert "\x1b[1;31mBLOCKED" in coloured
    assert ANSI.sub("", coloured).split() == reports.render("text", full_verdict, setting).split()


def test_nothing_to_judge_is_said(empty_verdict, setting):
    assert reports.render("text", empty_verdict, setting) == (
        "driftgate: NOT JUDGED: nothing to judge: no report was given\n"
        "0 blocking · 0 waived · 0 known · 0 noted\n"
        "\n"
        "driftgate: NOT JUDGED: nothing to judge: no report was given\n"
    )


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "is_coloured"),
    [
        (Terminal, {}, True),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"TERM": "dumb"}, False),
        (io.TextIOWrapper, {}, False),
    ],
)
def test_colour_only_on_a_terminal(monkeypatch, full_verdict, stream, environment, is_coloured):
    for name in ("NO_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    raw = io.BytesIO()

    out = stream(raw, encoding="utf-8")

    reports.write(full_verdict, [("text", None)], out=out)

    assert (b"\x1b[" in raw.getvalue()) is is_coloured


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_that_cannot_hold_a_character_gets_a_plain_one(hostile_verdict, full_verdict, encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)

    reports.write(full_verdict, [("text", None)], out=stream)
    reports.write(hostile_verdict, [("text", None), ("html", None), ("markdown", None)], out=stream)

    assert raw.getvalue().startswith(b"driftgate: BLOCKED: 2 blocking findings")
    assert b"\\u05de" in raw.getvalue()


def test_the_width_is_that_of_the_terminal(monkeypatch, full_verdict):
    monkeypatch.setenv("COLUMNS", "50")
    out = io.StringIO()

    reports.write(full_verdict, [("text", None)], out=out)

    assert max(len(line) for line in out.getvalue().split("\n") if not line.startswith("curl ")) <= 50


def many_operations(number, make_finding):
    """Return a verdict over operations of which the last was not seen and all before but every tenth drifted."""
    names = [f"GET /{each:03}" for each in range(number)]
    rows = {
        (name, "200"): Evidence(
            operation=name,
            status="200",
            exchanges=each + 1,
            judged=each + 1,
            drifted={"error": 0 if each % 10 == 9 else 1, "warning": 0, "note": 0},
        )
        for each, name in enumerate(names[:-1])
    }
    run = Judgement(contract="", kind="scan", evidence=rows, expected_evidence=tuple(names), findings=[make_finding()])
    return weigh([run], policy=Policy(), today=date(2026, 11, 24))


def test_of_many_operations_only_what_matters_is_a_sentence(make_finding, setting):
    text = reports.render("text", many_operations(80, make_finding), setting)

    assert "80 operations: 7 without drift, 72 drifted, 1 not judged" in text
    assert [line[:13] for line in text.split("\n") if re.match(r"  GET /\d+: ", line)] == [
        "  GET /009: 0",
        "  GET /079: n",
    ]
    assert len(re.findall(r"^GET /\d+ ", text, flags=re.MULTILINE)) == 20
    assert "GET /009 " not in text  # of those without drift none is in the table
    assert "… and 59 more, with fewer drifted exchanges" in text


def test_of_few_operations_each_is_a_sentence(make_finding, setting):
    text = reports.render("text", many_operations(12, make_finding), setting)

    assert len(re.findall(r"^  GET /\d+: ", text, flags=re.MULTILINE)) == 12
    assert "without drift" not in text


def folded(findings, setting):
    """Return the lines on what blocks, up to the advice."""
    run = Judgement(contract="", kind="scan", findings=findings)
    text = reports.render("text", weigh([run], policy=Policy(), today=date(2026, 11, 24)), setting)
    return text[text.index("BLOCKING") : text.index("\nWhat a rule means")].split("\n")


def of_user(name, operation, make_finding, **changes):
    return make_finding(
        rule="missing-property",
        message="is missing; the contract requires it",
        operation=operation,
        pointer=f"/user/{name}",
        document_pointer="/components/schemas/User",
        observed="missing",
        expected="present",
        sample=None,
        **changes,
    )


def test_findings_of_one_component_are_one_block(make_finding, setting):
    findings = [of_user(name, f"GET /{each}", make_finding) for name in ("id", "url") for each in range(3)] + [
        of_user("name", "GET /0", make_finding)
    ]

    lines = folded([*findings, make_finding()], setting)

    assert lines[:12] == [
        "BLOCKING (8, of 2 causes)",
        "",
        f"error  missing-property  {findings[0].fingerprint} and 6 more",
        "  components/schemas/User, in 3 operations",
        "  id (3), url (3), name",
        "  missing, expected present",
        "  is missing; the contract requires it",
        "  seen 21 times, for one in a.har#3: GET /0 200 /user/id",
        "  promised in openapi/openapi.yaml:13",
        "  again:",
        findings[0].curl,
        "",
    ]
    assert sum(line.startswith("curl ") for line in lines) == 2


def test_few_findings_of_one_cause_are_told_one_by_one(make_finding, setting):
    findings = [make_finding(observed=f'string "{each}"', count=1) for each in ("no", "yes")]

    lines = folded(findings, setting)

    assert lines[2:6] == [
        f"error  string-typed-boolean  {findings[0].fingerprint} and 1 more",
        "  GET /v1/pets",
        f'  200 /items/*/tame: string "no", expected boolean; 1 of 4,100 (0.02 %)  {findings[0].fingerprint}',
        f'  200 /items/*/tame: string "yes", expected boolean; 1 of 4,100 (0.02 %)  {findings[1].fingerprint}',
    ]


def test_of_many_causes_no_rule_hides_the_others(make_finding, setting):
    loud = [make_finding(operation=f"GET /{each:02}") for each in range(60)]
    quiet = make_finding(rule="undocumented-status", operation="GET /quiet", pointer=None)

    lines = folded([*loud, quiet], setting)

    in_full = [line.split()[1] for line in lines if line.startswith("error ")]
    in_short = [line for line in lines if line.startswith("  error ")]
    assert in_full == ["string-typed-boolean"] * 3 + ["undocumented-status"]
    assert len(in_full) + len(in_short) == 50
    assert lines[-2] == "  … and 11 more; `--report html:FILE` shows all"


def test_what_a_document_says_keeps_its_line(make_finding, setting):
    findings = [make_finding(source="document", line=line, pointer=f"/{line}") for line in (3, 4)]

    lines = folded(findings, setting)

    assert [line for line in lines if "promised" in line and "openapi" in line] == [
        "  promised in openapi/openapi.yaml:3",
        "  promised in openapi/openapi.yaml:4",
    ]


def test_what_could_not_be_read_is_told_by_reason(make_finding, setting):
    run = Judgement(contract="", kind="scan", findings=[make_finding()])
    for position in range(120):
        run.unjudged.add("a.har", position, "another host" if position % 2 else "no JSON")

    text = reports.render("text", weigh([run], policy=Policy(), today=date(2026, 11, 24)), setting)

    assert text[text.index("COULD NOT") :].split("\n")[:4] == [
        "COULD NOT BE READ OR MATCHED (120)",
        "  another host: a.har#1, a.har#3, a.har#5 and 47 more",
        "  no JSON: a.har#0, a.har#2, a.har#4 and 47 more",
        "  these are the first 100; the JSON report has the place of each",
    ]
