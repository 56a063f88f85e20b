"""Tables: the instances of one kind by column, and how likely chance explains what columns have in common."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.inference.decision.instances import REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from driftgate.inference.decision.instances import Instance, Path

EQUAL_BITS = 40.0
"""Bits by which chance must be refuted before two fields are said to agree."""
LEAST = 10
"""Instances, and bodies, below which nothing is a law."""


class Table:
    """Instances by column. A column has the value of every instance, `ABSENT` where it has none."""

    def __init__(self, instances: Sequence[Instance]) -> None:
        self.instances = instances
        self.bodies = len({instance.body for instance in instances})
        paths: dict[Path, None] = {}
        for instance in instances:
            paths.update(dict.fromkeys(instance.leaves))
        self.columns = {path: [instance.leaves.get(path, ABSENT) for instance in instances] for path in sorted(paths)}
        serials: dict[bytes, int] = {}
        self.records = [serials.setdefault(_content(instance), len(serials)) for instance in instances]
        """Number of the record that each instance is: copies of one, on whatever pages, have one."""

    def evidence(self, rows: Iterable[int]) -> int:
        """Return how many independent bodies the rows of some instances are: copies of one record are one."""
        bodies, records = set(), set()
        for row in rows:
            bodies.add(self.instances[row].body)
            records.add(self.records[row])
        return min(len(bodies), len(records))


def _content(instance: Instance) -> bytes:
    shown = [(path, value) for path, value in instance.leaves.items() if path[0] != REQUEST]
    return orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)


def rows_in(mask: int) -> Iterator[int]:
    """Yield the rows whose bits are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


def present(column: Iterable[Any]) -> list[Any]:
    return [value for value in column if value is not ABSENT and value is not None]


def all_are(column: Iterable[Any], kind: type) -> bool:
    known = present(column)
    return len(known) >= LEAST and all(isinstance(value, kind) for value in known)


def all_numbers(column: Iterable[Any]) -> bool:
    known = present(column)
    return len(known) >= LEAST and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in known
    )


def all_whole(column: Iterable[Any]) -> bool:
    return all(isinstance(value, int) for value in present(column))


def distinct(column: Iterable[Any]) -> int:
    return len(set(present(column)))


def pairs_of(one: Sequence[Any], other: Sequence[Any]) -> list[tuple[Any, Any]]:
    return [
        (a, b)
        for a, b in zip(one, other, strict=True)
        if a is not ABSENT and b is not ABSENT and a is not None and b is not None
    ]


def always(one: Sequence[Any], other: Sequence[Any], test: Callable[[Any, Any], bool]) -> bool:
    """Tell whether a test holds wherever both columns have a value: the first that breaks it ends the search."""
    for a, b in zip(one, other, strict=True):
        if a is not None and b is not None and a is not ABSENT and b is not ABSENT and not test(a, b):
            return False
    return True


def chance_of(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Return how likely the two sides agree if they had nothing to do with each other."""
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sum(count * right[value] for value, count in left.items()) / len(pairs) ** 2
