"""What is true of every format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate import reports
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, Severity, Source
from driftgate.gate import Policy, weigh

TODAY = date(2026, 11, 24)
GOLDEN_FILES = {
    "github": "report.github.txt",
    "gitlab": "report.gitlab.json",
    "html": "report.html",
    "json": "report.json",
    "junit": "report.junit.xml",
    "markdown": "report.md",
    "ndjson": "report.ndjson",
    "sarif": "report.sarif",
    "text": "report.txt",
}


def test_the_folder_is_the_registry():
    assert reports.formats() == tuple(GOLDEN_FILES)


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_golden(name, golden, setting):
    golden(name, GOLDEN_FILES[name], setting)


@pytest.mark.parametrize("name", GOLDEN_FILES)
@pytest.mark.parametrize("which", ["full_verdict", "hostile_verdict", "empty_verdict"])
def test_is_utf_8_text_that_ends_in_one_line_end(name, which, request, setting):
    text = reports.render(name, request.getfixturevalue(which), setting)

    text.encode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_needs_neither_document_nor_rules(name, full_verdict):
    assert reports.render(name, full_verdict, reports.Setting())


@pytest.mark.parametrize("name", sorted(set(GOLDEN_FILES) - {"json", "ndjson"}))
def test_nothing_from_outside_controls_a_terminal_or_hides(name, hostile_verdict, setting):
    text = reports.render(name, hostile_verdict, setting)

    assert not {char for char in text if char in "\x1b\x07\x00\x9b\u202e\u2066\u200f\ufeff"}


@pytest.mark.parametrize("name", sorted(set(GOLDEN_FILES) - {"json", "ndjson"}))
def test_a_megabyte_from_outside_is_cut(name, hostile_verdict, setting):
    assert "x" * 5000 not in reports.render(name, hostile_verdict, setting)


TEXT = st.none() | st.text(max_size=20)
FINDINGS = st.builds(
    Finding,
    source=st.sampled_from(Source),
    rule=st.sampled_from(["string-typed-boolean", "type-mismatch"]),
    severity=st.sampled_from(Severity),
    message=st.text(st.characters(), max_size=20),
    operation=TEXT,
    status=st.none() | st.sampled_from(["200", "4XX", "default"]),
    media_type=TEXT,
    pointer=TEXT,
    document_pointer=TEXT,
    line=st.none() | st.integers(1, 40),
    observed=TEXT,
    expected=TEXT,
    count=st.integers(0, 9),
    out_of=st.none() | st.integers(0, 9),
    first_seen=TEXT,
    sample=TEXT,
    curl=TEXT,
    cured_by=st.none() | st.just("010.overlay.yaml#1"),
)


@settings(max_examples=30, deadline=None)
@given(findings=st.lists(FINDINGS, max_size=4), seen=st.booleans())
def test_every_verdict_can_be_told_and_always_in_the_same_bytes(findings, seen, make_setting):
    row = Evidence(operation="GET /v1/pets", status="200", exchanges=1, judged=1)
    run = Judgement(
        contract="sha256:x",
        kind="scan",
        findings=findings,
        evidence={("GET /v1/pets", "200"): row} if seen else {},
    )
    verdict = weigh([run], policy=Policy(), today=TODAY)

    for name in reports.formats():
        text = reports.render(name, verdict, make_setting())
        text.encode("utf-8")
        assert text == reports.render(name, verdict, make_setting())


@pytest.mark.parametrize(
    ("asked", "target"), [("text", ("text", None)), ("html:a/b.html", ("html", Path("a/b.html"))), ("json:C:x", ("json", Path("C:x")))]
)  # fmt: skip
def test_a_target_is_a_format_and_a_file(asked, target):
    assert reports.parse_target(asked) == target


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("xml", "--report xml: unknown format `xml`. Formats are github, gitlab, html, json, junit, markdown, ndjson,"),
        ("html:", "--report html:: names no file after the colon. Write `html` for standard output."),
        ("", "--report : unknown format ``."),
        ("_words", "--report _words: unknown format `_words`."),
    ],
)
def test_a_wrong_target_is_one_line(asked, message):
    with pytest.raises(reports.ReportError) as caught:
        reports.parse_target(asked)

    assert str(caught.value).startswith(message)
