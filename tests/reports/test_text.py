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
    assert len(re.findall(r"^GET /\d+ ", text, flags=re.MULTILINE)) == 50
    assert "GET /009 " not in text  # of those without drift none is in the table
    assert "… and 29 more, with fewer drifted exchanges" in text


def test_of_few_operations_each_is_a_sentence(make_finding, setting):
    text = reports.render("text", many_operations(12, make_finding), setting)

    assert len(re.findall(r"^  GET /\d+: ", text, flags=re.MULTILINE)) == 12
    assert "without drift" not in text
