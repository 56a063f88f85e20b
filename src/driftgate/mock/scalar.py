"""Types, numbers and strings: what the keywords of a schema leave open."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS
from driftgate.mock.pattern import UnwritablePattern, text_matching
from driftgate.mock.text import id_with_prefix, is_telling, moment, text_like, text_of_format, words, write_date
from driftgate.pointer import split
from driftgate.schema import types_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TOP = 1000
"""Where a schema sets no upper bound."""


class Impossible(Exception):  # noqa: N818 - a branch that leads nowhere is no error: the next one is tried
    """Nothing satisfies this part of a schema."""


def fits(value: Any, kind: str) -> bool:
    """Tell whether a value is of a JSON Schema type."""
    if kind == "null":
        return value is None
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in {"integer", "number"}:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and (kind == "number" or float(value).is_integer())
    return isinstance(value, {"string": str, "array": list, "object": dict}[kind])


def draw_number(nodes: Sequence[dict[str, Any]], known: Sequence[Any], rng: Random, *, whole: bool) -> int | float:
    """
    Return a number within the bounds of all `nodes`, between the documented ones where there are any.

    Raises:
        Impossible: The bounds exclude each other.
    """
    low = max((node["minimum"] for node in nodes if "minimum" in node), default=None)
    high = min((node["maximum"] for node in nodes if "maximum" in node), default=None)
    over = max((node["exclusiveMinimum"] for node in nodes if "exclusiveMinimum" in node), default=None)
    under = min((node["exclusiveMaximum"] for node in nodes if "exclusiveMaximum" in node), default=None)
    steps = [node["multipleOf"] for node in nodes if "multipleOf" in node]
    numbers = [value for value in known if fits(value, "number")]
    step = _common_multiple(steps) if steps else 1
    if whole and steps:
        step = step if float(step).is_integer() else _common_multiple([step, 1])
    if not whole and not steps:
        return _fraction(low, high, over, under, numbers, rng)
    least = -math.inf if low is None else math.ceil(low / step)
    if over is not None:
        least = max(least, math.floor(over / step) + 1)
    most = math.inf if high is None else math.floor(high / step)
    if under is not None:
        most = min(most, math.ceil(under / step) - 1)
    if least > most:
        raise Impossible("its bounds leave no number")
    if numbers:
        wide_low, wide_high = math.floor(min(numbers) / step), math.ceil(max(numbers) / step)
    else:
        wide_low, wide_high = 0 if least < 0 <= most else None, None
    bottom = _within(least, most, wide_low if wide_low is not None else (least if least > -math.inf else most - TOP))
    top = _within(least, most, wide_high if wide_high is not None else bottom + TOP)
    drawn = rng.randint(int(bottom), int(max(bottom, top))) * step
    return int(drawn) if whole else drawn


def _within(least: float, most: float, value: float) -> float:
    return min(max(value, least), most)


def _common_multiple(steps: Sequence[float]) -> float:
    if all(float(step).is_integer() for step in steps):
        return math.lcm(*(int(step) for step in steps))
    scale = 10**9
    return math.lcm(*(round(step * scale) for step in steps)) / scale


def _fraction(
    low: float | None, high: float | None, over: float | None, under: float | None, known: Sequence[float], rng: Random
) -> float:
    bottom = max((bound for bound in (low, over) if bound is not None), default=None)
    top = min((bound for bound in (high, under) if bound is not None), default=None)
    if bottom is None:
        bottom = min(known, default=0.0) if top is None else min([0.0, *known, top - TOP if top <= 0 else 0.0])
    if top is None:
        top = max(known, default=bottom + TOP)
        top = top if top > bottom else bottom + TOP
    if bottom > top or (bottom == top and (over == bottom or under == top)):
        raise Impossible("its bounds leave no number")
    for places in (2, 4, 8, 15):
        drawn = round(rng.uniform(bottom, top), places)
        inside = bottom <= drawn <= top and drawn not in {over, under}
        if inside:
            return drawn
    return (bottom + top) / 2


def draw_string(nodes: Sequence[dict[str, Any]], known: Sequence[Any], rng: Random, *, position: int, name: str) -> str:
    """
    Return text for all `nodes`: by id prefix, date dialect, format, documented value or pattern, in this order.

    `known` are documented values for the place that conform; `name` is its folded pointer.
    """
    least = max((node.get("minLength", 0) for node in nodes), default=0)
    most = min((node["maxLength"] for node in nodes if "maxLength" in node), default=None)
    samples = [value for value in known if isinstance(value, str)]
    prefix = next((node["x-id-prefix"] for node in nodes if isinstance(node.get("x-id-prefix"), str)), None)
    if prefix is not None:
        return id_with_prefix(prefix, samples, rng, position=position)
    dialect = next((node["x-date-dialect"] for node in nodes if node.get("x-date-dialect") in DATE_DIALECTS), None)
    if dialect is not None:
        return write_date(moment(rng).replace(microsecond=rng.randrange(100) * 10_000), dialect)
    patterns = [node["pattern"] for node in nodes if "pattern" in node]
    for format_name in (node["format"] for node in nodes if "format" in node):
        text = text_of_format(format_name, rng)
        if text is not None and _suits(text, patterns, least, most):
            return text
    if samples:
        sample = samples[position % len(samples)]
        text = text_like(sample, rng, position=position) if is_telling(sample) else sample
        if _suits(text, patterns, least, most):
            return text
    return _free_text(patterns, least, most, rng, name)


def _free_text(patterns: Sequence[str], least: int, most: int | None, rng: Random, name: str) -> str:
    try:
        for _ in range(8 if len(patterns) > 1 else 1):
            for pattern in patterns:
                text = text_matching(pattern, rng, min_length=least, max_length=most)
                if _suits(text, patterns, least, most):
                    return text
    except UnwritablePattern as error:
        raise Impossible(f"a pattern cannot be written: {error}") from None
    if patterns:
        raise Impossible("no text was found that its patterns match")
    text = words(rng)
    while len(text) < least:
        text += f" {words(rng)}"
    last = split(name)[-1] if name else ""
    if re.search(r"(^|[a-z_])(id|ID|Id|key|code)$", last) and least <= 8:
        text = "".join(rng.choice("0123456789abcdef") for _ in range(12))
    return text if most is None else text[:most].rstrip().ljust(min(least, most), "a")


def _suits(text: str, patterns: Sequence[str], least: int, most: int | None) -> bool:
    if len(text) < least or (most is not None and len(text) > most):
        return False
    try:
        return all(re.search(pattern, text, re.ASCII) for pattern in patterns)
    except re.error:
        return True  # an ECMA pattern that `re` cannot read: the validator decides


_IMPLIED = (
    ("object", ("properties", "required", "additionalProperties", "patternProperties", "minProperties")),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "contains", "uniqueItems")),
    ("string", ("pattern", "format", "minLength", "maxLength", "x-id-prefix", "x-date-dialect")),
    ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
)


def allowed_kinds(nodes: Sequence[dict[str, Any]]) -> list[str]:
    """Return the types that all of `nodes` allow, none where they say nothing about it."""
    named = [list(types_of(node)) for node in nodes if types_of(node)]
    if not named:
        for kind, keywords in _IMPLIED:
            if any(keyword in node for node in nodes for keyword in keywords):
                return [kind]
        return []
    kinds = named[0]
    for other in named[1:]:
        kinds = [
            "integer" if {kind, *other} >= {"integer", "number"} else kind
            for kind in kinds
            if kind in other or (kind == "integer" and "number" in other) or (kind == "number" and "integer" in other)
        ]
    if not kinds:
        raise Impossible("its parts ask for different types")
    return kinds
