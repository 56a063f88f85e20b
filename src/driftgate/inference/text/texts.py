"""Formats: what the strings of a field have in common, asserted only where the evidence outweighs chance."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.recognisers import Recogniser, recognisers
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD_BITS = 10.0
"""What a name that says the same is worth, in bits."""
CONSIDERED = 64


class Refused(NamedTuple):
    """A kind that some values are of, and why it was not asserted."""

    name: str
    matched: int
    of: int
    reason: str


class Recognised(NamedTuple):
    """
    The verdict on a field's strings.

    Args:
        kinds: The kinds that explain all values, most telling first; several where they cannot be told apart.
        losing: Kind names of values that speak another dialect of dates than the many.
        refused: What else was thought of.
    """

    kinds: tuple[Recogniser, ...]
    losing: tuple[str, ...]
    refused: tuple[Refused, ...]


DIALECTS = frozenset({
    "date", "date_time", "loose_date_time", "naive_date_time", "slashed_date_iso", "us_date", "european_date", "us_dashed_date", "european_dashed_date",
    "dotted_date", "us_date_time", "rfc_2822",
})  # fmt: skip
_AMBIGUOUS = ({"us_date", "european_date"}, {"us_dashed_date", "european_dashed_date"})


def recognises(kind: Recogniser, text: str) -> bool:
    """Tell whether a kind takes a string, and the validator that will judge its format does so too."""
    if not kind.matches(text):
        return False
    said = kind.keywords.get("format")
    return said is None or _validator(said).is_valid(text)


@cache
def _validator(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)


def recognise(counts: Mapping[str, int], name: str, *, decided: frozenset[str] = frozenset()) -> Recognised:
    """
    Return what the strings of a field are.

    Args:
        counts: Distinct values, none of them empty, and how often each was seen.
        name: Of the field.
        decided: Date dialects that other values of this vendor decided for.
    """
    values = list(counts)
    named = set(words(name))
    refused: list[Refused] = []
    full: list[Recogniser] = []
    partial: list[tuple[int, Recogniser]] = []
    for kind in _likely(values):
        matched = [value for value in values if recognises(kind, value)]
        if not matched:
            continue
        if len(matched) < len(values):
            if kind.name in DIALECTS:
                partial.append((sum(counts[value] for value in matched), kind))
            refused.append(Refused(kind.name, len(matched), len(values), "not every value matches"))
            continue
        agrees = bool(kind.words & named)
        if kind.needs_word and not agrees:
            refused.append(Refused(kind.name, len(matched), len(values), "the name does not speak for it"))
            continue
        if kind.unlikely & named:
            refused.append(
                Refused(kind.name, len(matched), len(values), "people write what they like under such a name")
            )
            continue
        bits = sum(kind.surprise(value) for value in values[:CONSIDERED]) + (WORD_BITS if agrees else 0.0)
        if bits < kind.needs:
            refused.append(Refused(kind.name, len(matched), len(values), f"{bits:.0f} bits of {kind.needs:.0f}"))
            continue
        full.append(kind)
    if full:
        best = [kind for kind in full if kind.rank == full[0].rank]
        names = {kind.name for kind in best}
        for pair in _AMBIGUOUS:
            if pair <= names:
                told = pair & decided
                kept = told if len(told) == 1 else pair
                return Recognised(tuple(kind for kind in best if kind.name in kept), (), tuple(refused))
        return Recognised((best[0],), (), tuple(refused))
    return _one_dialect_against_many(counts, partial, refused)


GLANCED = 8
"""Values by which a kind is passed over that takes none of them: hundreds more would not make it the kind of all."""


def _likely(values: list[str]) -> list[Recogniser]:
    """Return the kinds worth a closer look, in their order; of dates all or none, since one dialect may stand against many."""
    glanced = values[:GLANCED]
    if len(glanced) == len(values):
        return list(recognisers())
    found = {kind.name for kind in recognisers() if any(kind.matches(value) for value in glanced)}
    if found & DIALECTS:
        found |= DIALECTS
    return [kind for kind in recognisers() if kind.name in found]


def _one_dialect_against_many(
    counts: Mapping[str, int], partial: list[tuple[int, Recogniser]], refused: list[Refused]
) -> Recognised:
    total = sum(counts.values())
    partial.sort(key=lambda each: (-each[0], each[1].rank, each[1].name))
    for seen, kind in partial:
        others = [value for value in counts if not kind.matches(value)]
        explained = [next((other for _, other in partial if other.matches(value)), None) for value in others]
        if all(explained) and seen >= 3 * (total - seen) and total >= 4:
            losing = tuple(sorted({other.name for other in explained if other is not None}))
            return Recognised((kind,), losing, tuple(each for each in refused if each.name != kind.name))
    return Recognised((), (), tuple(refused))


def dialect_votes(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the date dialects that some value of `counts` can only be of."""
    votes = set()
    for value in counts:
        if len(value) != 10 or value[2:3] not in {"/", "-"}:
            continue
        for pair in _AMBIGUOUS:
            speaking = [kind.name for kind in recognisers() if kind.name in pair and kind.matches(value)]
            if len(speaking) == 1:
                votes.add(speaking[0])
    return frozenset(votes)
