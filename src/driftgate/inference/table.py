"""Tables: the instances of one kind by column, and how likely chance explains what columns have in common."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.inference.instances import Instance, Path

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


def chance_of(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Return how likely the two sides agree if they had nothing to do with each other."""
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sum(count * right[value] for value, count in left.items()) / len(pairs) ** 2
