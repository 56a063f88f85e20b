"""Numbers: signs, orders of magnitude, closed ranges and steps that many recorded values keep to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.decision import MANY
from driftgate.inference.shape.kinds import numbers_seen

if TYPE_CHECKING:
    from driftgate.inference.seen.node import Node


FEW_TIMES = 8
"""How often the largest is the middle one of distinct numbers, before their kind is one without a largest."""


COUNTED = 1000
"""Whole numbers from which on what is counted has no largest: stars, downloads and followers grow from answer to answer."""


def _counts_on(node: Node, high: float) -> bool:
    """Tell whether numbers are counts of what grows: whole, and in the thousands."""
    return not len(node.floats) and high >= COUNTED


BEYOND_ALL = 1e12
"""How often an edge is the middle of distinct numbers, before it is no measure but a sign that there is none."""


def _stands_for_nothing(node: Node, low: float, high: float) -> bool:
    """Tell whether the least or the greatest number is a sentinel for "no data", as -3.4e38 among degrees."""
    sizes: list[float] = sorted(map(abs, [*node.ints.counts(), *node.floats.counts()]))
    edge = max(abs(low), abs(high))
    return edge > BEYOND_ALL * max(1.0, sizes[len(sizes) // 2])


def _crowds_at_zero(node: Node, spread: float) -> bool:
    """Tell whether zero is where numbers begin: one in twenty is zero, or in the lowest twentieth of their range."""
    counts = [*node.ints.counts().items(), *node.floats.counts().items()]
    total = sum(count for _, count in counts)
    return sum(count for value, count in counts if value <= spread * 0.05) >= max(3, 0.05 * total)


CLOSED = 5
"""Whole numbers from which on their evenness shows that there are no others; three or four may be the first of many."""


def _is_closed(node: Node, seen: int, spread: float) -> bool:
    """Tell whether whole numbers come one as often as the other up to both ends, as months and ratings do."""
    edges = node.ints.counts()
    if len(node.floats) or not CLOSED <= len(edges) <= 40 or node.ints.overflowed or seen < 100:
        return False
    even = seen / len(edges)
    low, high = edges[min(edges)], edges[max(edges)]
    return 2 * len(edges) > spread and min(low, high) >= max(5, even / 2) and min(edges.values()) >= even / 4


STEPS = 2 * MANY
"""Distinct multiples of one step before it tells something that all are."""
SKEWED = 0.2
"""Share beyond what chance gives of multiples of two, three or five, from which on numbers are round as people like them."""


def _step(node: Node) -> int:
    """
    Return what all numbers are multiples of, one time as often as another; 1 where nothing tells.

    Numbers that people choose are multiples of 100 until 250 comes: those that came are mostly multiples of 500 and 1000.
    """
    values = [*node.ints.counts(), *node.floats.counts()]
    if len(values) < STEPS or not all(float(value).is_integer() for value in values):
        return 1
    whole = [abs(int(value)) for value in values]
    step = math.gcd(*whole)
    times = [value // step for value in whole] if step else []
    is_even = all(sum(each % of == 0 for each in times) <= (1 / of + SKEWED) * len(times) for of in (2, 3, 5))
    return step if is_even else 1


def bounds_of(node: Node) -> dict[str, Any]:
    """Return the sign and the order of magnitude, where enough recorded values show them."""
    seen = numbers_seen(node)
    if not node.recorded or seen < MANY or node.number is None:
        return {}
    low, high = node.number
    if _stands_for_nothing(node, low, high):
        return {}
    bounds: dict[str, Any] = {}
    spread = high - low
    # a bell far from zero says nothing about zero; what crowds at it, or keeps far away, does
    if low >= 0 and (not len(node.floats) or low > spread * 0.5 or _crowds_at_zero(node, spread)):
        bounds["minimum"] = 0
    elif seen >= 2 * MANY:
        bounds["minimum"] = -_wide(max(-low, spread, 1))
    if len(node.ints) + len(node.floats) >= 5:
        values = sorted([*node.ints.counts(), *node.floats.counts()])
        middle = values[len(values) // 2]
        is_told = len(values) >= MANY and high <= FEW_TIMES * abs(middle)
        room = (10 if _counts_on(node, high) else 1) if is_told else 50
        bounds["maximum"] = _wide(max(high, spread, 1) * room)
    elif high > 0 and seen >= 2 * MANY:
        bounds["maximum"] = _wide(high * 50)  # few numbers, always the same: of what order they are
    if _is_closed(node, seen, spread):
        bounds["minimum"], bounds["maximum"] = int(low), int(high)
    step = _step(node)
    if step >= 2:
        bounds["multipleOf"] = step
    return bounds


def _wide(value: float) -> int:
    """Return a round whole number at least five times as large."""
    scale = 10 ** max(0, math.floor(math.log10(value * 5)))
    return int(math.ceil(value * 5 / scale) * scale)
