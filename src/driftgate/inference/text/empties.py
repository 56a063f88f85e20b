"""Empty strings: a slip beside what has a format, or how a vendor writes that there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS
from driftgate.inference.text.texts import recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.seen.node import Node

HABIT = 4
"""Names under which nothing but empty strings or free text beside them stands, before the empty string is how a vendor says none."""


def leaves_empty(pool: Mapping[str, Node]) -> bool:
    """
    Tell whether examples write the empty string wherever there is nothing to say, so that one beside a format is no slip.

    Names whose strings have a format are no witnesses: there the empty string is what is asked about.
    """
    witnesses = 0
    for name, node in pool.items():
        texts = node.texts.counts() if node.strings and not node.recorded else {}
        if "" in texts:
            others = {text: count for text, count in texts.items() if text}
            witnesses += not others or not recognise(others, name).kinds
    return witnesses >= HABIT


_LOOSE = {
    "email": r"^[^@\s]+@[^@\s]+$",
    "uri": r"^[a-z][a-z0-9+.-]*:\S+$",
    "uuid": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    "date-time": DATE_DIALECTS["date-time"],
    "date": DATE_DIALECTS["YYYY-MM-DD"],
}
"""What a format says, as far as a pattern can say it."""
ENTERED = frozenset({"email", "e164", "digits", "country_code"})
"""Kinds of what people enter, or leave empty; what machines write is never empty for want of an entry."""


def or_empty(constraints: dict[str, Any]) -> dict[str, Any]:
    """Return what can be said of strings that may be empty: patterns and lists; a format or prefix becomes its pattern."""
    loose: dict[str, Any] = {}
    pattern = constraints.get("pattern")
    if "x-date-dialect" in constraints:
        pattern = DATE_DIALECTS[constraints["x-date-dialect"]]
    elif "x-id-prefix" in constraints:
        pattern = f"^{constraints['x-id-prefix']}{pattern or '[-_]'}"
    elif "format" in constraints:
        pattern = _LOOSE.get(constraints["format"], pattern)
    if pattern is not None:
        loose["pattern"] = f"^$|{pattern}"
    if "maxLength" in constraints:
        loose["maxLength"] = constraints["maxLength"]
    if "enum" in constraints:
        loose["enum"] = ["", *constraints["enum"]]
    return loose
