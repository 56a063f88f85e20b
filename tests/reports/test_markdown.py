"""Markdown: fits a job summary, and shows what it was told as it was told."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from driftgate import reports
from driftgate.evidence import Judgement
from driftgate.gate import Policy, weigh
from driftgate.reports.markdown import code, escaped

TODAY = date(2026, 11, 24)


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def test_stays_below_a_mebibyte_whatever_comes(make_finding, setting):
    big = "|" * 1000
    findings = [
        make_finding(pointer=f"/{index}", observed=f"{big}{index}", message=big, rule=f"rule-{index}")
        for index in range(3000)
    ]
    run = Judgement(contract="", kind="lint", findings=findings)

    text = reports.render("markdown", weigh([run], policy=Policy(), today=TODAY), setting)

    assert len(text.encode()) < 1024 * 1024
    assert "and 2,500 more" in text


def test_sections_that_do_not_fit_are_counted(monkeypatch, full_verdict, setting):
    from driftgate.reports import markdown

    monkeypatch.setattr(markdown, "MAX_BYTES", 1200)

    text = reports.render("markdown", full_verdict, setting)

    assert text.startswith("## ❌ driftgate: blocked\n")
    assert re.search(r"_\d+ sections are left out: a summary holds 1 MiB", text)


def test_nothing_from_outside_is_markup(hostile_verdict, setting):
    page = html(reports.render("markdown", hostile_verdict, setting))

    tags = set(re.findall(r"<(/?\w+)", page))
    assert {tag for tag in tags if not tag.startswith("/")} <= {
        "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li", "details", "summary", "em",
    }  # fmt: skip
    assert "javascript:" not in re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL).replace("(javascript:", "")


def test_every_row_has_every_cell(hostile_verdict, setting):
    page = html(reports.render("markdown", hostile_verdict, setting))

    for table in re.findall(r"<table>(.*?)</table>", page, flags=re.DOTALL):
        widths = {row.count("<td") + row.count("<th") for row in re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)}
        assert len(widths) == 1


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))
def test_escaped_text_shows_as_it_is(text):
    shown = html(f"| a |\n| --- |\n| x{escaped(text)}x |\n")

    import html as entities

    cell = re.search(r"<td>(.*)</td>", shown)[1]
    assert "<" not in cell
    assert entities.unescape(cell) == f"x{text}x"


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_a_code_span_shows_as_it_is(text):
    import html as entities

    shown = html(f"| a |\n| --- |\n| {code(text)} |\n")

    cell = re.search(r"<td><code>(.*)</code></td>", shown)
    assert entities.unescape(cell[1]) == text


@pytest.mark.parametrize("severity", ["waived", "known"])
def test_what_does_not_block_is_folded(full_verdict, setting, severity):
    assert f"<details><summary>{severity.title()} (1)</summary>" in reports.render("markdown", full_verdict, setting)
