"""
What a difference weighs that rests only on what was inferred from examples.

An example that is merely refreshed (other ids, other names, other numbers, a record more) lets inference say other
bounds and patterns, and call a key always present that it had doubts about. That is no difference. What examples
teach is: types, id prefixes, date dialects, null, formats, values of a short list, and which keys may be missing.

Where an example and a schema tell the same, it is told once, by the one that weighs more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.revision.kinds import KINDS
from driftgate.revision.values import ANY_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from driftgate.revision.change import Change

_KEPT_WEIGHT = ("-type-", "-list-of-types-", "-id-prefix-", "-example-")
"""Of what is only inferred, type and id prefix keep their weight; the rest of what is told is a note."""
_TOLD = (*_KEPT_WEIGHT, "-became-nullable", "-became-not-nullable", "-format-", "-enum-value-", "-became-not-enum")
"""Which keys there are is told by the examples themselves (`compare_examples`): a shorter list teaches nothing of them."""


def severity_if_inferred(kind: str) -> Severity:
    """Return how much a change of a kind weighs where it rests on what was inferred."""
    return KINDS[kind].severity if any(stem in kind for stem in _KEPT_WEIGHT) else Severity.NOTE


def without_hearsay(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without those that only say that inference, looking at other examples, said otherwise."""
    return [change for change in changes if not change.inferred or _is_taught(change)]


def _is_taught(change: Change) -> bool:
    if "-type-" in change.kind and ANY_TYPE in {change.before, change.after}:
        return False  # where examples show nothing but null, inference knows no type: that is not a wider one
    return any(stem in change.kind for stem in _TOLD)


def severity_of(change: Change) -> Severity:
    """Return how much a change weighs: its kind's severity, less where the place is void or only inferred."""
    if change.is_void:
        return Severity.NOTE
    return severity_if_inferred(change.kind) if change.inferred else KINDS[change.kind].severity


def without_echoes(changes: Sequence[Change]) -> list[Change]:
    """Return the changes without those of examples that a change of the schema at the same place tells as loudly."""
    loudest: dict[tuple[str, str | None, str], Severity] = {}
    shown: dict[tuple[str, str | None, str], Severity] = {}
    for change in changes:
        for key in _keys(change):
            held = shown if "-example-" in change.kind else loudest
            held[key] = max(held.get(key, Severity.NOTE), severity_of(change), key=lambda severity: severity.weight)

    def is_echo(change: Change) -> bool:
        keys = list(_keys(change))
        if "-example-" in change.kind:
            return any(key in loudest and loudest[key].weight >= shown[key].weight for key in keys)
        return change.inferred and any(key in shown and shown[key].weight > loudest[key].weight for key in keys)

    return [change for change in changes if not is_echo(change)]


def _keys(change: Change) -> Iterable[tuple[str, str | None, str]]:
    """Yield what a change is about: operation, place, and a word for what differs."""
    for word, stems in _TELLS.items():
        is_about = (
            f"-example-{word}" in change.kind
            if "-example-" in change.kind
            else any(stem in change.kind for stem in stems)
        )
        if is_about:
            for operation in change.operations:
                yield operation, change.pointer, word


_TELLS: Mapping[str, tuple[str, ...]] = {
    "type": ("-type-changed", "-type-generalized", "-type-specialized", "-list-of-types-"),
    "id-prefix": ("-id-prefix-changed",),
    "date-dialect": ("-date-dialect-changed", "-format-"),
    "became-null": ("-became-nullable",),
    "became-not-null": ("-became-not-nullable",),
    "property-added": ("-property-added", "new-required-request-property", "new-optional-request-property"),
    "property-became-optional": ("-property-became-optional",),
    "property-became-required": ("-property-became-required",),
    "property-removed": ("-property-removed", "-property-forbidden"),
}
