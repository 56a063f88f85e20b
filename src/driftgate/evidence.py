"""How much was judged: the counts that tell a clean run from an empty one."""

from __future__ import annotations

from dataclasses import dataclass, field
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
        drifted: Exchanges by the severity of their worst finding.
    """

    operation: str
    status: str
    exchanges: int = 0
    items: int = 0
    judged: int = 0
    absent: int = 0
    unreadable: int = 0
    drifted: dict[str, int] = field(default_factory=lambda: {"error": 0, "warning": 0, "note": 0})

    def merge(self, other: Evidence) -> None:
        self.exchanges += other.exchanges
        self.items += other.items
        self.judged += other.judged
        self.absent += other.absent
        self.unreadable += other.unreadable
        for severity, count in other.drifted.items():
            self.drifted[severity] += count


MAX_NAMED = 100


@dataclass(slots=True, kw_only=True)
class Unjudged:
    """What could not be read or matched: all counted, the first 100 (by recording and position) named."""

    total: int = 0
    first: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, recording: str, position: int, reason: str) -> None:
        self.total += 1
        if len(self.first) < MAX_NAMED or (recording, position, reason) < self.first[-1]:
            self.first.append((recording, position, reason))
            self.first.sort()
            del self.first[MAX_NAMED:]

    def merge(self, other: Unjudged) -> None:
        self.total += other.total
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
    """

    contract: str
    kind: str
    findings: list[Finding] = field(default_factory=list)
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    unjudged: Unjudged = field(default_factory=Unjudged)
    expected_evidence: tuple[str, ...] | None = None
    collections: tuple[str, ...] = ()
