"""Equality: fields that repeat each other, and strings that are built from others."""

from __future__ import annotations

import math
import re
from collections import Counter
from operator import contains, eq
from typing import TYPE_CHECKING, Any

from driftgate.inference.laws.law import (
    Contains,
    Equal,
    EqualOrZero,
    Inherited,
    Law,
    SameLetters,
    Template,
    Unique,
)
from driftgate.inference.laws.table import ABSENT, EQUAL_BITS, LEAST, always, chance_of, distinct, pairs_of, present
from driftgate.inference.names.words import plain, singular
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.decision.instances import Path


MOST_PARTS = 3
"""Other fields that one string is said to contain; those inside another one of them go without saying."""
SEVERAL_PARTS = 4
"""Distinct values of a part: fewer stand in another text by accident."""
UNNAMED = 24
"""Bodies that show that items repeat a field of another name."""
LONGER = 0.25
"""Share of instances in which a text must be longer than its part: what is nearly always the same is no composition."""


def same_letters(texts: dict[Path, list[Any]], same: set[Path]) -> list[SameLetters]:
    """Return which strings are others in capitals or small letters: `MIT` beside `mit`."""
    lowered = {
        path: [value.lower() if isinstance(value, str) else value for value in column]
        for path, column in texts.items()
        if all(value.isascii() for value in column if isinstance(value, str))
    }
    return [SameLetters(law.left, law.right, law.support) for law in equalities(lowered) if law.right not in same]


def constants_repeated(table_columns: dict[Path, list[Any]]) -> list[Equal]:
    """Return which fields repeat each other although they never changed: what a machine made is not the same by chance."""
    held: dict[str, Path] = {}
    found: list[Equal] = []
    for path, column in table_columns.items():
        known = present(column)
        if len(known) < LEAST or not all(isinstance(value, str) and value == known[0] for value in known):
            continue
        if is_machine_made(known[0]):
            if known[0] in held:
                found.append(Equal(held[known[0]], path, len(known)))
            held.setdefault(known[0], path)
    return found


def is_machine_made(text: str) -> bool:
    """Tell whether a string is long and mixed enough that nobody finds the same one twice."""
    return len(text) >= 8 and any(map(str.isdigit, text)) and " " not in text


def equalities(columns: dict[Path, list[Any]]) -> list[Equal]:
    """Return which columns always have the same value, each with the first that it repeats."""
    found: list[Equal] = []
    taken: set[Path] = set()
    paths = list(columns)
    for index, left in enumerate(paths):
        if left in taken:
            continue
        for right in paths[index + 1 :]:
            if right in taken:
                continue
            if not always(columns[left], columns[right], eq):
                continue
            pairs = pairs_of(columns[left], columns[right])
            if len(pairs) < LEAST:
                continue
            chance = chance_of(pairs)
            if chance < 0.6 and -len(pairs) * math.log2(chance) >= EQUAL_BITS:
                found.append(Equal(left, right, len(pairs)))
                taken.add(right)
    return found


def templates(texts: dict[Path, list[Any]], sources: dict[Path, list[Any]]) -> list[Law]:
    found: list[Law] = []
    written = {
        path: [value if value is ABSENT or value is None else str(value) for value in column]
        for path, column in sources.items()
        if distinct(column) >= SEVERAL_PARTS
    }
    for whole, column in texts.items():
        parts = []
        for path, values in written.items():
            if path == whole or not always(column, values, contains):
                continue
            pairs = pairs_of(column, values)
            if len(pairs) < LEAST or distinct(value for _, value in pairs) < SEVERAL_PARTS:
                continue
            if sum(len(part) < len(text) for text, part in pairs) >= LONGER * len(pairs):
                parts.append((path, pairs))
        parts.sort(key=lambda each: -sum(len(str(part)) for _, part in each[1]))
        law = _template(whole, column, [path for path, _ in parts[:6]], sources)
        if law is not None:
            found.append(law)
            continue
        told: list[Path] = []
        for path, pairs in parts:
            shortest = min(len(str(part)) for _, part in pairs)
            inside = (pairs_of(sources[each], sources[path]) for each in told)
            if shortest < 3 or any(all(str(part) in str(longer) for longer, part in rows) for rows in inside):
                continue
            if not _are_kin(whole, path) and (shortest < 4 or distinct(part for _, part in pairs) < LEAST):
                continue
            found.append(Contains(whole, path, _side(pairs), len(pairs)))
            told.append(path)
            if len(told) == MOST_PARTS:
                break
    return found


def _are_kin(one: Path, other: Path) -> bool:
    """Tell whether two fields have a word of their names in common."""
    return bool({singular(word) for word in words(one[-1])} & {singular(word) for word in words(other[-1])})


def _side(pairs: Sequence[tuple[str, Any]]) -> str:
    """Return where the part always stands in the whole."""
    if all(text.startswith(str(part)) for text, part in pairs):
        return "start"
    return "end" if all(text.endswith(str(part)) for text, part in pairs) else "anywhere"


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
    """Return `text` with every value replaced by its path; a value that stands alone counts before one inside a word."""
    pieces: list[str | Path] = [text]
    for path, value in parts:
        alone = re.compile(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])")
        stands_alone = any(isinstance(piece, str) and alone.search(piece) for piece in pieces)
        cut: list[str | Path] = []
        for piece in pieces:
            if not isinstance(piece, str) or not value:
                cut.append(piece)
                continue
            before, *after = alone.split(piece) if stands_alone else piece.split(value)
            cut.append(before)
            for each in after:
                cut.extend((path, each))
        pieces = [piece for piece in cut if piece != ""]
    return tuple(pieces)


def equal_or_zero(numbers: dict[Path, list[Any]]) -> list[EqualOrZero]:
    """Return which numbers are another one of the same object or zero, as what was refunded of an amount."""
    found: list[EqualOrZero] = []
    for left, one in numbers.items():
        for right, other in numbers.items():
            if left == right or left[:-1] != right[:-1] or not always(one, other, _is_it_or_zero):
                continue
            pairs = pairs_of(one, other)
            same = [b for a, b in pairs if a == b and a]
            zeros = sum(a == 0 and b != 0 for a, b in pairs)
            if zeros >= 4 and len(set(same)) >= 8:
                found.append(EqualOrZero(left, right, len(pairs)))
    return found


def _is_it_or_zero(value: float, other: float) -> bool:
    return value in {other, 0}


def inherited(scalars: dict[Path, list[Any]], arrays: dict[Path, list[Any]]) -> list[Inherited]:
    """Return which fields of an array's items always repeat a field outside."""
    found: list[Inherited] = []
    for array, lists in arrays.items():
        items = [item for each in lists if isinstance(each, list) for item in each]
        if len(items) < LEAST or not all(isinstance(item, dict) for item in items):
            continue
        for field in items[0]:
            if not all(isinstance(item.get(field), (str, int)) and not isinstance(item[field], bool) for item in items):
                continue
            for outer, column in scalars.items():
                rows = [(value, each) for each, value in pairs_of(lists, column) if each]
                least = LEAST if plain(field) == plain(outer[-1]) else UNNAMED
                if len(rows) < least or any(item[field] != value for value, each in rows for item in each):
                    continue
                chance = chance_of([(value, value) for value, _ in rows])
                if chance < 0.5 and -len(rows) * math.log2(chance) >= EQUAL_BITS:
                    found.append(Inherited(array, field, outer, len(rows)))
    return found


def unique_keys(arrays: dict[Path, list[Any]]) -> list[Unique]:
    """Return which field tells the items of an array apart, one an array: an id rather than anything else."""
    found: list[Unique] = []
    for array, lists in arrays.items():
        several = [each for each in lists if isinstance(each, list) and len(each) >= 2]
        items = [item for each in several for item in each]
        if len(several) < LEAST or not all(isinstance(item, dict) for item in items):
            continue
        candidates = []
        for field in items[0]:
            values = [[item.get(field) for item in each] for each in several]
            flat = [value for each in values for value in each]
            is_key = all(isinstance(value, (str, int)) and not isinstance(value, bool) for value in flat)
            if (
                is_key
                and {"id", "key", "uuid", "guid", "sku", "code"} & set(words(field))
                and all(len(set(each)) == len(each) for each in values)
            ):
                repeats = chance_of([(value, value) for value in flat])
                if repeats < 0.2:
                    candidates.append((len(words(field)), field))
        if candidates:
            found.append(Unique(array, min(candidates)[1], len(several)))
    return found
