"""Text: the verdict for a terminal or a CI log."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from driftgate.reports._words import tray_line
from driftgate.reports.text.evidence import print_coverage, print_evidence, print_unjudged
from driftgate.reports.text.findings import print_findings
from driftgate.reports.text.page import Page
from driftgate.reports.text.waivers import print_gone, print_waivers
from driftgate.verdict import Outcome
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict

_OUTCOME_COLOURS = {Outcome.PASSED: "bold green", Outcome.BLOCKED: "bold red", Outcome.NOT_JUDGED: "bold yellow"}


def render(verdict: Verdict, setting: Setting) -> str:
    """Return the report in `setting.width` columns; the verdict stands in the first line and again in the last."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=setting.width,
        force_terminal=setting.colour,
        color_system="standard" if setting.colour else None,
        no_color=not setting.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    page = Page(console)
    _headline(page, verdict)
    page.line(tray_line(verdict), "dim")
    print_findings(page, verdict, setting)
    print_waivers(page, verdict)
    print_gone(page, verdict)
    print_evidence(page, verdict)
    print_coverage(page, verdict, setting)
    print_unjudged(page, verdict)
    page.line()
    _headline(page, verdict)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _headline(page: Page, verdict: Verdict) -> None:
    page.spans(
        [
            ("driftgate: ", ""),
            (str(verdict.outcome).upper(), _OUTCOME_COLOURS[verdict.outcome]),
            (f": {visible(verdict.reason, 1000)}", ""),
        ]
    )
