"""The gate: weighs findings against policy, waivers and baseline into one verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from driftgate.evidence import NEEDS_EVIDENCE, Assessment, Judgement, Unjudged, assess, counted
from driftgate.finding import Finding, Source, order
from driftgate.fold import drifts, fold
from driftgate.verdict import DISABLED, EXIT_CODES, IdleWaiver, Outcome, Policy, Tray, Verdict, Weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from driftgate.baseline import Baseline, Entry
    from driftgate.scope import Scope
    from driftgate.waiver import Waiver

__all__ = ["EXIT_CODES", "IdleWaiver", "Outcome", "Policy", "Tray", "Verdict", "Weighed", "limited", "weigh"]


def weigh(
    judgements: Sequence[Judgement],
    *,
    policy: Policy,
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
    today: date,
) -> Verdict:
    """
    Return the verdict over all judgements.

    Runs of one kind add up, so that shards count as one run; runs of different kinds each need their own evidence: a
    recording does not excuse a suite that saw nothing. One drift seen by several runs is one finding. A run that is
    given twice counts once.
    """
    runs = fold(judgements)
    weighed = []
    used: set[int] = set()
    expired: dict[int, Waiver] = {}
    for index, finding in drifts(runs):
        covering = [waiver for waiver in waivers if waiver.covers(finding)]
        each = _place(index, finding, policy, covering, baseline, today)
        weighed.append(each)
        used.update(id(waiver) for waiver in covering if each.finding.cured_by is None)
        if each.waiver is not None and each.waiver.is_expired(today):
            expired[id(each.waiver)] = each.waiver
    weighed.sort(key=lambda each: order(each.finding))
    assessments = tuple(
        assessment
        for run in runs
        if run.kind in NEEDS_EVIDENCE
        for assessment in assess(run, min_exchanges=policy.min_exchanges, min_items=policy.min_items)
    )
    idle = tuple(
        IdleWaiver(waiver=waiver, near=_near(waiver, weighed))
        for waiver in waivers
        if id(waiver) not in used and _was_judged(waiver.source, waiver.operation, runs)
    )
    seen = {each.finding.fingerprint for each in weighed}
    gone = tuple(
        entry
        for entry in (baseline.entries.values() if baseline else ())
        if entry.fingerprint not in seen and _is_gone(entry, runs)
    )
    unjudged = Unjudged()
    for run in runs:
        unjudged.merge(run.unjudged)
    missing = tuple(_missing(runs, assessments, policy))
    outcome, reason = _conclude(weighed, runs, missing, idle, assessments, policy)
    return Verdict(
        outcome=outcome,
        reason=reason,
        policy=policy,
        today=today,
        runs=tuple(replace(run, findings=[]) for run in runs),
        weighed=tuple(weighed),
        assessments=assessments,
        missing=missing,
        idle=idle,
        expired=tuple(expired.values()),
        gone=gone,
        unjudged=unjudged,
    )


def limited(verdict: Verdict, scope: Scope) -> Verdict:
    """
    Return a verdict that says what it is about, so that nobody takes a part for the whole.

    A run that looked for some findings only is incomplete in whatever is weighed later.
    """
    part = bool(scope.rules or scope.statuses)
    return replace(
        verdict,
        reason=f"{verdict.reason} (only {scope.words})",
        runs=tuple(
            replace(run, incomplete=run.incomplete or f"it was asked for {scope.words} only")
            if part or (scope.narrows and run.kind not in NEEDS_EVIDENCE)
            else run
            for run in verdict.runs
        ),
    )


def _place(
    run: int,
    finding: Finding,
    policy: Policy,
    covering: Sequence[Waiver],
    baseline: Baseline | None,
    today: date,
) -> Weighed:
    rule_severity = finding.severity
    severity = policy.severities.get(finding.rule, rule_severity)
    if severity is not rule_severity:
        finding = replace(finding, severity=severity)
    valid = next((waiver for waiver in covering if not waiver.is_expired(today)), None)
    lapsed = max(covering, key=lambda waiver: waiver.until) if covering and valid is None else None
    known = baseline.get(finding) if baseline else None

    def put(tray: Tray, why: str, waiver: Waiver | None = None) -> Weighed:
        return Weighed(
            finding=finding, tray=tray, rule_severity=rule_severity, run=run, why=why, waiver=waiver, known=known
        )

    if finding.rule in policy.disabled:
        return put(Tray.NOTED, DISABLED)
    if finding.cured_by is not None:
        return put(Tray.NOTED, f"cured by {finding.cured_by}")
    if valid is not None:
        return put(Tray.WAIVED, f"until {valid.until} by {valid.owner}", valid)
    if known is not None:
        return put(Tray.KNOWN, f"in the baseline since {known.first_seen}", lapsed)
    if severity.weight < policy.fail_on.weight:
        return put(Tray.NOTED, f"below fail-on {policy.fail_on}", lapsed)
    if lapsed is not None:
        return put(Tray.BLOCKING, f"waiver expired on {lapsed.until}", lapsed)
    return put(Tray.BLOCKING, str(severity))


_JUDGED_BY = {
    Source.DOCUMENT: {"lint"},
    Source.EXAMPLE: {"lint"},
    Source.OVERLAY: {"lint"},
    Source.REQUEST: NEEDS_EVIDENCE,
    Source.RESPONSE: NEEDS_EVIDENCE,
    Source.REVISION: {"diff"},
    Source.CLIENT: {"client", "lint"},
}


def _was_judged(source: Source, operation: str | None, runs: Iterable[Judgement]) -> bool:
    """Tell whether these runs would have seen drift of this source and operation; an incomplete one need not have."""
    for run in runs:
        if run.kind not in _JUDGED_BY[source] or run.incomplete:
            continue
        if run.kind not in NEEDS_EVIDENCE or any(
            row.exchanges
            for row in run.evidence.values()
            if operation is None or "*" in operation or row.operation == operation
        ):
            return True
    return False


def _is_gone(entry: Entry, runs: Sequence[Judgement]) -> bool:
    """
    Tell whether there was evidence enough to say that a known drift is no longer there.

    What was seen in 1 of 1,000 records is not gone because 3 records are clean: as many chances are asked for as would
    have shown it with 95 % confidence.
    """
    if not _was_judged(entry.source, entry.operation, runs):
        return False
    if entry.source not in {Source.REQUEST, Source.RESPONSE} or entry.operation is None:
        return True
    rows = [row for run in runs if run.kind in NEEDS_EVIDENCE and not run.incomplete for row in run.evidence.values()]
    mine = [row for row in rows if row.operation == entry.operation]
    items = sum(row.items for row in mine)
    chances = items if items and "/*" in (entry.pointer or "") else sum(row.exchanges for row in mine)
    return (1.0 - entry.share) ** chances <= 0.05


def _near(waiver: Waiver, weighed: Iterable[Weighed]) -> tuple[tuple[Finding, tuple[str, ...]], ...]:
    """Return up to three findings that the waiver misses by few fields, nearest first."""
    near = [
        (each.finding, fields)
        for each in weighed
        if each.finding.rule == waiver.rule and len(fields := waiver.differs_in(each.finding)) in {1, 2}
    ]
    return tuple(sorted(near, key=lambda pair: (len(pair[1]), order(pair[0])))[:3])


def _missing(runs: Sequence[Judgement], assessments: Iterable[Assessment], policy: Policy) -> list[str]:
    """Return why there is too little to judge, a sentence each."""
    if not runs:
        return ["nothing to judge: no report was given"]
    missing = []
    contracts = {run.contract: run.kind for run in runs if run.kind != "diff"}
    if len(contracts) > 1 and not policy.mixed_contracts:
        said = ", ".join(f"{kind} {contract[:19]}" for contract, kind in sorted(contracts.items()))
        missing.append(f"the reports judge different contracts ({said}); judge again, or weigh them apart")
    for run in runs:
        if run.incomplete:
            missing.append(f"the {run.kind} is incomplete: {run.incomplete}")
        if run.kind not in NEEDS_EVIDENCE:
            continue
        if not any(row.exchanges for row in run.evidence.values()):
            if run.kind == "suite" and run.expected_evidence == ():
                missing.append("the suite selected no operation")
                continue
            other = counted(run.unjudged.total, "exchange")
            why = f"; {other} could not be judged, as {run.unjudged.first[0][2]}" if run.unjudged.first else ""
            missing.append(f"the {run.kind} saw no exchange of the contract{why}")
        elif run.expected_evidence is None and not any(row.judged for row in run.evidence.values()):
            missing.append(f"the {run.kind} saw no body that could be judged")
    # An operation is named only where the run as a whole saw something: one reason, not a hundred.
    seen = {run.kind for run in runs if any(row.exchanges for row in run.evidence.values())}
    missing += [
        f"{assessment.operation}: {assessment.missing}"
        for assessment in assessments
        if assessment.missing and assessment.kind in seen
    ]
    return missing


_JUDGED = {"lint": "the document", "diff": "the revision"}


def _conclude(
    weighed: Iterable[Weighed],
    runs: Sequence[Judgement],
    missing: Sequence[str],
    idle: Sequence[IdleWaiver],
    assessments: Iterable[Assessment],
    policy: Policy,
) -> tuple[Outcome, str]:
    blocking = [each for each in weighed if each.tray is Tray.BLOCKING]
    causes = []
    if blocking:
        causes.append(counted(len(blocking), "blocking finding"))
        if lapsed := sum(each.waiver is not None for each in blocking):
            causes[0] += f" ({counted(lapsed, 'waiver')} expired)"
    if idle and policy.fail_on_idle_waivers:
        causes.append(f"{counted(len(idle), 'idle waiver')} (fail-on-idle-waivers)")
    too_little = "; ".join(missing[:3]) + (f"; and {len(missing) - 3} more" if len(missing) > 3 else "")
    if causes:
        return Outcome.BLOCKED, " and ".join(causes) + (
            f"; besides, not all was judged: {too_little}" if missing else ""
        )
    if missing:
        return Outcome.NOT_JUDGED, too_little
    judged = list(assessments)
    if not judged:
        return Outcome.PASSED, f"nothing blocks in {' and '.join(_JUDGED.get(run.kind, run.kind) for run in runs)}"
    records = sum(each.items or 0 for each in judged)
    seen = counted(sum(each.exchanges for each in judged), "successful exchange")
    if not any(each.exchanges for each in judged):
        seen = f"{counted(sum(each.seen for each in judged), 'exchange')}, none of them successful"
    skipped = sum(run.unjudged.total for run in runs)
    return Outcome.PASSED, (
        f"nothing blocks in {seen}"
        + (f" with {counted(records, 'record')}" if records else "")
        + (f"; {counted(skipped, 'other')} could not be read or matched" if skipped else "")
    )
