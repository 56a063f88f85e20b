"""Judging a described difference: whom does it break, and what does it ask of the client's version?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.evidence import counted
from driftgate.finding import Finding, Severity, Source
from driftgate.revision.change import Change
from driftgate.revision.inferred import severity_of
from driftgate.revision.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS = ("none", "patch", "minor", "major")


def judge(changes: Iterable[Change]) -> list[Finding]:
    """
    Return one finding a change, in the same order.

    Changes that no waiver could tell apart (the same property gone from two alternatives) are one finding, the worst.
    """
    found: dict[str, Finding] = {}
    for change in changes:
        finding = _finding(change)
        held = found.get(finding.fingerprint)
        if held is None or held.severity.weight < finding.severity.weight:
            found[finding.fingerprint] = finding
    return list(found.values())


def _finding(change: Change) -> Finding:
    return Finding(
        source=Source.REVISION,
        rule=change.kind,
        severity=severity_of(change),
        message=sentence(change),
        operation=change.operation,
        status=change.status,
        media_type=change.media_type,
        pointer=change.pointer,
        document_pointer=change.after_pointer if change.after_pointer is not None else change.before_pointer,
        observed=None if change.after is None else shown(change.after),
        expected=None if change.before is None else shown(change.before),
        count=max(1, len(change.operations)),
    )


def sentence(change: Change, *, alone: bool = False, place: str | None = None) -> str:
    """
    Return one sentence about a change, and unless `alone` how many more operations it reaches.

    `place` says where in other words than the change's own.
    """
    says = KINDS[change.kind].says.format(
        place=place or (f"`{change.pointer}`" if change.pointer else _role(change)),
        before=_quoted(change.before),
        after=_quoted(change.after),
    )
    more = len(change.operations) - 1
    reach = f" (and in {counted(more, 'more operation')})" if more > 0 and not alone else ""
    return f"{says[:1].upper()}{says[1:]}{reach}."


def _role(change: Change) -> str:
    pointer = change.after_pointer or change.before_pointer or ""
    if pointer.startswith("/components/securitySchemes/"):
        return f"security scheme `{pointer.split('/')[3]}`"
    return "the request body" if change.direction == "request" else "the response body"


def _quoted(value: Any) -> str:
    return f"`{shown(value)}`"


def shown(value: Any) -> str:
    """Return a contract's value as one word or a JSON text of at most 120 characters."""
    from driftgate.revision.reading import canonical

    text = value if isinstance(value, str) else canonical(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def semver_step(revision: Iterable[Change | Finding]) -> str:
    """
    Return what a difference asks of the client's version: `major`, `minor`, `patch`, or `none`.

    It trusts the difference alone, never `info.version`.
    """
    steps = [_step(item) for item in revision]
    return max(steps, key=_STEPS.index, default="none")


def _step(item: Change | Finding) -> str:
    if isinstance(item, Change):
        kind, severity = KINDS[item.kind], severity_of(item)
    else:
        kind, severity = KINDS[item.rule], item.severity
    if severity is Severity.ERROR:
        return "major"
    if severity is kind.severity:
        return kind.step
    return "minor" if severity is Severity.WARNING else "patch"
