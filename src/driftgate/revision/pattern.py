"""Whether one pattern admits more than another."""

from __future__ import annotations

_EVERYTHING = frozenset({"", ".*", "^.*$", "^.*", ".*$", "^", "$", "^[\\s\\S]*$", "[\\s\\S]*"})


def relation(before: str, after: str) -> str:
    """Return `same`, `generalized`, `specialized`, or `changed` where it is undecided."""
    if before == after:
        return "same"
    if after in _EVERYTHING:
        return "same" if before in _EVERYTHING else "generalized"
    if before in _EVERYTHING:
        return "specialized"
    return "changed"
