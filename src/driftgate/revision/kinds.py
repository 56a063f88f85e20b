"""
The table of change kinds: what each does to the promise, its mirror, and how much it weighs.

One law gives the severity: what a client may send must not get narrower, what it reads must not get wider. A row that
weighs otherwise says why. Names are those of oasdiff where the meaning is the same, else `oasdiff` holds its id.

Source:
    oasdiff, `checker/rules.go` and `checker/SEVERITY-LAW-TRIAGE.md` (levels and rule ids); OpenAPI 3.1, Schema Object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.revision.callback_rows import CALLBACK_ROWS
from driftgate.revision.change import Direction, Effect
from driftgate.revision.example_rows import EXAMPLE_ROWS
from driftgate.revision.message_rows import MESSAGE_ROWS
from driftgate.revision.operation_rows import OPERATION_ROWS, OperationRow
from driftgate.revision.schema_rows import SCHEMA_ROWS, SchemaRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    A row of the table.

    Args:
        mirrors: The kinds seen when before and after change places; empty only with a `reason`.
        severity: By the law, unless `reason` says otherwise.
        step: What the difference asks of the client's version where it does not weigh as an error.
        oasdiff: The id of the oasdiff rule with the same meaning; None where oasdiff has no such rule.
        reason: Why severity or step is not what the law gives, or why there is no mirror.
        says: The sentence about it, with `{place}`, `{before}` and `{after}`.
    """

    name: str
    direction: Direction
    effect: Effect
    mirrors: tuple[str, ...]
    severity: Severity
    step: str
    oasdiff: str | None
    reason: str
    says: str

    @property
    def id(self) -> str:
        return self.name

    @property
    def aliases(self) -> tuple[str, ...]:
        """The id of oasdiff, where it is none of ours: it may take several of our kinds for one."""
        return (self.oasdiff,) if self.oasdiff is not None and self.oasdiff not in KINDS else ()

    @property
    def summary(self) -> str:
        """What the kind says of a change, with words in place of values."""
        said = self.says.format(place=_PLACES[self.direction], before="the earlier value", after="the later value")
        return f"{said[:1].upper()}{said[1:]}."

    @property
    def page(self) -> str:
        """Markdown: why it weighs as it does, an example, and how to settle it."""
        return PAGE.format(
            summary=self.summary,
            effect=_EFFECTS[self.effect],
            consequence=_CONSEQUENCES[self.severity],
            reason=f" {self.reason}" if self.reason else "",
            step=self.step,
            oasdiff=f"oasdiff, `{self.oasdiff}`." if self.oasdiff else "The law at the head of the table of kinds.",
        )


_PLACES = {
    Direction.REQUEST: "what the client sends",
    Direction.RESPONSE: "what the client reads",
    Direction.NONE: "the contract",
}
_EFFECTS = {
    Effect.WIDENS: "More messages keep the promise than before.",
    Effect.NARROWS: "Fewer messages keep the promise than before.",
    Effect.INCOMPARABLE: "Messages that kept the promise break it now, and the other way round.",
    Effect.UNKNOWN: "Whether messages that kept the promise still do cannot be told from the documents.",
    Effect.NONE: "The same messages keep the promise as before.",
}
_CONSEQUENCES = {
    Severity.ERROR: "A client that kept to the earlier contract can fail.",
    Severity.WARNING: "A client that kept to the earlier contract may fail.",
    Severity.NOTE: "A client that kept to the earlier contract goes on working.",
}
PAGE = """{summary}

## Why it matters
{effect} {consequence}{reason} The generated client takes a {step} step.

## Example
`driftgate diff BEFORE AFTER` names the place in both documents.

## To settle it
Adapt the callers, regenerate the client, and release it with that step; or ask the vendor to take the change back.
A waiver holds the release open until a day.

## Source
{oasdiff}
"""


def lawful(effect: Effect, direction: Direction) -> Severity:
    """Return the severity that the law gives."""
    if effect is Effect.NONE:
        return Severity.NOTE
    if effect is Effect.UNKNOWN:
        return Severity.WARNING
    if effect is Effect.INCOMPARABLE:
        return Severity.ERROR
    is_safe = (effect is Effect.NARROWS) == (direction is Direction.RESPONSE)
    return Severity.NOTE if is_safe else Severity.ERROR


SCOPES: Mapping[str, tuple[Direction, str]] = {
    "request-body": (Direction.REQUEST, "B"),
    "request-property": (Direction.REQUEST, "P"),
    "request-parameter": (Direction.REQUEST, "Q"),
    "request-parameter-property": (Direction.REQUEST, "R"),
    "response-body": (Direction.RESPONSE, "b"),
    "response-property": (Direction.RESPONSE, "p"),
    "response-header": (Direction.RESPONSE, "h"),
    "response-header-property": (Direction.RESPONSE, "r"),
}
"""Where a schema stands, who is bound by it, and the letter for it in the rows."""


def _schema_kinds(row: SchemaRow) -> Iterator[Kind]:
    for scope, (direction, letter) in SCOPES.items():
        severity = row.severity.get(direction) or row.severity.get(letter) or lawful(row.effect, direction)
        renamed = row.oasdiff_as.get(direction)
        alias = f"{scope}-{renamed or row.stem}" if letter in row.oasdiff else None
        yield Kind(
            name=f"{scope}-{row.stem}",
            direction=direction,
            effect=row.effect,
            mirrors=tuple(f"{scope}-{stem}" for stem in row.mirrors),
            severity=severity,
            step=row.step or _step(row.effect, severity),
            oasdiff=alias,
            reason=row.reason,
            says=row.says,
        )


def _operation_kind(row: OperationRow) -> Kind:
    severity = row.severity or lawful(row.effect, row.direction)
    return Kind(
        name=row.name,
        direction=row.direction,
        effect=row.effect,
        mirrors=row.mirrors,
        severity=severity,
        step=row.step or _step(row.effect, severity),
        oasdiff=row.name if row.oasdiff == "=" else row.oasdiff or None,
        reason=row.reason,
        says=row.says,
    )


def _step(effect: Effect, severity: Severity) -> str:
    if severity is Severity.ERROR:
        return "major"
    return "minor" if severity is Severity.WARNING or effect is Effect.WIDENS else "patch"


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        *(kind for row in SCHEMA_ROWS for kind in _schema_kinds(row)),
        *(_operation_kind(row) for row in (*OPERATION_ROWS, *MESSAGE_ROWS, *CALLBACK_ROWS, *EXAMPLE_ROWS)),
    )
}
"""Every kind of change by name."""
