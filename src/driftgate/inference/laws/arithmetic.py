"""Arithmetic: sums, products, and numbers that count or add up an array."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from operator import add, gt, mul
from typing import TYPE_CHECKING, Any

from driftgate.inference.laws.law import Balance, Distance, Law, Multiple, Product, Size, Sum, SumOf
from driftgate.inference.laws.table import ABSENT, EQUAL_BITS, LEAST, always, chance_of, distinct, pairs_of
from driftgate.inference.names.words import singular
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.inference.decision.instances import Path


CENT = 0.0051
"""By how much amounts may be off that were rounded one by one; the rule that is written allows as much."""


VARIED = 8
"""Distinct totals, and different pairs behind them, that no accident makes add up to the cent."""


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CENT


def sums(numbers: dict[Path, list[Any]]) -> list[Law]:
    found: list[Law] = []
    telling = {path: column for path, column in numbers.items() if distinct(column) >= 2}
    varied = [path for path, column in telling.items() if distinct(column) >= VARIED]
    if len(telling) > 20:
        return []
    paths = list(telling)
    for total in varied:
        for index, left in enumerate(paths):
            for right in paths[index + 1 :]:
                if total in {left, right}:
                    continue
                columns = (telling[total], telling[left], telling[right])
                if _adds_up(columns, add):
                    rows = _filled(columns)
                    if len({row for row in rows if row[1] and row[2]}) >= VARIED:
                        found.append(Sum(total, left, right, len(rows)))
                if _adds_up(columns, mul):
                    rows = _filled(columns)
                    real = [row for row in rows if row[1] not in {0, 1} and row[2] not in {0, 1}]
                    if len(real) >= VARIED and len(set(real)) >= 4:
                        found.append(Product(total, left, right, len(rows)))
    return found


def _filled(columns: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return [row for row in zip(*columns, strict=True) if ABSENT not in row and None not in row]


def _adds_up(columns: Sequence[Sequence[Any]], operation: Callable[[float, float], float]) -> bool:
    """Tell whether the first of three columns is what an operation makes of the others, wherever all three have a value."""
    for total, left, right in zip(*columns, strict=True):
        if (
            total is not ABSENT
            and left is not ABSENT
            and right is not ABSENT
            and total is not None
            and left is not None
            and right is not None
            and not _close(total, operation(left, right))
        ):
            return False
    return True


def sizes(
    numbers: dict[Path, list[Any]],
    arrays: dict[Path, list[Any]],
    items: dict[Path, dict[Path, list[list[Any]]]],
) -> list[Law]:
    """
    Return which numbers count an array, or add up a field of its items.

    Args:
        items: Of each array, its `item_columns`.
    """
    found: list[Law] = []
    for array, lists in arrays.items():
        for number, column in numbers.items():
            pairs = [(len(items), value) for items, value in pairs_of(lists, column)]
            if len(pairs) < LEAST:
                continue
            chance = chance_of(pairs)
            if all(size == value for size, value in pairs):
                if chance < 0.6 and -len(pairs) * math.log2(chance) >= EQUAL_BITS:
                    found.append(Size(number, array, False, len(pairs)))
            elif _counts(number, array) and all(value >= size for size, value in pairs):
                found.append(Size(number, array, True, len(pairs)))
            elif chance < 0.6:
                for field, columns in items[array].items():
                    rows = [
                        (values, value)
                        for values, value in zip(columns, column, strict=True)
                        if isinstance(value, (int, float)) and not (values and isinstance(values[0], str))
                    ]
                    if (
                        len(rows) >= LEAST
                        and all(_close(value, sum(values)) for values, value in rows)
                        and sum(len(values) > 1 for values, _ in rows) >= 6
                    ):
                        found.append(SumOf(number, array, field, len(rows)))
    return found


_TOTALS = frozenset({
    "total", "net", "gross", "due", "amount", "balance", "sum", "remaining", "payable", "price", "subtotal", "grand", "value",
})  # fmt: skip
MOST_ADDED = 14


def balances(numbers: dict[Path, list[Any]], added: Sequence[Law]) -> list[Law]:
    """Return which numbers are what three others add up to, one of them perhaps taken off: a total less discount plus tax."""
    done = {law.total for law in added if isinstance(law, Sum)}
    telling = {path: column for path, column in numbers.items() if distinct(column) >= 2}
    if len(telling) > MOST_ADDED:
        return []
    found: list[Law] = []
    for total, column in telling.items():
        if total in done or not set(words(total[-1])) & _TOTALS or distinct(column) < 8:
            continue
        for parts in combinations([path for path in telling if path != total and path[:-1] == total[:-1]], 3):
            rows = [
                row
                for row in zip(column, *(telling[part] for part in parts), strict=True)
                if all(value is not ABSENT and value is not None for value in row)
            ]
            if len(rows) < LEAST or len({row for row in rows if all(row)}) < 5:
                continue
            for minus in (None, *range(3)):
                signs = [-1 if index == minus else 1 for index in range(3)]
                if all(_close(row[0], sum(map(mul, signs, row[1:]))) for row in rows):
                    kept = tuple(part for index, part in enumerate(parts) if index != minus)
                    found.append(Balance(total, kept, parts[minus : minus + 1] if minus is not None else (), len(rows)))
                    done.add(total)
                    break
            if total in done:
                break
    return found


def distances(whole: dict[Path, list[Any]]) -> list[Law]:
    """Return which whole numbers lie one of three constant distances above others of their object, as periods do."""
    found: list[Law] = []
    for above, one in whole.items():
        for below, other in whole.items():
            if above == below or above[:-1] != below[:-1] or not always(one, other, gt):
                continue
            pairs = pairs_of(one, other)
            steps = Counter(a - b for a, b in pairs)
            if (
                len(pairs) >= 2 * LEAST
                and len(steps) <= 3
                and min(steps.values()) >= LEAST // 2
                and len({b for _, b in pairs}) >= LEAST
            ):
                found.append(Distance(above, below, tuple(sorted(steps)), len(pairs)))
    return found


def multiples(whole: dict[Path, list[Any]]) -> list[Law]:
    """Return which whole numbers are others times a constant, as milliseconds are of seconds."""
    found: list[Law] = []
    for number, one in whole.items():
        for unit, other in whole.items():
            if number == unit or not always(one, other, _divides):
                continue
            pairs = pairs_of(one, other)
            filled = {(a, b) for a, b in pairs if b}
            if len(pairs) < LEAST or len(filled) < LEAST // 2:
                continue
            factors = {a / b for a, b in filled}
            if len(factors) == 1 and (factor := factors.pop()).is_integer() and factor >= 2:
                found.append(Multiple(number, unit, int(factor), len(pairs)))
    return found


def _divides(number: int, unit: int) -> bool:
    return number % unit == 0 if unit else number == 0


_COUNT = frozenset(
    {"total", "count", "hits", "results", "number", "num", "of", "elements", "items", "records", "size", "all"}
)


def _counts(number: Path, array: Path) -> bool:
    """
    Tell whether a number is named as the count of an array: `photoCount` beside `photos`, or `total` beside it.

    A `damage.total` counts no array that stands elsewhere.
    """
    named = set(words(number[-1]))
    rest = {singular(word) for word in named - _COUNT}
    if not {"total", "count", "hits", "results"} & named:
        return False
    return rest <= {singular(word) for word in words(array[-1])} if rest else number[:-1] == array[:-1]
