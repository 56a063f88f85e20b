"""The page on reports tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

from driftgate import reports
from driftgate.coverage import MAX_FIELDS
from driftgate.reports import github, html, markdown, sarif
from driftgate.reports.html.findings import MAX_IN_FULL
from driftgate.reports.text.page import MAX_SHOWN

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")


def test_every_format_stands_on_the_page():
    table = PAGE.split("| format |")[1].split("\n\n")[0]
    named = {name for row in table.split("\n")[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == set(reports.formats())


def test_the_limits_are_those_of_the_code():
    for limit in (
        f"{MAX_SHOWN} findings of a tray",
        f"{html.MAX_CARDS:,} findings, the first {MAX_IN_FULL} in full",
        f"{sarif.MAX_RESULTS:,} results and {sarif.MAX_BYTES // 1_000_000} MB",
        f"{github.LIMIT} errors and {github.LIMIT} warnings",
        f"the first {MAX_FIELDS:,} fields",
    ):
        assert limit in PAGE
    assert markdown.MAX_BYTES < 1024 * 1024
