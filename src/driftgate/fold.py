"""Judgements folded: runs of one kind add up, and a drift that several runs saw is one finding."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from driftgate.errors import ReportError
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, order

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("lint", "scan", "suite", "diff")


def fold(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return one judgement a kind and contract, in the order lint, scan, suite, diff; the given ones stay as they are."""
    folded: dict[tuple[str, str], Judgement] = {}
    parts: set[str] = set()
    # The most inclusive first: a merged report covers the reports it was made of, whatever their order.
    for judgement in sorted(judgements, key=lambda each: -len(each.parts)):
        own = judgement.parts or (run_id(judgement),)
        if parts.issuperset(own):
            continue
        if not parts.isdisjoint(own):
            raise ReportError(
                f"two merged {judgement.kind} reports share some of their runs, which would count twice. "
                "Weigh the reports they were made of."
            )
        parts.update(own)
        into = folded.setdefault(
            (judgement.kind, judgement.contract), Judgement(contract=judgement.contract, kind=judgement.kind)
        )
        into.findings.extend(judgement.findings)
        for place, row in judgement.evidence.items():
            into.evidence.setdefault(place, Evidence(operation=row.operation, status=row.status)).merge(row)
        for field, bodies in judgement.fields.items():
            into.fields[field] = into.fields.get(field, 0) + bodies
        for operation, statuses in judgement.promised.items():
            into.promised[operation] = tuple(sorted({*into.promised.get(operation, ()), *statuses}))
        into.unjudged.merge(judgement.unjudged)
        if judgement.expected_evidence is not None:
            into.expected_evidence = tuple(sorted({*(into.expected_evidence or ()), *judgement.expected_evidence}))
        into.collections = tuple(sorted({*into.collections, *judgement.collections}))
        into.document = into.document or judgement.document
        into.incomplete = into.incomplete or judgement.incomplete
        if judgement.target is not None:
            into.target = ", ".join(sorted({*(into.target.split(", ") if into.target else ()), judgement.target}))
        into.recordings = tuple(sorted({*into.recordings, *judgement.recordings}))
        into.parts = tuple(sorted({*into.parts, *own}))

    def rank(run: Judgement) -> tuple[int, str, str]:
        return (KINDS.index(run.kind) if run.kind in KINDS else len(KINDS), run.kind, run.contract)

    return sorted(folded.values(), key=rank)


def run_id(judgement: Judgement) -> str:
    """Return 12 hex digits over all that a run says; the same run read from a file has the same."""
    said = (
        judgement.kind,
        judgement.contract,
        sorted(map(repr, judgement.findings)),
        sorted(map(repr, judgement.evidence.items())),
        repr(judgement.unjudged),
        judgement.expected_evidence and sorted(judgement.expected_evidence),
        sorted(judgement.collections),
        judgement.incomplete,
        sorted(judgement.fields.items()),
        # Two shards may have seen exactly as much; where they looked tells them apart.
        *([judgement.target] if judgement.target else []),
        *judgement.recordings,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def drifts(runs: Iterable[Judgement]) -> list[tuple[int, Finding]]:
    """Return each drift once, with the index of the first run that saw it; sightings and chances add up."""
    merged: dict[str, tuple[int, Finding]] = {}
    for index, run in enumerate(runs):
        for finding in sorted(run.findings, key=lambda each: (order(each), repr(each))):
            seen_by, first = merged.get(finding.fingerprint, (index, None))
            merged[finding.fingerprint] = (seen_by, finding if first is None else _added(first, finding))
    return list(merged.values())


def _added(first: Finding, again: Finding) -> Finding:
    out_of = None if first.out_of is None and again.out_of is None else (first.out_of or 0) + (again.out_of or 0)
    return replace(
        first,
        count=first.count + again.count,
        out_of=out_of,
        severity=max(first.severity, again.severity, key=lambda severity: severity.weight),
        first_seen=first.first_seen or again.first_seen,
        sample=first.sample if first.sample is not None else again.sample,
        curl=first.curl if first.curl is not None else again.curl,
        line=first.line if first.line is not None else again.line,
        document_pointer=first.document_pointer or again.document_pointer,
        # What one contract cures and another does not is not cured.
        cured_by=first.cured_by if again.cured_by is not None else None,
    )
