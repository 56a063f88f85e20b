"""Implications: where one field has a value, another has a certain one."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.inference.enums import is_free
from driftgate.inference.law import Constant, Implies, State
from driftgate.inference.table import ABSENT, LEAST
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.inference.instances import Path
    from driftgate.inference.table import Table

IMPLIED_BITS = 24.0
IMPLIED_BODIES = 24
"""Bodies that show a rule without exception: what goes together in fewer mostly does so by custom. Records of a page are alike."""
OTHER_BODIES = 20
"""Bodies that show another value than the condition, and so that it matters."""
FEW_VALUES = 12
ZERO_SUPPORT = 96
"""Instances behind a rule on zero, which counts and amounts can be for reasons of their own."""


def implications(table: Table, same: set[Path]) -> list[Implies]:
    few: dict[Path, list[Any]] = {}
    for path, column in table.columns.items():
        if path in same:
            continue
        for simple in (column, [_state(value) for value in column]):
            known = [value for value in simple if value is not ABSENT]
            if len(known) < LEAST or any(isinstance(value, (float, list)) for value in known):
                continue
            if 2 <= len(set(known)) <= FEW_VALUES and _share_of_repeats(known) >= 0.9:
                few[path] = list(simple)
                break
    found: list[Implies] = []
    for condition, one in few.items():
        for consequence, other in few.items():
            if condition == consequence:
                continue
            rows = [
                (a, b, table.instances[index].body)
                for index, (a, b) in enumerate(zip(one, other, strict=True))
                if a is not ABSENT and b is not ABSENT
            ]
            base = Counter(b for _, b, _ in rows)
            by_value: dict[Any, Counter[Any]] = {}
            bodies: dict[Any, set[int]] = {}
            for a, b, body in rows:
                by_value.setdefault(a, Counter())[b] += 1
                bodies.setdefault(a, set()).add(body)
            for value, seen in sorted(by_value.items(), key=lambda each: repr(each[0])):
                if len(seen) != 1:
                    continue
                (then, support), *_ = seen.items()
                chance = (base[then] - support + 1) / (len(rows) - support + 2)
                if value in _CUSTOM and then in _CUSTOM:
                    continue
                speaks_of_zero = any(isinstance(each, State) and "zero" in each.name for each in (value, then))
                least = ZERO_SUPPORT if speaks_of_zero else LEAST
                others = set[int]().union(*(those for other, those in bodies.items() if other != value))
                is_seen = support >= least and len(bodies[value]) >= IMPLIED_BODIES and len(others) >= OTHER_BODIES
                if is_seen and -support * math.log2(chance) >= IMPLIED_BITS:
                    found.append(Implies(condition, value, consequence, then, len(bodies[value])))
    values = {path: {value for value in column if value is not ABSENT} for path, column in few.items()}
    return _without_contraries(_without_detours(found), values)


_CUSTOM = frozenset({None, *(State(name) for name in ("null", "empty", "filled"))})
"""Of two fields that are filled or left empty together the one says little of the other: people fill in both."""
CONSTANT_SUPPORT = 150
FLAG_SUPPORT = 400
CONSTANT_BODIES = 40
_CHANGING = frozenset(
    {
        "status",
        "state",
        "phase",
        "stage",
        "step",
        "result",
        "outcome",
        "level",
        "version",
        "date",
        "time",
        "locale",
        "language",
    }
)


def constants(table: Table) -> list[Constant]:
    """
    Return the flags and words that were the same in many instances of many bodies.

    Fifty sightings are not enough: what changes once in fifty times is then still unseen in one of three cases.
    """
    if table.bodies < CONSTANT_BODIES:
        return []
    found: list[Constant] = []
    for path, column in table.columns.items():
        values = {value for value in column if isinstance(value, (bool, str))}
        if len(values) != 1 or len(column) < CONSTANT_SUPPORT or set(words(path[-1])) & _CHANGING or is_free(path[-1]):
            continue
        (value,) = values
        if any(each is not value and each != value for each in column):
            continue
        if (isinstance(value, bool) and len(column) >= FLAG_SUPPORT) or (
            isinstance(value, str) and (2 <= len(value) <= 24 and value.isascii() and value.replace("_", "").isalpha())
        ):
            found.append(Constant(path, value, len(column)))
    return found


def _without_detours(found: list[Implies]) -> list[Implies]:
    """Drop what follows by way of a third field: of fields that tell the same, all are compared with one."""
    forward = {((law.condition, law.value), (law.consequence, law.then)) for law in found}
    leader: dict[Any, Any] = {}
    for left, right in sorted(forward, key=repr):
        if (right, left) in forward:
            leader.setdefault(left, left)
            leader.setdefault(right, leader[left])
    kept = []
    for law in found:
        left, right = (law.condition, law.value), (law.consequence, law.then)
        one, other = leader.get(left, left), leader.get(right, right)
        if one == other and one not in {left, right}:
            continue
        if one != other and ((one, other) != (left, right)) and (one, other) in forward:
            continue
        kept.append(law)
    return kept


def _without_contraries(found: list[Implies], values: Mapping[Path, set[Any]]) -> list[Implies]:
    """
    Drop what another one says the other way round: "where a is true, b is 1" and "where b is 2, a is false".

    Of two that say the same, the one stays whose condition is a value rather than being filled or not; then the better supported.
    """
    ranked = sorted(found, key=lambda law: (isinstance(law.value, State), -law.support, repr(law)))
    kept: set[Implies] = set()
    for law in ranked:
        is_two = len(values[law.consequence]) == 2
        is_said = is_two and any(
            (other.condition, other.consequence) == (law.consequence, law.condition)
            and other.value != law.then
            and other.then != law.value
            for other in kept
        )
        if not is_said:
            kept.add(law)
    return [law for law in found if law in kept]


def _state(value: Any) -> Any:
    if value is ABSENT or isinstance(value, bool):
        return value
    if value is None:
        return State("null")
    if isinstance(value, float):
        return value  # what is measured rounds to zero now and then
    if isinstance(value, (list, str)):
        return State("filled" if value else "empty")
    return State("not zero" if value else "zero")


def _share_of_repeats(values: Sequence[Any]) -> float:
    return 1 - len([1 for count in Counter(values).values() if count < 3]) / len(values)
