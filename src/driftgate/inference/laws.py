"""Laws: what holds between the fields of one object, told by how unlikely it were by chance."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.inference.instances import Instance, Path

EQUAL_BITS = 40.0
IMPLIED_BITS = 30.0
LEAST = 16
"""Instances, and bodies, below which nothing is a law."""
FEW_VALUES = 12
MOST_LAWS = 60


class Equal(NamedTuple):
    """Two fields always have the same value."""

    left: Path
    right: Path
    support: int


class Template(NamedTuple):
    """A string is always the same text around other fields: `pieces` alternate constant text and paths."""

    whole: Path
    pieces: tuple[str | Path, ...]
    support: int


class Contains(NamedTuple):
    """A string always holds another field's text."""

    whole: Path
    part: Path
    support: int


class Implies(NamedTuple):
    """Where one field has a value, another has a certain value (or is, or is not, empty)."""

    condition: Path
    value: Any
    consequence: Path
    then: Any
    support: int


class Sum(NamedTuple):
    """A number is the sum of two others."""

    total: Path
    left: Path
    right: Path
    support: int


class Size(NamedTuple):
    """A number is the size of an array, or (`at_least`) never below it."""

    number: Path
    array: Path
    at_least: bool
    support: int


class SumOf(NamedTuple):
    """A number is the sum of one field over an array's items."""

    number: Path
    array: Path
    field: str
    support: int


class Ordered(NamedTuple):
    """One date or number is never after the other."""

    first: Path
    second: Path
    support: int


class Sorted(NamedTuple):
    """An array is sorted: by a field of its items, or by itself where `field` is empty."""

    array: Path
    field: str
    descending: bool
    support: int


Law = Equal | Template | Contains | Implies | Sum | Size | SumOf | Ordered | Sorted


class Table:
    """Instances by column. A column has the value of every instance, `ABSENT` where it has none."""

    def __init__(self, instances: Sequence[Instance]) -> None:
        self.instances = instances
        self.bodies = len({instance.body for instance in instances})
        paths: dict[Path, None] = {}
        for instance in instances:
            paths.update(dict.fromkeys(instance.leaves))
        self.columns = {path: [instance.leaves.get(path, ABSENT) for instance in instances] for path in sorted(paths)}


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


def laws_of(instances: Sequence[Instance]) -> list[Law]:
    """Return the laws that the instances of one kind support, each telling something the others do not."""
    table = Table(instances)
    if len(instances) < LEAST or table.bodies < LEAST:
        return []
    texts = {path: column for path, column in table.columns.items() if _all(column, str) and _distinct(column) >= 2}
    numbers = {path: column for path, column in table.columns.items() if _all_numbers(column)}
    arrays = {path: column for path, column in table.columns.items() if _all(column, list)}
    equal = [*_equalities(texts), *_equalities(numbers)]
    same = {law.right for law in equal}
    found: list[Law] = list(equal)
    rest = {path: column for path, column in texts.items() if path not in same}
    sources = {**rest, **{path: column for path, column in numbers.items() if path not in same and _all_ints(column)}}
    found += _templates(rest, sources)
    numbers = {path: column for path, column in numbers.items() if path not in same}
    found += _sums(numbers)
    found += _sizes(numbers, arrays)
    found += _orders(rest, numbers, table)
    found += _sortings(arrays, table)
    found += _implications(table, same)
    return found[:MOST_LAWS]


def _present(column: Iterable[Any]) -> list[Any]:
    return [value for value in column if value is not ABSENT and value is not None]


def _all(column: Iterable[Any], kind: type) -> bool:
    present = _present(column)
    return len(present) >= LEAST and all(isinstance(value, kind) for value in present)


def _all_numbers(column: Iterable[Any]) -> bool:
    present = _present(column)
    return len(present) >= LEAST and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in present
    )


def _all_ints(column: Iterable[Any]) -> bool:
    return all(isinstance(value, int) for value in _present(column))


def _distinct(column: Iterable[Any]) -> int:
    return len(set(_present(column)))


def _pairs(one: Sequence[Any], other: Sequence[Any]) -> list[tuple[Any, Any]]:
    return [
        (a, b)
        for a, b in zip(one, other, strict=True)
        if a is not ABSENT and b is not ABSENT and a is not None and b is not None
    ]


def _chance(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Return how likely the two sides agree if they had nothing to do with each other."""
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sum(count * right[value] for value, count in left.items()) / len(pairs) ** 2


def _equalities(columns: dict[Path, list[Any]]) -> list[Equal]:
    found: list[Equal] = []
    taken: set[Path] = set()
    paths = list(columns)
    for index, left in enumerate(paths):
        if left in taken:
            continue
        for right in paths[index + 1 :]:
            if right in taken:
                continue
            pairs = _pairs(columns[left], columns[right])
            if len(pairs) < LEAST or any(a != b for a, b in pairs[:8]) or any(a != b for a, b in pairs):
                continue
            chance = _chance(pairs)
            if chance < 0.6 and -len(pairs) * math.log2(chance) >= EQUAL_BITS:
                found.append(Equal(left, right, len(pairs)))
                taken.add(right)
    return found


def _templates(texts: dict[Path, list[Any]], sources: dict[Path, list[Any]]) -> list[Law]:
    found: list[Law] = []
    for whole, column in texts.items():
        parts = []
        for path, values in sources.items():
            if path == whole:
                continue
            pairs = _pairs(column, values)
            if len(pairs) < LEAST or _distinct(value for _, value in pairs) < 4:
                continue
            if all(str(part) in text and len(str(part)) < len(text) for text, part in pairs):
                parts.append((path, pairs))
        parts.sort(key=lambda each: -sum(len(str(part)) for _, part in each[1]))
        law = _template(whole, column, [path for path, _ in parts[:6]], sources)
        if law is not None:
            found.append(law)
            continue
        covered: set[Path] = set()
        for path, pairs in parts[:3]:
            shortest = min(len(str(part)) for _, part in pairs)
            if shortest >= 3 and path not in covered:
                found.append(Contains(whole, path, len(pairs)))
                covered.add(path)
    return found


def _template(whole: Path, column: Sequence[Any], parts: list[Path], sources: dict[Path, list[Any]]) -> Template | None:
    for chosen in (parts[:1], parts[:2], parts[:3]):
        if not chosen:
            return None
        shapes: Counter[tuple[str | Path, ...]] = Counter()
        for index, text in enumerate(column):
            values = [sources[path][index] for path in chosen]
            if not isinstance(text, str) or any(value is ABSENT or value is None for value in values):
                continue
            shapes[_cut(text, list(zip(chosen, map(str, values), strict=True)))] += 1
            if len(shapes) > 1:
                break
        if len(shapes) == 1:
            (pieces, support), *_ = shapes.items()
            if support >= LEAST and any(isinstance(piece, str) for piece in pieces):
                return Template(whole, pieces, support)
    return None


def _cut(text: str, parts: list[tuple[Path, str]]) -> tuple[str | Path, ...]:
    pieces: list[str | Path] = [text]
    for path, value in parts:
        cut: list[str | Path] = []
        for piece in pieces:
            if not isinstance(piece, str) or not value:
                cut.append(piece)
                continue
            before, *after = piece.split(value)
            cut.append(before)
            for each in after:
                cut.extend((path, each))
        pieces = [piece for piece in cut if piece != ""]
    return tuple(pieces)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def _sums(numbers: dict[Path, list[Any]]) -> list[Sum]:
    found: list[Sum] = []
    telling = {path: column for path, column in numbers.items() if _distinct(column) >= 8}
    if len(telling) > 14:
        return []
    paths = list(telling)
    for total in paths:
        for index, left in enumerate(paths):
            for right in paths[index + 1 :]:
                if total in {left, right} or left[:-1] != right[:-1]:
                    continue
                rows = [
                    row
                    for row in zip(telling[total], telling[left], telling[right], strict=True)
                    if all(value is not ABSENT and value is not None for value in row)
                ]
                real = [row for row in rows if row[1] and row[2]]
                if len(real) >= 8 and all(_close(row[0], row[1] + row[2]) for row in rows):
                    found.append(Sum(total, left, right, len(rows)))
    return found


def _sizes(numbers: dict[Path, list[Any]], arrays: dict[Path, list[Any]]) -> list[Law]:
    found: list[Law] = []
    for array, lists in arrays.items():
        for number, column in numbers.items():
            pairs = [(len(items), value) for items, value in _pairs(lists, column)]
            if len(pairs) < LEAST:
                continue
            chance = _chance(pairs)
            if all(size == value for size, value in pairs):
                if chance < 0.6 and -len(pairs) * math.log2(chance) >= EQUAL_BITS:
                    found.append(Size(number, array, False, len(pairs)))
            elif _counts(number) and all(value >= size for size, value in pairs):
                found.append(Size(number, array, True, len(pairs)))
            elif chance < 0.6:
                fields = _common_numbers(lists)
                for field in fields:
                    rows = _pairs(lists, column)
                    if (
                        all(_close(value, sum(item[field] for item in items)) for items, value in rows)
                        and sum(len(items) > 1 for items, _ in rows) >= 6
                    ):
                        found.append(SumOf(number, array, field, len(rows)))
    return found


def _counts(path: Path) -> bool:
    return bool({"total", "count", "hits", "results"} & set(words(path[-1])))


def _common_numbers(lists: Iterable[Any]) -> list[str]:
    items = [item for each in lists if isinstance(each, list) for item in each]
    if not items or not all(isinstance(item, dict) for item in items):
        return []
    return [
        key
        for key in items[0]
        if all(isinstance(item.get(key), (int, float)) and not isinstance(item.get(key), bool) for item in items)
    ]


_BEFORE = (
    ({"created", "creation", "inserted", "opened", "issued", "ordered", "placed", "registered", "joined"},
     {"updated", "modified", "changed", "closed", "merged", "completed", "shipped", "delivered", "paid", "due", "resolved", "expires", "finished", "pushed", "last"}),
    ({"start", "starts", "started", "begin", "from", "departure", "since", "open", "opens", "checkin"},
     {"end", "ends", "ended", "finish", "finished", "to", "until", "arrival", "close", "closes", "stop", "checkout", "expires"}),
    ({"min", "minimum", "low", "lowest", "lower"}, {"max", "maximum", "high", "highest", "upper"}),
)  # fmt: skip
MANY_ORDERED = 200


def _orders(texts: dict[Path, list[Any]], numbers: dict[Path, list[Any]], table: Table) -> list[Ordered]:
    dated = {
        path: column for path, column in texts.items() if all(_is_sortable_date(text) for text in _present(column))
    }
    found: list[Ordered] = []
    for columns in (dated, numbers):
        for first, one in columns.items():
            for second, other in columns.items():
                if first == second or first[:-1] != second[:-1]:
                    continue
                pairs = _pairs(one, other)
                named = _say_order(first[-1], second[-1])
                if len(pairs) < (2 * LEAST if named else MANY_ORDERED) or (columns is numbers and not named):
                    continue
                lengths = {(len(a), len(b)) for a, b in pairs} if columns is dated else {(0, 0)}
                if all(a <= b for a, b in pairs) and all(a == b for a, b in lengths):
                    found.append(Ordered(first, second, len(pairs)))
    return found


def _say_order(first: str, second: str) -> bool:
    one, other = set(words(first)), set(words(second))
    return any(one & before and other & after and not one & after for before, after in _BEFORE)


def _is_sortable_date(text: Any) -> bool:
    return (
        isinstance(text, str)
        and len(text) >= 10
        and text[:4].isdigit()
        and text[4] == "-"
        and text[7] == "-"
        and text[-6:-5] not in {"+", "-"}
    )


def _sortings(arrays: dict[Path, list[Any]], table: Table) -> list[Sorted]:
    found: list[Sorted] = []
    for path, lists in arrays.items():
        present = [items for items in lists if isinstance(items, list) and len(items) >= 2]
        for field in _sort_keys(present):
            keys = [[item[field] if field else item for item in items] for items in present]
            for descending in (False, True):
                ordered = all(_is_sorted(each, descending=descending) for each in keys)
                bits = sum(math.log2(math.factorial(min(len(set(map(repr, each))), 20))) for each in keys)
                if ordered and len(keys) >= 10 and bits >= EQUAL_BITS:
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
    keys = []
    for key in items[0]:
        for kind in (str, (int, float)):
            if all(isinstance(item.get(key), kind) and not isinstance(item.get(key), bool) for item in items):
                keys.append(key)
    return keys


def _is_sorted(keys: Sequence[Any], *, descending: bool) -> bool:
    if descending:
        return all(one >= other for one, other in zip(keys, keys[1:], strict=False))
    return all(one <= other for one, other in zip(keys, keys[1:], strict=False))


def _implications(table: Table, same: set[Path]) -> list[Implies]:
    few: dict[Path, list[Any]] = {}
    for path, column in table.columns.items():
        if path in same:
            continue
        simple = [_simple(value) for value in column]
        known = [value for value in simple if value is not ABSENT]
        if len(known) >= LEAST and 2 <= len(set(known)) <= FEW_VALUES and _share_of_repeats(known) >= 0.9:
            few[path] = simple
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
                if (
                    support >= 2 * LEAST
                    and len(bodies[value]) >= LEAST
                    and -support * math.log2(chance) >= IMPLIED_BITS
                ):
                    found.append(Implies(condition, value, consequence, then, support))
    return found


class Empty(NamedTuple):
    """Stands for any empty or filled array, so that flags can speak of it."""

    is_empty: bool


def _simple(value: Any) -> Any:
    if isinstance(value, list):
        return Empty(not value)
    if isinstance(value, float):
        return ABSENT
    return value


def _share_of_repeats(values: Sequence[Any]) -> float:
    return 1 - len([1 for count in Counter(values).values() if count < 3]) / len(values)
