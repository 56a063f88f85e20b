"""Phrases that several reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.evidence import EMBEDDED_MOCK, counted, percent
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.finding import Finding
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed


def place(finding: Finding) -> str:
    """Return where it was seen, `GET /pets 200 /items/*/id`, else the place in the document."""
    return seen_at(finding) or visible(finding.document_pointer or "the document")


def seen_at(finding: Finding) -> str:
    """Return operation, status and pointer, as far as it has them."""
    return " ".join(visible(part) for part in (finding.operation, finding.status, finding.pointer) if part)


def sightings(finding: Finding) -> str:
    """Return how often: `12 of 4,100 (0.29 %)`, or `twice`-like counts where chances are not known."""
    if finding.out_of is None:
        return "once" if finding.count == 1 else f"{finding.count:,} times"
    if not finding.out_of:
        return f"{finding.count:,}"
    return f"{finding.count:,} of {finding.out_of:,} ({percent(finding.count / finding.out_of)})"


def against(finding: Finding) -> str | None:
    """Return `string "true", expected boolean`; None where the rule says neither, or only that its own text does not hold."""
    if (finding.observed is None and finding.expected is None) or repeats_rule(finding):
        return None
    if finding.observed is None:
        return f"expected {visible(finding.expected or '')}"
    seen = visible(finding.observed)
    return seen if finding.expected is None else f"{seen}, expected {visible(finding.expected)}"


def repeats_rule(finding: Finding) -> bool:
    """Tell whether shape and promise are one rule between fields and its contrary: the message says it in words."""
    return finding.observed == f"not: {finding.expected}"


def told(finding: Finding) -> str:
    """Return what happened, in one sentence for a list: message, shape against promise, how often."""
    said = against(finding)
    return visible(finding.message, 1000) + (f" ({said})" if said else "") + f"; seen {sightings(finding)}"


def tray_line(verdict: Verdict) -> str:
    """Return `1 blocking · 2 waived · 0 known · 3 noted`."""
    return " · ".join(f"{count:,} {tray}" for tray, count in verdict.counts.items())


def waiver_line(weighed: Weighed) -> str | None:
    """Return who accepted it until when and why, or that nobody does any more."""
    waiver = weighed.waiver
    if waiver is None:
        return None
    said = f"{visible(waiver.owner)}, until {waiver.until}: {visible(waiver.reason)}"
    return f"waiver expired: {said}" if weighed.tray != "waived" else f"waived by {said}"


def bodies_line(verdict: Verdict) -> str:
    """Return how much was judged over all runs: `41 exchanges, 41 bodies judged, 4,100 records`."""
    rows = [row for run in verdict.runs for row in run.evidence.values()]
    judged = sum(row.judged for row in rows)
    parts = [
        counted(sum(row.exchanges for row in rows), "exchange"),
        f"{counted(judged, 'body', 'bodies')} judged",
        counted(sum(row.items for row in rows), "record"),
    ]
    if absent := sum(row.absent for row in rows):
        parts.append(f"{absent:,} absent")
    if unreadable := sum(row.unreadable for row in rows):
        parts.append(f"{unreadable:,} unreadable")
    if opaque := sum(row.opaque for row in rows):
        parts.append(f"{opaque:,} not JSON")
    return ", ".join(parts)


def targets(verdict: Verdict) -> str | None:
    """Return what the suite asked, and that a mock of our own shows nothing about the API; None where no suite ran."""
    named = [visible(run.target) for run in verdict.runs if run.target]
    if not named:
        return None
    is_mock = any(EMBEDDED_MOCK in name.split(", ") for name in named)
    return ", ".join(dict.fromkeys(named)) + (", which shows nothing about the API" if is_mock else "")


def promised_at(finding: Finding, setting: Setting) -> str | None:
    """Return where the document says so: `promised in openapi/openapi.json:71`; None where no place is known."""
    # What a revision changed stands in the later document, which promises it no more.
    verb = "now" if finding.source == "revision" else "promised"
    if finding.line is not None:
        return f"{verb} in {setting.document_name}:{finding.line}"
    return f"{verb} at {visible(finding.document_pointer)}" if finding.document_pointer else None


def document_uri(verdict: Verdict, setting: Setting) -> str:
    """Return the path or URL of the vendored document, as far as anybody knows it."""
    named = (run.document for run in verdict.runs if run.document)
    return setting.document_uri or next(named, None) or "openapi/openapi.json"
