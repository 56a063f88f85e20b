"""Order: dates and numbers that never precede others, and sorted arrays."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from operator import le
from typing import TYPE_CHECKING, Any

from driftgate.inference.laws.law import Numbered, Ordered, Sorted
from driftgate.inference.laws.table import EQUAL_BITS, LEAST, always, pairs_of, present
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.decision.instances import Path

_BEFORE = (
    ({"created", "creation", "inserted", "opened", "issued", "ordered", "placed", "registered", "joined"},
     {"updated", "modified", "changed", "closed", "merged", "completed", "shipped", "delivered", "paid", "due", "resolved", "expires", "finished", "pushed", "last"}),
    ({"start", "starts", "started", "begin", "from", "departure", "since", "open", "opens", "checkin"},
     {"end", "ends", "ended", "finish", "finished", "to", "until", "arrival", "close", "closes", "stop", "checkout", "expires"}),
    ({"min", "minimum", "low", "lowest", "lower"}, {"max", "maximum", "high", "highest", "upper"}),
)  # fmt: skip
MANY_ORDERED = 200
TELLING = 3
SEVERAL_SORTED = 8
"""Different arrays of three different keys and more that no accident puts in order; the same one again is no news."""


def orders(texts: dict[Path, list[Any]], numbers: dict[Path, list[Any]]) -> list[Ordered]:
    dated = {path: column for path, column in texts.items() if all(_is_sortable_date(text) for text in present(column))}
    found: list[Ordered] = []
    for columns in (dated, numbers):
        for first, one in columns.items():
            for second, other in columns.items():
                if first == second or first[:-1] != second[:-1]:
                    continue
                named = _say_order(first[-1], second[-1])
                if (columns is numbers and not named) or not always(one, other, le):
                    continue
                pairs = pairs_of(one, other)
                if len(pairs) < (2 * LEAST if named else MANY_ORDERED):
                    continue
                if columns is numbers or all(len(a) == len(b) for a, b in pairs):
                    found.append(Ordered(first, second, len(pairs)))
    return found


def _say_order(first: str, second: str) -> bool:
    one, other = set(words(first)), set(words(second))
    return any(one & before and other & after and not one & after for before, after in _BEFORE)


_SORTABLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+Z?)?")
"""Dates that sort as text: without an offset from UTC."""


def _is_sortable_date(text: Any) -> bool:
    return isinstance(text, str) and _SORTABLE.fullmatch(text) is not None


def sortings(arrays: dict[Path, list[Any]]) -> list[Sorted]:
    found: list[Sorted] = []
    for path, lists in arrays.items():
        present = [items for items in lists if isinstance(items, list) and len(items) >= 2]
        for field in _sort_keys(present):
            keys = [[item[field] if field else item for item in items] for items in present]
            for descending in (False, True):
                ordered = all(_is_sorted(each, descending=descending) for each in keys)
                if not ordered:
                    continue
                different = {tuple(each) for each in keys}
                telling = sum(len(set(each)) >= TELLING for each in different)
                bits = sum(math.log2(math.factorial(min(len(set(each)), 20))) for each in different)
                if telling >= SEVERAL_SORTED and bits >= EQUAL_BITS:
                    found.append(Sorted(path, field, descending, len(keys)))
                    break
            else:
                continue
            break
    return found


def _sort_keys(lists: Sequence[list[Any]]) -> list[str]:
    items = [item for each in lists for item in each]
    if not items:
        return []
    for kind in (str, (int, float)):
        if all(isinstance(item, kind) and not isinstance(item, bool) for item in items):
            return [""]
    if not all(isinstance(item, dict) for item in items):
        return []
    kinds: tuple[Any, ...] = (str, (int, float))
    return [
        key
        for key in items[0]
        for kind in kinds
        if all(isinstance(item.get(key), kind) and not isinstance(item.get(key), bool) for item in items)
    ]


def _is_sorted(keys: Sequence[Any], *, descending: bool) -> bool:
    if descending:
        return all(one >= other for one, other in pairwise(keys))
    return all(one <= other for one, other in pairwise(keys))


def numberings(arrays: dict[Path, list[Any]]) -> list[Numbered]:
    """Return which field of an array's items is their number in it."""
    found: list[Numbered] = []
    for path, lists in arrays.items():
        filled = [items for items in lists if isinstance(items, list) and items]
        longer = [items for items in filled if len(items) >= 3]
        if (
            len(filled) < LEAST
            or len(longer) < 4
            or not all(isinstance(item, dict) for each in filled for item in each)
        ):
            continue
        for field in filled[0][0]:
            first = filled[0][0][field]
            if type(first) is not int or first not in {0, 1}:
                continue
            if all(item.get(field) == first + index for items in filled for index, item in enumerate(items)):
                found.append(Numbered(path, field, first, len(filled)))
    return found
