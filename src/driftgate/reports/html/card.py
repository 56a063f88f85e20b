"""A card: one finding, promise against sighting, with all that it takes to see it again and to settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.reports._words import repeats_rule, sightings
from driftgate.reports.html.bar import bar_of
from driftgate.reports.html.excerpt import excerpt
from driftgate.reports.html.waivers import proposal, waiver_of
from driftgate.visible import block, visible

if TYPE_CHECKING:
    from driftgate.finding import Finding
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

_SOURCES = {
    "document": "the document itself",
    "example": "an example in the document",
    "request": "a request",
    "response": "an answer",
    "overlay": "an overlay",
    "revision": "a new revision",
    "client": "the generated client",
}


def card_of(weighed: Weighed, verdict: Verdict, setting: Setting, *, is_open: bool, in_full: bool) -> dict[str, Any]:
    """Return a finding as the template shows it; not `in_full`, without excerpt, command line and waiver to paste."""
    finding = weighed.finding
    lines = None
    if in_full and setting.document is not None and finding.line is not None:
        lines = excerpt(setting.document, finding.line, setting.sensitive)
    return {
        "id": finding.fingerprint,
        "tray": str(weighed.tray),
        "severity": str(finding.severity),
        "overridden": str(weighed.rule_severity) if weighed.rule_severity is not finding.severity else None,
        "is_open": is_open,
        "is_revision": finding.source == "revision",
        "source_said": _SOURCES[finding.source],
        "source": str(finding.source),
        "status": visible(finding.status or ""),
        "media_type": visible(finding.media_type or ""),
        "pointer": _where(finding),
        "message": visible(finding.message, 1000),
        "repeats_rule": repeats_rule(finding),
        "observed": visible(finding.observed) if finding.observed is not None else None,
        "expected": visible(finding.expected) if finding.expected is not None else None,
        "sightings": sightings(finding),
        "bar": bar_of({str(finding.severity): finding.count}, finding.out_of) if finding.out_of else [],
        "first_seen": visible(finding.first_seen) if finding.first_seen else None,
        "sample": block(finding.sample, 2000) if finding.sample is not None else None,
        "curl": visible(finding.curl, 4000) if in_full and finding.curl is not None else None,
        "excerpt": lines,
        "line": finding.line,
        "document_pointer": visible(finding.document_pointer, 300) if finding.document_pointer else None,
        "why": visible(weighed.why),
        "waiver": waiver_of(weighed.waiver) if weighed.waiver is not None else None,
        "cured_by": visible(finding.cured_by) if finding.cured_by else None,
        "known_since": weighed.known.first_seen.isoformat() if weighed.known is not None else None,
        "entry": proposal(weighed, verdict) if in_full else None,
    }


def _where(finding: Finding) -> str:
    """Return the place that a card is called by."""
    if finding.pointer:
        return visible(finding.pointer, 300)
    if finding.source in {"response", "request"}:
        return f"the whole {'answer' if finding.source == 'response' else 'request'}"
    if finding.pointer is None and finding.document_pointer:
        return visible(finding.document_pointer, 300)
    return f"the whole {finding.source}"
