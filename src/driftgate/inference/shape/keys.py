"""Keys: one field under several spellings, as `Iccid` in one record and `ICCID` in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.names.words import plain
from driftgate.inference.shape.kinds import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.inference.seen.node import Shape


class Spelling(NamedTuple):
    """The key that wins, and one that loses against it."""

    kept: str
    lost: str
    settled: str


def spellings(shape: Shape) -> list[Spelling]:
    """Return the keys of a shape that only differ in case and separators, where no object can have had both."""
    groups: dict[str, list[str]] = {}
    for key in shape.fields:
        if plain(key):
            groups.setdefault(plain(key), []).append(key)
    found = []
    for keys in groups.values():
        if len(keys) < 2 or sum(shape.fields[key].count for key in keys) > shape.count:
            continue
        ranked = sorted(keys, key=lambda key: (-shape.fields[key].count, -_likeness(key, shape), key))
        kept = ranked[0]
        for lost in ranked[1:]:
            many, few = shape.fields[kept].count, shape.fields[lost].count
            found.append(Spelling(kept, lost, "evidence" if many >= 3 * few else "open"))
    return found


def _likeness(key: str, shape: Shape) -> int:
    """Return how many other keys are written by the same convention: first letter, separators, capitals in a row."""
    own = _convention(key)
    return sum(_convention(other) == own for other in shape.fields if other != key)


def _convention(key: str) -> tuple[bool, bool, bool, bool]:
    return (key[:1].isupper(), "_" in key, "-" in key, key.isupper())


def mark_of(spelling: Spelling) -> Mark:
    return Mark(
        "renamed-property", f"key {spelling.lost}", f"key {spelling.kept}", spelling.settled, _has(spelling.lost)
    )


def _has(key: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and key in value
