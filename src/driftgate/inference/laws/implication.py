"""Implications: where a field that tells records apart has a value, another one has a certain value, or is there."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.laws.law import PRESENCE, Implies, State
from driftgate.inference.laws.table import ABSENT, LEAST, rows_in
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.inference.decision.instances import Path
    from driftgate.inference.laws.table import Table

IMPLIED_BITS = 24.0
IMPLIED_BODIES = 24
"""Bodies that show a rule without exception: what goes together in fewer mostly does so by custom. Records of a page are alike."""
EXACT_BODIES = 20
"""Bodies that show it where no other record has what is concluded."""
KIND_RECORDS = 12
KIND_BODIES = 6
"""Records, and bodies, that show which fields one kind of record has and no other: that is what a kind says."""
_KINDS = frozenset({"type", "kind", "class", "category", "object", "typename"})
OTHER_BODIES = 20
"""Bodies that show another value than the condition, and so that it matters."""
FEW_VALUES = 12
ELSEWHERE = 1 / 3
"""Share of the other records that may have what is concluded: what most of them have says nothing of the condition."""
MOST_IMPLICATIONS = 12
"""Of one kind of object, the best supported: what a person reads to the end. As many more that are only proposed: presence."""


class _Outcome(NamedTuple):
    """What may be concluded of a field: by value the records that have it, as bits; `known` those that the rule applies to."""

    path: Path
    known: int
    values: list[Any]
    masks: dict[Any, int]


def implications(table: Table, same: set[Path]) -> list[Implies]:
    """Return, for each field, what the one condition says of it that is best supported."""
    conditions = []
    for path, column in table.columns.items():
        if path not in same and _tells_apart(column):
            conditions.append(_outcome(path, [value if isinstance(value, (str, bool)) else ABSENT for value in column]))
    outcomes = [each for path, column in table.columns.items() if path not in same for each in _outcomes(path, column)]
    found: list[Implies] = []
    for outcome in outcomes:
        told: list[list[Implies]] = [
            rules
            for condition in conditions
            if condition.path != outcome.path and (rules := _rules(table, condition, outcome))
        ]
        if told:
            strongest: list[Implies] = max(told, key=_strength)
            found += strongest
    values = {each.path: set(each.masks) for each in outcomes}
    kept = _without_contraries(_without_detours(found), values)
    ranked = sorted(kept, key=lambda rule: -rule.support)
    best = {
        rule
        for is_presence in (False, True)
        for rule in [each for each in ranked if (each.then in PRESENCE) is is_presence][:MOST_IMPLICATIONS]
    }
    return [rule for rule in kept if rule in best]


def _strength(rules: Sequence[Implies]) -> tuple[int, int, int]:
    """Return what ranks the rules of one condition on one field: bodies, rules, and how close the fields stand."""
    condition, consequence = rules[0].condition, rules[0].consequence
    shared = sum(a == b for a, b in zip(condition, consequence, strict=False))
    return sum(rule.support for rule in rules), len(rules), shared - len(condition)


def _tells_apart(column: Sequence[Any]) -> bool:
    known = [value for value in column if value is not ABSENT and value is not None]
    if len(known) < LEAST or len({type(value) for value in known}) != 1 or not isinstance(known[0], (str, bool)):
        return False
    return 2 <= len(set(known)) <= FEW_VALUES and _share_of_repeats(known) >= 0.9


def _outcomes(path: Path, column: Sequence[Any]) -> list[_Outcome]:
    found = []
    known = [value for value in column if value is not ABSENT]
    if any(isinstance(value, float) for value in known):
        return []
    is_few = all(value is None or isinstance(value, (str, bool)) for value in known)
    if is_few and 2 <= len(set(known)) <= FEW_VALUES and _share_of_repeats(known) >= 0.9:
        found.append(_outcome(path, column))
    else:
        found.append(_outcome(path, [_state(value) for value in column]))
        if any(isinstance(value, int) and not isinstance(value, bool) for value in known):
            found.append(_outcome(path, [_zero(value) for value in column]))
    if len(known) < len(column) and len(path) == 1:
        found.append(_outcome(path, [State("missing" if value is ABSENT else "there") for value in column]))
    return [each for each in found if len(each.masks) >= 2]


def _outcome(path: Path, values: Sequence[Any]) -> _Outcome:
    masks: dict[Any, int] = {}
    for row, value in enumerate(values):
        if value is not ABSENT:
            masks[value] = masks.get(value, 0) | 1 << row
    return _Outcome(path, sum(masks.values()), list(values), masks)


def _rules(table: Table, condition: _Outcome, outcome: _Outcome) -> list[Implies]:
    found = []
    decides = _decides(condition, outcome)
    is_kind = bool(_KINDS & set(words(condition.path[-1]))) and outcome.masks.keys() <= PRESENCE
    for value, mask in sorted(condition.masks.items(), key=lambda each: repr(each[0])):
        rows = mask & outcome.known
        support = rows.bit_count()
        if support < (KIND_RECORDS if is_kind else EXACT_BODIES):
            continue
        then = outcome.values[(rows & -rows).bit_length() - 1]
        if rows & ~outcome.masks[then]:
            continue
        others = condition.known & outcome.known & ~mask
        count, agree = others.bit_count(), (others & outcome.masks[then]).bit_count()
        if count < (KIND_RECORDS if is_kind else OTHER_BODIES) or (agree > ELSEWHERE * count and not decides):
            continue
        if agree and then in _ZERO:
            continue
        if -support * math.log2((agree + 1) / (count + 2)) < IMPLIED_BITS:
            continue
        bodies = table.evidence(rows_in(rows))
        least = IMPLIED_BODIES if agree else KIND_BODIES if is_kind else EXACT_BODIES
        if bodies >= least and table.evidence(rows_in(others)) >= min(least, OTHER_BODIES):
            found.append(Implies(condition.path, value, outcome.path, then, bodies))
    return found


def _decides(condition: _Outcome, outcome: _Outcome) -> bool:
    """Tell whether every value of the condition has one outcome, as an action has one category."""
    each = [mask & outcome.known for mask in condition.masks.values()]
    return all(any(not rows & ~those for those in outcome.masks.values()) for rows in each)


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

    Of two that say the same, the better supported stays.
    """
    ranked = sorted(found, key=lambda law: (-law.support, repr(law)))
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
    if value is ABSENT:
        return value
    if value is None:
        return State("null")
    if isinstance(value, (list, str)):
        return State("filled" if value else "empty")
    return State("not null")


_ZERO = frozenset({State("zero"), State("not zero")})
"""Counts and amounts are zero for reasons of their own: only said where no other record has it."""


def _zero(value: Any) -> Any:
    return State("not zero" if value else "zero") if isinstance(value, int) else ABSENT


def _share_of_repeats(values: Sequence[Any]) -> float:
    return 1 - len([1 for count in Counter(values).values() if count < 3]) / len(values)
