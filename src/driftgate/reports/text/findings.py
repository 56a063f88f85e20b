"""Findings by tray: what blocks in full, the rest in two lines each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import MAX_CHARS
from driftgate.reports._words import against, place, promised_at, seen_at, sightings, waiver_line
from driftgate.reports.text.page import COLOURS, MAX_SHOWN
from driftgate.verdict import Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.reports._setting import Setting
    from driftgate.reports.text.page import Page
    from driftgate.verdict import Verdict, Weighed


def print_findings(page: Page, verdict: Verdict, setting: Setting) -> None:
    """Print the four trays, what blocks first."""
    _blocking(page, verdict.tray(Tray.BLOCKING), setting)
    _section(page, "waived", verdict.tray(Tray.WAIVED), _waived)
    _section(page, "known", verdict.tray(Tray.KNOWN), _known)
    _noted(page, verdict.tray(Tray.NOTED), setting)


def _blocking(page: Page, findings: Sequence[Weighed], setting: Setting) -> None:
    if not findings:
        return
    page.heading(Tray.BLOCKING, len(findings), "bold red")
    for each in findings[:MAX_SHOWN]:
        page.line()
        _in_full(page, each, setting)
    _more(page, findings)
    first = findings[0].finding
    page.line()
    page.line(f"What a rule means: driftgate explain {first.rule}", "dim")
    page.line(f"To accept one: driftgate waive {first.fingerprint} --reason ... --owner ... --until ...", "dim")


def _in_full(page: Page, weighed: Weighed, setting: Setting) -> None:
    finding = weighed.finding
    severity = finding.severity
    page.spans(
        [
            (severity, COLOURS[severity]),
            ("  ", ""),
            (finding.rule, "bold"),
            (f"  {finding.fingerprint}", "dim"),
        ]
    )
    about = " ".join(visible(part) for part in (finding.operation, finding.status, finding.media_type) if part)
    if finding.source != "response":
        about = f"{about} ({finding.source})" if about else f"({finding.source})"
    page.line(about, indent=2)
    if finding.pointer is not None:
        page.line(visible(finding.pointer) or "(the whole body)", "bold", indent=2)
    if said := against(finding):
        page.line(said, COLOURS[severity], indent=2)
    page.line(visible(finding.message), indent=2)
    seen = f"{sightings(finding)}, first in {visible(finding.first_seen)}" if finding.first_seen else sightings(finding)
    page.line(f"seen {seen}", indent=2)
    if where := promised_at(finding, setting):
        page.line(where, indent=2)
    if finding.sample is not None:
        page.line(f"sample {visible(finding.sample, 200)}", "dim", indent=2)
    if finding.curl is not None:
        page.line("again:", "dim", indent=2)
        page.whole(visible(finding.curl, MAX_CHARS["curl"]), "dim")
    if said := waiver_line(weighed):
        page.line(said, "yellow", indent=2)


def _section(page: Page, title: str, findings: Sequence[Weighed], show: Callable[[Page, Weighed], None]) -> None:
    if findings:
        page.heading(title, len(findings))
        for each in findings[:MAX_SHOWN]:
            show(page, each)
        _more(page, findings)


def _more(page: Page, findings: Sequence[Weighed]) -> None:
    if len(findings) > MAX_SHOWN:
        page.line(f"… and {len(findings) - MAX_SHOWN:,} more; `--report html:FILE` shows all", "dim", indent=2)


def _brief(page: Page, weighed: Weighed) -> None:
    finding = weighed.finding
    where = seen_at(finding)
    page.spans([(finding.severity, COLOURS[finding.severity]), (f"  {finding.rule}  ", ""), (where, "")], indent=2)
    source = "" if finding.source == "response" else f" ({finding.source})"
    page.line(f"{against(finding) or visible(finding.message)}, {sightings(finding)}{source}", indent=4)


def _waived(page: Page, weighed: Weighed) -> None:
    _brief(page, weighed)
    page.line(waiver_line(weighed) or "", "dim", indent=4)


def _known(page: Page, weighed: Weighed) -> None:
    _brief(page, weighed)
    page.line(weighed.why, "dim", indent=4)


NOTED_OF_A_RULE = 5
"""Noted findings of one rule that are named; the rest is a count."""


def _noted(page: Page, findings: Sequence[Weighed], setting: Setting) -> None:
    """Print what does not block: each in two lines, with its place, and why it does not."""
    if not findings:
        return
    page.heading(Tray.NOTED, len(findings))
    by_rule: dict[tuple[int, str], list[Weighed]] = {}
    for each in findings:
        by_rule.setdefault((-each.finding.severity.weight, each.finding.rule), []).append(each)
    for (_, rule), alike in sorted(by_rule.items()):
        for each in alike[:NOTED_OF_A_RULE]:
            finding = each.finding
            where = place(finding)
            if finding.line is not None:
                where += f" ({setting.document_name}:{finding.line})"
            page.spans([(finding.severity, COLOURS[finding.severity]), (f"  {rule}  ", ""), (where, "")], indent=2)
            seen = against(finding) or visible(finding.message)
            page.line(f"{seen}; {visible(each.why)}", "dim", indent=4)
        if len(alike) > NOTED_OF_A_RULE:
            page.line(f"{len(alike) - NOTED_OF_A_RULE:,} more of {rule}", "dim", indent=4)
