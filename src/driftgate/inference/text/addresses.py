"""Addresses: what many URLs, paths and e-mail addresses of one field have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENOUGH = 24
"""Distinct addresses from which on what all have in common is how they are built."""
MANY = 40
"""Distinct e-mail addresses from which on one domain, or no capital, is a rule."""
_MARKS = re.compile(r"([/?#&=])")
_CLASSES = (
    ("0123456789", "[0-9]"),
    ("0123456789abcdef", "[0-9a-f]"),
    ("0123456789abcdefghijklmnopqrstuvwxyz", "[0-9a-z]"),
    ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "[0-9A-Z]"),
    ("0123456789abcdefghijklmnopqrstuvwxyz_.-", "[0-9a-z_.-]"),
    ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-", "[0-9A-Za-z_.-]"),
)
_TELLING = 120
"""Characters of one part, over all addresses, from which on an alphabet that fits is no accident."""
_URL_START = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]+/?")


def address(counts: Mapping[str, int]) -> str | None:
    """
    Return the pattern of many URLs or paths; None where they have nothing in common.

    Of as many parts each: parts that never changed are spelt out, others keep to their letters. Else scheme and host.
    """
    values = list(counts)
    if len(values) < ENOUGH:
        return None
    cut = [_MARKS.split(value) for value in values]
    if len({len(each) for each in cut}) == 1:
        parts = [_part(column) for column in zip(*cut, strict=True)]
        if all(part is not None for part in parts) and any(part and part[0].isalnum() for part in parts):
            return f"^{''.join(map(str, parts))}$"
    starts = {found[0] if (found := _URL_START.match(value)) else "" for value in values}
    return None if len(starts) != 1 or "" in starts else "^" + _literal(starts.pop())


def _part(column: Sequence[str]) -> str | None:
    """Return the pattern of one part of all addresses; None where marks differ."""
    distinct = set(column)
    if len(distinct) == 1:
        return _literal(column[0])
    if any(_MARKS.fullmatch(each) for each in distinct):
        return None
    letters = set("".join(distinct))
    if "" not in distinct and len("".join(distinct)) >= _TELLING:
        for allowed, pattern in _CLASSES:
            if letters <= set(allowed):
                lengths = {len(each) for each in distinct}
                is_fixed = len(lengths) == 1 and len(distinct) >= ENOUGH and min(lengths) >= 8
                return pattern + (f"{{{lengths.pop()}}}" if is_fixed else "+")
    return "[^/?#&= ]*"


def _literal(text: str) -> str:
    return re.sub(r"\\([-:/=&#])", r"\1", re.escape(text))


def is_path(counts: Mapping[str, int]) -> bool:
    """Tell whether all strings are paths or relative references, as `/users/12` is."""
    return bool(counts) and all(value[:1] == "/" and " " not in value and len(value) > 1 for value in counts)


def mailbox(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the pattern of many e-mail addresses: one domain, no capitals."""
    if len(counts) < MANY:
        return {}
    domains = {value.rpartition("@")[2] for value in counts}
    letters = "[^A-Z@]" if not any(map(str.isupper, "".join(counts))) else "[^@]"
    if len(domains) == 1:
        return {"pattern": f"^{letters}+@{_literal(domains.pop())}$"}
    return {"pattern": "^[^A-Z]*$"} if "A-Z" in letters else {}
