"""Waivers and the baseline: what somebody has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.reports.text.page import Page
    from driftgate.verdict import Verdict


def print_waivers(page: Page, verdict: Verdict) -> None:
    """Print expired and idle waivers."""
    if verdict.expired:
        page.heading("expired waivers", len(verdict.expired), "bold yellow")
        for waiver in verdict.expired:
            page.line(
                f"{visible(waiver.where or waiver.rule)}: {waiver.rule}, until {waiver.until}, {visible(waiver.owner)}",
                indent=2,
            )
    if verdict.idle:
        page.heading("idle waivers", len(verdict.idle), "bold yellow")
        page.line("They cover nothing that was judged. Remove them, or see what they miss.", "dim", indent=2)
        for idle in verdict.idle:
            waiver = idle.waiver
            named = " ".join(visible(part) for part in (waiver.operation, waiver.pointer) if part)
            page.line(f"{visible(waiver.where or waiver.source)}: {waiver.rule} {named}", indent=2)
            for finding, fields in idle.near:
                page.line(f"misses {finding.fingerprint} by {' and '.join(fields)}", "dim", indent=4)


def print_gone(page: Page, verdict: Verdict) -> None:
    """Print what the baseline knew and nobody sees any more."""
    if verdict.gone:
        page.heading("gone from the baseline", len(verdict.gone), "bold green")
        for entry in verdict.gone:
            named = " ".join(visible(part) for part in (entry.operation, entry.pointer) if part)
            page.line(f"{entry.rule} {named} (known since {entry.first_seen})", "green", indent=2)
        page.line("Well done. scripts/update_baseline.py prunes them.", "dim", indent=2)
