"""The verdict: one word for a release, and all that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from driftgate.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from driftgate.baseline import Entry
    from driftgate.evidence import Assessment, Judgement, Unjudged
    from driftgate.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    What a team holds a release on.

    Args:
        fail_on: The least severity that blocks.
        min_exchanges, min_items: What each operation in scope needs: judged 2xx bodies, and records in a collection.
        severities: By rule, instead of what the rule says.
        disabled: Rules whose findings never block; they are still counted.
        mixed_contracts: Whether judgements of different contracts may be weighed together.
    """

    fail_on: Severity = Severity.ERROR
    min_exchanges: int = 1
    min_items: int = 1
    severities: Mapping[str, Severity] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    fail_on_idle_waivers: bool = False
    mixed_contracts: bool = False


class Tray(StrEnum):
    """Where a finding lands: each in exactly one, and every report counts all four."""

    BLOCKING = "blocking"
    WAIVED = "waived"
    KNOWN = "known"
    NOTED = "noted"


class Outcome(StrEnum):
    PASSED = "passed"
    BLOCKED = "blocked"
    NOT_JUDGED = "not judged"


EXIT_CODES = {Outcome.PASSED: 0, Outcome.BLOCKED: 1, Outcome.NOT_JUDGED: 2}


DISABLED = "rule disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """
    A finding in its tray.

    Args:
        finding: With the severity that policy gives it.
        rule_severity: What the rule itself said.
        run: Index in the verdict's runs of the first that saw it.
        why: One phrase: `error`, `below fail-on error`, `cured by …`.
        waiver: That covers it; an expired one on a finding that blocks again.
        known: Its entry in the baseline.
    """

    finding: Finding
    tray: Tray
    rule_severity: Severity
    run: int
    why: str
    waiver: Waiver | None = None
    known: Entry | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nobody needs to look at it: an overlay cures it, or its rule is disabled."""
        return self.finding.cured_by is not None or self.why == DISABLED


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleWaiver:
    """
    A waiver that covers nothing, although what it names was judged.

    Args:
        near: Findings of the same source and rule with the fields that keep it from covering them.
    """

    waiver: Waiver
    near: tuple[tuple[Finding, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    One word for a release, and all that it rests on.

    Args:
        runs: The judgements weighed, one a kind, without their findings.
        weighed: Every finding exactly once, worst first.
        assessments: How well each operation was judged.
        missing: Why evidence is too little, a sentence each; empty where it is enough.
        idle, expired: Waivers that cover nothing; waivers past their day that would cover something.
        gone: Baseline entries that the evidence says are no longer there.
        unjudged: What could not be read or matched.
    """

    outcome: Outcome
    reason: str
    policy: Policy
    today: date
    runs: tuple[Judgement, ...]
    weighed: tuple[Weighed, ...]
    assessments: tuple[Assessment, ...]
    missing: tuple[str, ...]
    idle: tuple[IdleWaiver, ...]
    expired: tuple[Waiver, ...]
    gone: tuple[Entry, ...]
    unjudged: Unjudged

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.outcome]

    @property
    def contract(self) -> str:
        """The contract judged, or several joined with `, `."""
        return ", ".join(sorted({run.contract for run in self.runs}))

    def tray(self, tray: Tray) -> list[Weighed]:
        return [each for each in self.weighed if each.tray is tray]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each tray holds, in the order of the trays."""
        counts = {str(tray): 0 for tray in Tray}
        for each in self.weighed:
            counts[each.tray] += 1
        return counts
