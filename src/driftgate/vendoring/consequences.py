"""What a new document does to what people wrote about the old one: overlay actions and waivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftgate.completion import completed
from driftgate.evidence import counted
from driftgate.finding import Finding, Severity, Source, order
from driftgate.lint import lint
from driftgate.revision import judge, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.contract import Contract
    from driftgate.overlay import Application
    from driftgate.revision import Change
    from driftgate.waiver import Waiver

_BY_LINT = frozenset({Source.DOCUMENT, Source.EXAMPLE, Source.OVERLAY, Source.CLIENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleAction:
    """An overlay action that changes nothing in the new document; `was_idle` already in the old one, too."""

    label: str
    target: str
    selects: bool
    was_idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedWaiver:
    """A waiver that does not do for the new document what it did for the old; `how` is the end of a sentence."""

    waiver: Waiver
    how: str


def idle_actions(before: Contract | None, after: Contract, *, rewritten: str) -> list[IdleAction]:
    """Return the actions idle in the new contract, in their order; `rewritten` is the overlay that is made anew."""
    was = {each.action.label: _is_idle(each) for each in before.applications} if before is not None else {}
    return [
        IdleAction(
            label=each.action.label,
            target=each.action.target,
            selects=bool(each.touched),
            was_idle=was.get(each.action.label, False),
        )
        for each in after.applications
        if _is_idle(each) and not each.action.label.rpartition("#")[0].endswith(rewritten)
    ]


def _is_idle(application: Application) -> bool:
    return not application.changed and application.action.change != "nothing"


def findings_of(contract: Contract | None) -> list[Finding]:
    """Return what lint finds in a contract, in the order of reports; nothing for none."""
    if contract is None:
        return []
    found = [each for each in lint(contract, effective=completed(contract)).findings if each.cured_by is None]
    return sorted(found, key=order)


def affected_waivers(
    waivers: Sequence[Waiver],
    *,
    before: Contract,
    after: Contract,
    found: tuple[Sequence[Finding], Sequence[Finding]],
    changes: Sequence[Change],
) -> list[AffectedWaiver]:
    """
    Return the waivers that a new document touches, in the order of their file.

    Args:
        found: What lint finds in the old and in the new contract.
    """
    gone = {each.name for each in before.operations} - {each.name for each in after.operations}
    of_revision = [each.fingerprint for each in judge(changes)]
    affected = []
    for waiver in waivers:
        if waiver.source in _BY_LINT:
            how = _lint_effect(waiver, *found)
        elif waiver.source is Source.REVISION:
            covered = sum(waiver.covers(each) for each in judge(changes)) if of_revision else 0
            how = f"covers {covered} of the changes of this revision" if covered else None
        elif waiver.operation in gone:
            how = f"is idle now: {waiver.operation} is gone"
        else:
            how = _promise_effect(waiver, changes)
        if how is not None:
            affected.append(AffectedWaiver(waiver=waiver, how=how))
    return affected


def _lint_effect(waiver: Waiver, before: Iterable[Finding], after: Iterable[Finding]) -> str | None:
    was, now = ([each for each in side if waiver.covers(each)] for side in (before, after))
    if was and not now:
        return f"is idle now: it covered {_told(was)}, and the new document has no such drift. Remove it"
    if now and not was:
        return f"covers something now: {_told(now)}"
    if [_weight(each) for each in was] != [_weight(each) for each in now]:
        return f"covered {_told(was)} and now covers {_told(now)}"
    return None


def _weight(finding: Finding) -> tuple[str, int, int | None]:
    return finding.fingerprint, finding.count, finding.out_of


def _told(findings: list[Finding]) -> str:
    count = sum(each.count for each in findings)
    out_of = sum(each.out_of or 0 for each in findings)
    times = f"{count:,} of {counted(out_of, 'record')}" if out_of else counted(count, "sighting")
    return f"{counted(len(findings), 'finding')} ({times})"


def _promise_effect(waiver: Waiver, changes: Iterable[Change]) -> str | None:
    """Tell whether the promise changed at the very place where drift of answers is waived."""
    for change in changes:
        if waiver.operation in change.operations and waiver.pointer is not None and waiver.pointer == change.pointer:
            return f"accepts drift from a promise that changed: {sentence(change, alone=True)[:-1]}"
    return None


def fresh_errors(before: Sequence[Finding], after: Sequence[Finding], waivers: Sequence[Waiver]) -> list[Finding]:
    """Return the errors that lint finds in the new contract, not in the old one, and that no waiver covers."""
    known = {each.fingerprint for each in before}
    return [
        each
        for each in after
        if each.severity is Severity.ERROR
        and each.fingerprint not in known
        and not any(waiver.covers(each) for waiver in waivers)
    ]
