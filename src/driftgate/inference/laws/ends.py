"""Ends: numbers and words that repeat the first, the last, the greatest or the least of an array, and arrays that go side by side."""

from __future__ import annotations

import math
from operator import eq
from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.instances import flat
from driftgate.inference.laws.equality import equalities
from driftgate.inference.laws.law import AsMany, EndOf, Flagged
from driftgate.inference.laws.table import ABSENT, EQUAL_BITS, LEAST, always, chance_of, pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.inference.decision.instances import Path

SEVERAL = 8
"""Arrays of several different values that tell the first from the last and the greatest."""
_ENDS: tuple[tuple[str, Callable[[Sequence[Any]], Any]], ...] = (
    ("first", lambda values: values[0]),
    ("last", lambda values: values[-1]),
    ("greatest", max),
    ("least", min),
)


def ends(scalars: dict[Path, list[Any]], items: dict[Path, dict[Path, list[list[Any]]]]) -> list[EndOf]:
    """
    Return which fields always repeat a field of an array's first, last, greatest or least item.

    Args:
        items: Of each array, its `item_columns`.
    """
    found: list[EndOf] = []
    taken: set[Path] = set()
    for array, fields in items.items():
        for field, columns in fields.items():
            if sum(len(set(values)) > 1 for values in columns) < SEVERAL:
                continue
            for single, column in scalars.items():
                if single in taken or not all(
                    value in values for values, value in zip(columns, column, strict=True) if _tells(values, value)
                ):
                    continue
                rows = [(values, value) for values, value in zip(columns, column, strict=True) if _tells(values, value)]
                if len(rows) < LEAST or sum(len(set(values)) > 1 for values, _ in rows) < SEVERAL:
                    continue
                for end, pick in _ENDS:
                    if all(pick(values) == value for values, value in rows):
                        chance = chance_of([(value, value) for _, value in rows])
                        if chance < 0.6 and -len(rows) * math.log2(chance) >= EQUAL_BITS:
                            found.append(EndOf(single, array, field, end, len(rows)))
                            taken.add(single)
                            break
    return found


def _tells(values: Any, value: Any) -> bool:
    """Tell whether a row has values of one type to compare with."""
    if not values or value is None or value is ABSENT:
        return False
    return isinstance(value, str) == isinstance(values[0], str)


def item_columns(lists: Sequence[Any]) -> dict[Path, list[list[Any]]]:
    """Return, by path in an item, the values of each array; of scalars by the empty path. Only paths that every item has."""
    items = [item for each in lists if isinstance(each, list) for item in each]
    if not items:
        return {}
    if all(_is_scalar(item) for item in items) and len({isinstance(item, str) for item in items}) == 1:
        return {(): [each if isinstance(each, list) else [] for each in lists]}
    if not all(isinstance(item, dict) for item in items):
        return {}
    flattened = [[flat(item) for item in each] if isinstance(each, list) else [] for each in lists]
    every = [leaves for each in flattened for leaves in each]
    shared = set(every[0]).intersection(*every)
    found: dict[Path, list[list[Any]]] = {}
    for path in every[0]:
        if path not in shared:
            continue
        values = [leaves.get(path) for leaves in every]
        if all(map(_is_scalar, values)) and len({isinstance(value, str) for value in values}) == 1:
            found[path] = [[leaves[path] for leaves in each] for each in flattened]
    return found


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def side_by_side(arrays: dict[Path, list[Any]]) -> list[AsMany]:
    """Return which arrays always have as many items as another one, as the columns of a series have."""
    lengths = {
        path: [len(value) if isinstance(value, list) else value for value in column] for path, column in arrays.items()
    }
    return [AsMany(law.left, law.right, law.support) for law in equalities(lengths)]


def flagged(numbers: dict[Path, list[Any]], arrays: dict[Path, list[Any]]) -> list[Flagged]:
    """Return which numbers count the items of an array that have a flag."""
    found: list[Flagged] = []
    for array, lists in arrays.items():
        items = [item for each in lists if isinstance(each, list) for item in each]
        if len(items) < LEAST or not all(isinstance(item, dict) for item in items):
            continue
        for flag in items[0]:
            if not all(isinstance(item.get(flag), bool) for item in items):
                continue
            counts = [sum(item[flag] for item in each) if isinstance(each, list) else None for each in lists]
            for number, column in numbers.items():
                if not always(counts, column, eq):
                    continue
                pairs = pairs_of(counts, column)
                if len(pairs) < LEAST:
                    continue
                chance = chance_of(pairs)
                if chance < 0.8 and -len(pairs) * math.log2(chance) >= EQUAL_BITS / 2:
                    found.append(Flagged(number, array, flag, len(pairs)))
    return found
