"""HTML: one self-contained page for the people who decide on a release. Reads without JavaScript, filters with it."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from datetime import timedelta
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from driftgate import __version__
from driftgate.evidence import counted
from driftgate.finding import Severity
from driftgate.reports._coverage import coverage
from driftgate.reports._excerpt import excerpt
from driftgate.reports._words import block, bodies_line, document_uri, sightings, visible
from driftgate.verdict import Outcome, Tray
from driftgate.waiver import entry_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import jinja2

    from driftgate.evidence import Evidence
    from driftgate.finding import Finding
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

MAX_CARDS = 2000
"""Findings shown with all they have; a page with more does not open. What blocks comes first."""
WAIVE_DAYS = 90
"""How long the waiver lasts that the page proposes."""

MEANINGS = {
    Tray.BLOCKING: "hold the release",
    Tray.WAIVED: "accepted by a person, until a day",
    Tray.KNOWN: "in the baseline",
    Tray.NOTED: "below the threshold, or cured",
}
_ORDER = {tray: index for index, tray in enumerate(Tray)}
_SOURCES = {
    "document": "the document itself",
    "example": "an example in the document",
    "request": "a request",
    "response": "an answer",
    "overlay": "an overlay",
    "revision": "a new revision",
    "client": "the generated client",
}


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return the page: verdict, evidence, coverage, findings by operation and rule, waivers, the rules' pages.

    A content security policy lets only this page's own style and script run, and nothing be fetched.
    """
    style, script = _asset("_page.css"), _asset("_page.js")
    ordered = sorted(verdict.weighed, key=lambda each: _ORDER[each.tray])
    shown = ordered[:MAX_CARDS]
    used = {each.finding.rule for each in shown}
    return _template().render(
        style=style,
        script=script,
        policy=f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        version=__version__,
        outcome=str(verdict.outcome),
        outcome_class=str(verdict.outcome).replace(" ", "-"),
        reason=visible(verdict.reason, 1000),
        contract=visible(verdict.contract),
        contract_short=_short(verdict.contract),
        document=visible(document_uri(verdict, setting)),
        today=verdict.today.isoformat(),
        policy_line=_policy(verdict),
        trays=[(tray, count, MEANINGS[Tray(tray)]) for tray, count in verdict.counts.items()],
        missing=[visible(each, 1000) for each in verdict.missing],
        totals=bodies_line(verdict),
        evidence=[_evidence(run.kind, row) for run in verdict.runs for _, row in sorted(run.evidence.items())],
        assessments=[
            {
                "operation": visible(each.operation),
                "kind": each.kind,
                "said": visible(each.sentence, 1000),
                "state": "short" if each.missing else "drift" if each.drifted else "enough",
                "missing": each.missing,
            }
            for each in verdict.assessments
        ],
        coverage=coverage(verdict, setting.document.tree if setting.document else None),
        groups=_groups(shown, verdict, setting),
        total=len(verdict.weighed),
        more=len(verdict.weighed) - len(shown),
        severities=Counter(str(each.finding.severity) for each in shown),
        expired=[_waiver(each) for each in verdict.expired],
        idle=[
            {**_waiver(each.waiver), "near": [(found.fingerprint, " and ".join(fields)) for found, fields in each.near]}
            for each in verdict.idle
        ],
        gone=[
            {"rule": each.rule, "place": _place(each.operation, each.pointer), "since": each.first_seen.isoformat()}
            for each in verdict.gone
        ],
        unjudged_total=verdict.unjudged.total,
        unjudged=[(visible(f"{recording}#{at}"), visible(why)) for recording, at, why in verdict.unjudged.first],
        rules=[_rule(name, setting) for name in sorted(used & set(setting.rules))],
        waivers_file=visible(setting.waivers_file),
        open_by_default=verdict.outcome is Outcome.BLOCKED,
    )


def _policy(verdict: Verdict) -> str:
    policy = verdict.policy
    needs = (
        f"each operation needs {counted(policy.min_exchanges, 'judged 2xx answer')}, "
        f"each collection {counted(policy.min_items, 'record')}"
    )
    return f"fails on {policy.fail_on}; {needs}"


def _evidence(kind: str, row: Evidence) -> dict[str, Any]:
    counts = {name: row.drifted.get(name, 0) for name in ("error", "warning", "note")}
    total = max(1, row.exchanges)
    segments, left = [], 0.0
    for name, count in counts.items():
        width = round(100 * count / total, 2)
        # One in ten thousand is still to be seen.
        width = max(width, 1.5) if count else 0.0
        segments.append((name, left, width))
        left += width
    return {
        "kind": kind,
        "operation": visible(row.operation),
        "status": visible(row.status),
        "row": row,
        "drifted": counts,
        "segments": [each for each in segments if each[2]],
    }


def _groups(shown: Sequence[Weighed], verdict: Verdict, setting: Setting) -> list[dict[str, Any]]:
    """Return findings by operation and, in it, by rule: groups with something that blocks first."""

    def about(each: Weighed) -> str:
        return each.finding.operation or ""

    groups = []
    for operation, members in _grouped(shown, about):
        rules = [
            {
                "rule": rule,
                "summary": _inline(setting.rules[rule].summary) if rule in setting.rules else "",
                "has_page": rule in setting.rules,
                "cards": [_card(each, verdict, setting) for each in findings],
            }
            for rule, findings in _grouped(members, lambda each: each.finding.rule)
        ]
        counts = Counter(str(each.tray) for each in members)
        groups.append(
            {
                "operation": visible(operation) if operation else "The document as a whole",
                "is_operation": bool(operation),
                "counts": [(str(tray), counts[tray]) for tray in Tray if counts[tray]],
                "rules": rules,
            }
        )
    return groups


def _grouped(findings: Iterable[Weighed], key: Any) -> list[tuple[str, list[Weighed]]]:
    """Return (key, members) with the weightiest group first: by tray, then severity, then name."""
    groups = [(name, list(members)) for name, members in groupby(sorted(findings, key=key), key=key)]

    def weight(group: tuple[str, list[Weighed]]) -> tuple[int, int, str]:
        worst = min((_ORDER[each.tray], -each.finding.severity.weight) for each in group[1])
        return (*worst, group[0])

    return sorted(groups, key=weight)


def _card(weighed: Weighed, verdict: Verdict, setting: Setting) -> dict[str, Any]:
    finding = weighed.finding
    lines = None
    if setting.document is not None and finding.line is not None:
        lines = excerpt(setting.document, finding.line, setting.sensitive)
    words = (
        finding.rule, finding.operation, finding.pointer, finding.observed, finding.expected, finding.message,
        finding.fingerprint, finding.status, finding.source, weighed.tray, finding.severity,
    )  # fmt: skip
    return {
        "id": finding.fingerprint,
        "tray": str(weighed.tray),
        "severity": str(finding.severity),
        "overridden": str(weighed.rule_severity) if weighed.rule_severity is not finding.severity else None,
        "is_open": weighed.tray is Tray.BLOCKING,
        "source": str(finding.source),
        "source_said": _SOURCES[finding.source],
        "status": visible(finding.status or ""),
        "media_type": visible(finding.media_type or ""),
        "pointer": _where(finding),
        "message": visible(finding.message, 1000),
        "observed": visible(finding.observed) if finding.observed is not None else None,
        "expected": visible(finding.expected) if finding.expected is not None else None,
        "sightings": sightings(finding),
        "share": _share(finding),
        "first_seen": visible(finding.first_seen) if finding.first_seen else None,
        "sample": block(finding.sample, 2000) if finding.sample is not None else None,
        "curl": visible(finding.curl, 4000) if finding.curl is not None else None,
        "excerpt": lines,
        "line": finding.line,
        "document_pointer": visible(finding.document_pointer, 300) if finding.document_pointer else None,
        "why": visible(weighed.why),
        "waiver": _waiver(weighed.waiver) if weighed.waiver is not None else None,
        "cured_by": visible(finding.cured_by) if finding.cured_by else None,
        "known_since": weighed.known.first_seen.isoformat() if weighed.known is not None else None,
        "entry": _proposal(finding, verdict) if _may_be_waived(weighed) else None,
        "search": " ".join(visible(word).lower() for word in words if word),
    }  # fmt: skip


def _where(finding: Finding) -> str:
    """Return the place that a card is called by."""
    if finding.pointer:
        return visible(finding.pointer, 300)
    if finding.source in {"response", "request"}:
        return f"the whole {'answer' if finding.source == 'response' else 'request'}"
    if finding.pointer is None and finding.document_pointer:
        return visible(finding.document_pointer, 300)
    return f"the whole {finding.source}"


def _may_be_waived(weighed: Weighed) -> bool:
    return weighed.tray in {Tray.BLOCKING, Tray.KNOWN} or (
        weighed.tray is Tray.NOTED and not weighed.is_settled and weighed.finding.severity is not Severity.NOTE
    )


def _proposal(finding: Finding, verdict: Verdict) -> str:
    return entry_text(
        finding,
        reason="WHY it is accepted",
        owner="WHO answers for it",
        until=verdict.today + timedelta(days=WAIVE_DAYS),
    ).rstrip()


def _share(finding: Finding) -> float | None:
    """Return the width of the bar, in percent; None where chances are not known."""
    if not finding.out_of:
        return None
    return max(1.5, min(100.0, round(100 * finding.count / finding.out_of, 2)))


def _waiver(waiver: Any) -> dict[str, Any]:
    return {
        "where": visible(waiver.where),
        "rule": waiver.rule,
        "place": _place(waiver.operation, waiver.pointer),
        "reason": visible(waiver.reason, 1000),
        "owner": visible(waiver.owner),
        "until": waiver.until.isoformat(),
    }


def _place(operation: str | None, pointer: str | None) -> str:
    return " ".join(visible(part) for part in (operation, pointer) if part)


def _short(contract: str) -> str:
    """Return contracts by their first digits, as people compare them."""
    return ", ".join(f"{visible(each)[:19]}…" if len(each) > 20 else visible(each) for each in contract.split(", "))


def _inline(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).renderInline(markdown))


def _rule(name: str, setting: Setting) -> dict[str, Any]:
    """Return a rule's page as HTML; its Markdown is ours, and raw HTML in it is off all the same."""
    from markdown_it import MarkdownIt

    rule = setting.rules[name]
    page = rule.page.partition("\n")[2].replace("\n## ", "\n#### ")
    return {
        "id": name,
        "severity": str(rule.severity),
        "summary": _inline(rule.summary),
        "aliases": list(rule.aliases),
        "html": MarkdownIt("commonmark", {"html": False}).render(page),
    }


@cache
def _asset(name: str) -> str:
    return resources.files("driftgate.reports").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment.from_string(_asset("_page.html.j2"))
