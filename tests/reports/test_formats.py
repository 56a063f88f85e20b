"""What is true of every format."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "]]>",
        "-->",
        "\x00\x1b[2J",
        "\u202e\u2066",
        "\ufffe\ud800",
        "::error::x",
        "a\r\n::x",
        "|`*_",
    ]
)
SAID = st.text(st.characters(), max_size=20) | HOSTILE
PLACES = st.tuples(SAID, st.sampled_from(["200", "404"]))


@st.composite
def verdicts(draw):
    """Draw a verdict of which every text comes from somebody who wishes us ill."""
    places = draw(st.lists(PLACES, max_size=3, unique=True))
    run = Judgement(
        contract="sha256:x",
        kind="scan",
        findings=[replace(each, message=draw(SAID)) for each in draw(st.lists(FINDINGS, max_size=4))],
        evidence={
            place: Evidence(operation=place[0], status=place[1], exchanges=draw(st.integers(0, 3)), judged=1)
            for place in places
        },
        fields={(*place, draw(SAID)): draw(st.integers(0, 3)) for place in places},
        promised={place[0]: ("200", "4XX") for place in places},
        expected_evidence=tuple({operation for operation, _ in places}),
        target=draw(st.none() | SAID),
        incomplete=draw(st.none() | SAID),
    )
    for position, reason in enumerate(draw(st.lists(SAID, max_size=3))):
        run.unjudged.add(draw(SAID), position, reason)
    return weigh([run], policy=Policy(), today=TODAY)


TAGS = {"html", "head", "body", "main", "header", "footer", "section", "form", "fieldset", "legend", "label", "input",
        "button", "details", "summary", "div", "span", "p", "pre", "code", "bdi", "b", "a", "br", "wbr", "mark", "small",
        "strong", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "h1", "h2",
        "h3", "h4", "h5", "title", "meta", "link", "style", "script", "em", "ol"}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]
        assert {value for name, value in attrs if name == "style"} <= {"text-align:right"}


HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def parsed(name: str, text: str) -> None:
    """Read a report as its reader would."""
    if name in {"json", "sarif", "gitlab"}:
        json.loads(text)
    elif name == "ndjson":
        assert {json.loads(line)["type"] for line in text.split("\n")[:-1]} >= {"verdict", "unjudged"}
    elif name == "junit":
        ET.fromstring(text)
    elif name == "html":
        tags = Tags(text).seen
        assert set(tags) <= TAGS
        assert tags.count("script") == 1
    elif name == "markdown":
        shown = Tags(MarkdownIt("commonmark", {"html": True}).enable("table").render(text)).seen
        assert set(shown) <= TAGS - {"script", "style", "a", "link", "form", "input"}
    elif name == "github":
        assert all(re.match(r"::(error|warning) file=|driftgate: ", line) for line in text.split("\n")[:-1])
    else:
        assert {unicodedata.category(char) for char in text if char != "\n"}.isdisjoint(HIDDEN)


@settings(max_examples=60, deadline=None)
@given(verdict=verdicts())
def test_every_verdict_can_be_told_read_back_and_told_again_in_the_same_bytes(verdict, make_setting, tmp_path_factory):
    chosen = make_setting()
    path = tmp_path_factory.mktemp("told") / "report.json"
    path.write_text(reports.render("json", verdict, chosen), encoding="utf-8")
    read = reports.read_verdict(path)

    for name in reports.formats():
        text = reports.render(name, verdict, chosen)
        text.encode("utf-8")
        parsed(name, text)
        assert text == reports.render(name, read, chosen)


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
