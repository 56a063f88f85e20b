"""Sightings: what the judge says of one exchange, before anything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.contract import Promise
    from driftgate.finding import Severity, Source
    from driftgate.match import Match
    from driftgate.rule import Mismatch, Rule
    from driftgate.trail import Step


class Sighting(NamedTuple):
    """
    A mismatch with the rule that saw it.

    Args:
        pointer: As `Finding.pointer`.
        path: Keys and indexes of the place in the body; empty where it is none.
        value: What stands there, unredacted: whoever shows it redacts it; `MISSING` where there is nothing to show.
        records: How many records it says this of, where one sighting speaks for several.
    """

    source: Source
    rule: str
    severity: Severity
    pointer: str | None
    observed: str
    expected: str | None
    message: str
    document_pointer: str | None
    path: tuple[str | int, ...]
    value: Any
    records: int = 1


class Judged(NamedTuple):
    """
    What the judge says of one exchange.

    Args:
        promise: None for a stray.
        body: `judged`, `absent` (not recorded), `unreadable`, or `opaque` (no JSON, nor promised as such).
        items: Records of the operation's collection in the body.
        skipped: Why the exchange was not judged at all; None where it was.
        step: The page of a collection that the body is, for whoever follows walks; None where it is none.
        fields: Pointers of the declared fields that the body has; None where there is no body, or nobody asked.
    """

    match: Match
    promise: Promise | None
    body: str
    items: int
    sightings: list[Sighting]
    skipped: str | None = None
    step: Step | None = None
    fields: tuple[str, ...] | None = None


def sighting(rule: Rule, mismatch: Mismatch) -> Sighting:
    """Return the sighting of a mismatch that is of no place in particular, or names its place itself."""
    return Sighting(
        rule.source,
        rule.id,
        mismatch.severity or rule.severity,
        mismatch.pointer,
        mismatch.observed,
        mismatch.expected,
        mismatch.message,
        mismatch.document_pointer,
        (),
        mismatch.value,
        mismatch.records,
    )


def causes(sightings: list[Sighting], explained: Mapping[str, frozenset[str]]) -> list[Sighting]:
    """Leave out what another sighting of the same exchange explains: `explained` is `Rule.explains`, by rule."""
    told = [explained[each.rule] for each in sightings if each.rule in explained]
    if not told:
        return sightings
    symptoms = frozenset().union(*told)
    return [each for each in sightings if each.rule not in symptoms]
