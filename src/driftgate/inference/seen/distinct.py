"""Distinct values: what was seen, how often, in bounded memory and in no order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = 192
"""Distinct values kept a field; of more, those with the lowest hashes, which is a fair sample of distinct values."""


def _hash(value: Any) -> int:
    text = value if isinstance(value, str) else repr(value)
    return crc32(text.encode("utf-8", "surrogatepass"))


class Distinct:
    """
    The distinct values of a field with their counts. Adds up in any order.

    A value among the lowest hashes of all values is among the lowest of every part of them, so it was kept from its
    first sighting on and its count is exact, whatever the order and wherever the parts were counted.
    """

    __slots__ = ("_ceiling", "_counts", "overflowed")

    def __init__(self) -> None:
        self._counts: dict[Any, int] = {}
        self._ceiling: tuple[int, str] | None = None
        self.overflowed = False

    def add(self, counts: Mapping[Any, int]) -> None:
        kept = self._counts
        ceiling = self._ceiling
        for value, count in counts.items():
            if value in kept:
                kept[value] += count
            elif ceiling is None or (_hash(value), repr(value)) <= ceiling:
                kept[value] = count
        if len(kept) > KEPT * 2:
            self._prune()

    def _prune(self) -> None:
        kept = self._counts
        if len(kept) > KEPT:
            ranked = sorted((_hash(value), repr(value), value) for value in kept)
            self._counts = {value: kept[value] for _, _, value in ranked[:KEPT]}
            self._ceiling = ranked[KEPT - 1][:2]
            self.overflowed = True

    def merge(self, other: Distinct) -> None:
        self._prune()
        other._prune()
        ceilings = [each for each in (self._ceiling, other._ceiling) if each is not None]
        if ceilings:
            self._ceiling = min(ceilings)
            self.overflowed = True
        self.add(other._counts)
        if self._ceiling is not None:
            ceiling = self._ceiling
            self._counts = {
                value: count for value, count in self._counts.items() if (_hash(value), repr(value)) <= ceiling
            }
        self._prune()

    def counts(self) -> dict[Any, int]:
        """Return the kept values and their exact counts, in the order of their hashes."""
        self._prune()
        return {
            value: self._counts[value] for value in sorted(self._counts, key=lambda each: (_hash(each), repr(each)))
        }

    def __len__(self) -> int:
        self._prune()
        return len(self._counts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Distinct):
            return NotImplemented
        return self.counts() == other.counts() and self.overflowed == other.overflowed

    __hash__ = None  # type: ignore[assignment]


def hull(one: tuple[Any, Any] | None, other: tuple[Any, Any] | None) -> tuple[Any, Any] | None:
    """Return the range that covers both; None where there is none yet."""
    if one is None or other is None:
        return one or other
    return (min(one[0], other[0]), max(one[1], other[1]))
