"""How much was judged: the counts that tell a clean run from an empty one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftgate.finding import Finding


@dataclass(slots=True, kw_only=True)
class Evidence:
    """
    What was seen of one operation and status. Adds up: `a.merge(b)` is what one run over both would have counted.

    Args:
        operation: `GET /v1.0/numbers/inventory`.
        items: Records of the operation's collection, over all judged bodies.
        judged, absent, unreadable: Response bodies; an absent body was not recorded, and is not clean.
        opaque: Response bodies that are no JSON, nor promised as such: of them, only status, headers and media type are judged.
        drifted: Exchanges by the severity of their worst finding.
    """

    operation: str
    status: str
    exchanges: int = 0
    items: int = 0
    judged: int = 0
    absent: int = 0
    unreadable: int = 0
    opaque: int = 0
    drifted: dict[str, int] = field(default_factory=lambda: {"error": 0, "warning": 0, "note": 0})

    def merge(self, other: Evidence) -> None:
        self.exchanges += other.exchanges
        self.items += other.items
        self.judged += other.judged
        self.absent += other.absent
        self.unreadable += other.unreadable
        self.opaque += other.opaque
        for severity, count in other.drifted.items():
            self.drifted[severity] += count


EMBEDDED_MOCK = "the embedded mock"
"""What a suite asks when it is given no URL; a verdict on it shows that suite and mock agree, nothing about the API."""

MAX_NAMED = 100


@dataclass(slots=True, kw_only=True)
class Unjudged:
    """
    What could not be read or matched: all counted, the first 100 (by recording and position) named.

    Args:
        unread: How many of them are entries of a recording that could not be read; known to the run itself only.
    """

    total: int = 0
    first: list[tuple[str, int, str]] = field(default_factory=list)
    unread: int = field(default=0, compare=False, repr=False)

    def add(self, recording: str, position: int, reason: str, *, is_unread: bool = False) -> None:
        self.total += 1
        self.unread += is_unread
        if len(self.first) < MAX_NAMED or (recording, position, reason) < self.first[-1]:
            self.first.append((recording, position, reason))
            self.first.sort()
            del self.first[MAX_NAMED:]

    def merge(self, other: Unjudged) -> None:
        self.total += other.total
        self.unread += other.unread
        self.first = sorted([*self.first, *other.first])[:MAX_NAMED]


@dataclass(slots=True, kw_only=True)
class Judgement:
    """
    All that one run of lint, scan, suite or diff has to say, before policy: the input of the gate.

    Args:
        contract: `sha256:…` of the effective contract.
        kind: `lint`, `scan`, `suite`, `diff`.
        findings: Unweighed, in no order.
        evidence: By (operation, status).
        expected_evidence: Operations that this run set out to judge; None where evidence is not the question (lint, diff).
        collections: Of those, the ones whose 200 holds a collection, so that items are needed too.
        fields: Bodies in which a promised field was seen, by (operation, status, pointer with `*` for indexes); 0 for one
            that never was. Empty unless coverage was asked for.
        promised: Statuses that the contract lists (`200`, `4XX`, `default`), by operation in scope; with `fields`.
        document: Name of the vendored document as reports show it; None where whoever writes the report knows it.
        incomplete: Why the run ended early (`stopped after 5 answers of 5xx in a row`), so that what it found counts and
            what it did not find does not; None where it ran to its end.
        target: What a suite asked: a URL, or `EMBEDDED_MOCK`; None where nothing was asked.
        recordings: What a scan read, as findings call it; of many the first, and how many more there are.
        parts: Ids of the runs that were folded into this one; empty for a run of its own.
    """

    contract: str
    kind: str
    findings: list[Finding] = field(default_factory=list)
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    unjudged: Unjudged = field(default_factory=Unjudged)
    expected_evidence: tuple[str, ...] | None = None
    collections: tuple[str, ...] = ()
    fields: dict[tuple[str, str, str], int] = field(default_factory=dict)
    promised: dict[str, tuple[str, ...]] = field(default_factory=dict)
    document: str | None = None
    incomplete: str | None = None
    target: str | None = None
    recordings: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def by_operation(self) -> dict[str, list[Evidence]]:
        """Return the evidence of each operation, by status; operations in order of their names."""
        rows: dict[str, list[Evidence]] = {}
        for _, row in sorted(self.evidence.items()):
            rows.setdefault(row.operation, []).append(row)
        return rows


NEEDS_EVIDENCE = frozenset({"scan", "suite"})
"""The kinds of runs that are nothing without an answer."""

CONFIDENCE = 0.95
_BODILESS = frozenset({"204", "205"})


def detectable_share(chances: int) -> float:
    """
    Return the smallest share of drifted records that `chances` clean ones rule out with 95 % confidence.

    Holds if drift hits records independently. For many chances about 3/n.

    Source:
        Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983): the exact bound
        behind the rule of three.
    """
    return 1.0 - math.exp(math.log1p(-CONFIDENCE) / chances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """
    Whether one operation was judged, and how closely.

    Args:
        exchanges: Successful ones with a body that was judged (or that has none by its status).
        items: Records in them; None where the operation has no collection.
        opaque: Of `exchanges`, those whose body is no JSON.
        seen, drifted: Exchanges of any status, and those of them with an error or a warning.
        missing: Why this is too little evidence; None where it is enough.
    """

    kind: str
    operation: str
    exchanges: int
    items: int | None
    seen: int
    drifted: int
    missing: str | None
    opaque: int = 0

    @property
    def chances(self) -> int:
        return self.exchanges - self.opaque if self.items is None else self.items

    @property
    def sentence(self) -> str:
        """What this evidence can and cannot tell, in one sentence."""
        if self.missing:
            return self.missing
        return "; ".join(filter(None, (self._judged, self._not_judged)))

    @property
    def _not_judged(self) -> str:
        if not self.opaque:
            return ""
        which = (
            "the only body is" if self.opaque == self.seen == 1 else f"{counted(self.opaque, 'body is', 'bodies are')}"
        )
        return f"{which} not JSON and not judged, only status, headers and media type"

    @property
    def _judged(self) -> str:
        noun = "bodies" if self.items is None else "records"
        if self.drifted:
            judged = counted(self.exchanges, "successful one") + (f" with {self.items:,} records" if self.items else "")
            return f"{self.drifted:,} of {counted(self.seen, 'exchange')} drifted; {judged} judged"
        if not self.chances and self.opaque:
            return f"none of {counted(self.seen, 'exchange')} drifted"
        if not self.chances:
            return f"none of {counted(self.seen, 'exchange')} drifted; no {noun} to judge"
        return (
            f"0 of {self.chances:,} {noun}; drift in more than {percent(detectable_share(self.chances))} would have "
            "been seen with 95 % confidence, if drift hits records independently"
        )


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 record`, `4,100 records`, `2 bodies`: the only place that knows how nouns are counted."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def percent(share: float) -> str:
    """Return a share for people, two significant digits below 10 %: `0.07 %`, `3.4 %`, `63 %`."""
    value = Decimal(share * 100)
    if value >= 10:
        return f"{value:.0f} %"
    digits = 1 if value < Decimal("0.1") else 2
    return f"{Decimal(f'{value:.{digits}g}'):f} %"


def assess(judgement: Judgement, *, min_exchanges: int = 1, min_items: int = 1) -> list[Assessment]:
    """
    Return one assessment for each operation that was expected or seen, by name.

    An operation that was seen without being expected is never short of evidence.
    """
    rows = judgement.by_operation()
    expected = judgement.expected_evidence or ()
    assessments = []
    for operation in sorted({*rows, *expected}):
        seen = rows.get(operation, [])
        successes = [row for row in seen if row.status.startswith("2")]
        exchanges = sum(_sound(row) for row in successes)
        is_collection = operation in judgement.collections or any(row.items for row in successes)
        items = sum(row.items for row in successes) if is_collection else None
        missing = None
        if exchanges < min_exchanges:
            missing = _why_too_few(seen, successes, exchanges, min_exchanges)
        elif operation in judgement.collections and (items or 0) < min_items:
            missing = _why_no_items(exchanges, items or 0, min_items)
        assessments.append(
            Assessment(
                kind=judgement.kind,
                operation=operation,
                exchanges=exchanges,
                items=items,
                seen=sum(row.exchanges for row in seen),
                drifted=sum(row.drifted.get("error", 0) + row.drifted.get("warning", 0) for row in seen),
                missing=missing if operation in expected else None,
                opaque=sum(row.opaque for row in successes),
            )
        )
    return assessments


def _sound(row: Evidence) -> int:
    """Count the exchanges whose body could be held against the contract, or that promise none by their status."""
    if row.status in _BODILESS or row.operation.startswith("HEAD "):
        return row.exchanges
    return row.judged + row.opaque


def _why_too_few(seen: list[Evidence], successes: list[Evidence], exchanges: int, needed: int) -> str:
    total = sum(row.exchanges for row in seen)
    if exchanges:
        return f"{counted(exchanges, 'successful exchange')} judged, {needed:,} needed"
    if not total:
        return "no exchange was seen"
    if not successes:
        statuses = sorted({row.status for row in seen if row.exchanges})
        every = f"every one of {total:,} answers was" if total > 1 else "the only answer was"
        if statuses == ["404"]:
            return f"{every} 404; check the base URL"
        if statuses in (["401"], ["403"], ["401", "403"]):
            return f"{every} {' or '.join(statuses)}; check the credentials"
        return f"{every} {' or '.join(statuses)}; a 2xx is needed"
    absent = sum(row.absent for row in successes)
    unreadable = sum(row.unreadable for row in successes)
    if absent and not unreadable:
        return f"no body was recorded in {counted(absent, 'successful exchange')}; record with bodies"
    if unreadable and not absent:
        return f"no body could be read in {counted(unreadable, 'successful exchange')}"
    return "no body of a successful exchange was judged"


def _why_no_items(exchanges: int, items: int, needed: int) -> str:
    if not items:
        pages = f"all {exchanges:,} pages were" if exchanges > 1 else "the only page was"
        return f"{pages} empty; a page with records is needed"
    return f"{counted(items, 'record')} judged, {needed:,} needed"
