"""Bars: shares of a whole as widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 1.5
"""Percent: one in ten thousand is still to be seen."""


def bar_of(counts: Mapping[str, int], total: int) -> list[tuple[str, float, float]]:
    """Return name, left edge and width in percent of each count that is more than 0; they never exceed the whole."""
    segments, left = [], 0.0
    for name, count in counts.items():
        if count:
            width = min(max(LEAST, round(100 * count / max(1, total), 2)), round(100 - left, 2))
            segments.append((name, round(left, 2), width))
            left += width
    return segments
