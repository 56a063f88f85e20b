"""Arithmetic: sums, products, and numbers that count or add up an array."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from driftgate.inference.law import Law, Product, Size, Sum, SumOf
from driftgate.inference.table import ABSENT, EQUAL_BITS, LEAST, chance_of, distinct, pairs_of
from driftgate.inference.words import singular
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.inference.instances import Path


CENT = 0.0051
"""By how much amounts may be off that were rounded one by one; the rule that is written allows as much."""


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CENT


def sums(numbers: dict[Path, list[Any]]) -> list[Law]:
    found: list[Law] = []
    telling = {path: column for path, column in numbers.items() if distinct(column) >= 2}
    varied = [path for path, column in telling.items() if distinct(column) >= 8]
    if len(telling) > 20:
        return []
    paths = list(telling)
    for total in varied:
        for index, left in enumerate(paths):
            for right in paths[index + 1 :]:
                if total in {left, right} or not {left, right} & set(varied):
                    continue
                rows = [
                    row
                    for row in zip(telling[total], telling[left], telling[right], strict=True)
                    if all(value is not ABSENT and value is not None for value in row)
                ]
                real = {row for row in rows if row[1] and row[2]}
                if len(real) >= 8 and all(_close(row[0], row[1] + row[2]) for row in rows):
                    found.append(Sum(total, left, right, len(rows)))
                real = {row for row in rows if row[1] not in {0, 1} and row[2] not in {0, 1}}
                if len(real) >= 8 and all(_close(row[0], row[1] * row[2]) for row in rows):
                    found.append(Product(total, left, right, len(rows)))
    return found


def sizes(numbers: dict[Path, list[Any]], arrays: dict[Path, list[Any]]) -> list[Law]:
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
                fields = _common_numbers(lists)
                for field in fields:
                    rows = pairs_of(lists, column)
                    if (
                        all(_close(value, sum(item[field] for item in items)) for items, value in rows)
                        and sum(len(items) > 1 for items, _ in rows) >= 6
                    ):
                        found.append(SumOf(number, array, field, len(rows)))
    return found


_COUNT = frozenset(
    {"total", "count", "hits", "results", "number", "num", "of", "elements", "items", "records", "size", "all"}
)


def _counts(number: Path, array: Path) -> bool:
    """Tell whether a number is named as the count of an array: `total`, or `photoCount` beside `photos`."""
    named = set(words(number[-1]))
    rest = {singular(word) for word in named - _COUNT}
    return bool({"total", "count", "hits", "results"} & named) and rest <= {singular(word) for word in words(array[-1])}


def _common_numbers(lists: Iterable[Any]) -> list[str]:
    items = [item for each in lists if isinstance(each, list) for item in each]
    if not items or not all(isinstance(item, dict) for item in items):
        return []
    return [
        key
        for key in items[0]
        if all(isinstance(item.get(key), (int, float)) and not isinstance(item.get(key), bool) for item in items)
    ]
