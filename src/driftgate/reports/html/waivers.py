"""Waivers and the baseline: who accepted what, what nobody needs any more, and how to write one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.verdict import Tray
from driftgate.visible import visible
from driftgate.waiver import entry_text

if TYPE_CHECKING:
    from driftgate.verdict import Verdict, Weighed
    from driftgate.waiver import Waiver

WAIVE_DAYS = 90
"""How long the waiver lasts that the page proposes."""


def waivers_of(verdict: Verdict) -> dict[str, Any]:
    """Return the waivers that somebody has to look at: expired and idle."""
    return {
        "expired": [waiver_of(each) for each in verdict.expired],
        "idle": [
            {
                **waiver_of(each.waiver),
                "near": [(found.fingerprint, " and ".join(fields)) for found, fields in each.near],
            }
            for each in verdict.idle
        ],
    }


def gone_of(verdict: Verdict) -> list[dict[str, str]]:
    """Return what the baseline knew and nobody sees any more."""
    return [
        {"rule": each.rule, "place": _place(each.operation, each.pointer), "since": each.first_seen.isoformat()}
        for each in verdict.gone
    ]


def waiver_of(waiver: Waiver) -> dict[str, str]:
    return {
        "where": visible(waiver.where),
        "rule": waiver.rule,
        "place": _place(waiver.operation, waiver.pointer),
        "reason": visible(waiver.reason, 1000),
        "owner": visible(waiver.owner),
        "until": waiver.until.isoformat(),
    }


def proposal(weighed: Weighed, verdict: Verdict) -> str | None:
    """Return the entry that would accept a finding for a while; None where there is nothing to accept."""
    may_be_waived = weighed.tray in {Tray.BLOCKING, Tray.KNOWN} or (
        weighed.tray is Tray.NOTED and not weighed.is_settled and weighed.finding.severity is not Severity.NOTE
    )
    if not may_be_waived:
        return None
    return entry_text(
        weighed.finding,
        reason="WHY it is accepted",
        owner="WHO answers for it",
        until=verdict.today + timedelta(days=WAIVE_DAYS),
    ).rstrip()


def _place(operation: str | None, pointer: str | None) -> str:
    return " ".join(visible(part) for part in (operation, pointer) if part)
