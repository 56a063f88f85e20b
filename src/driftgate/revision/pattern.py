"""Whether one pattern admits more than another."""

from __future__ import annotations

import re

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


def admits(pattern: str, text: str) -> bool:
    """Tell whether `text` certainly matches `pattern`; not, where Python reads the pattern otherwise than ECMA."""
    try:
        return re.search(pattern, text, re.ASCII) is not None
    except re.error:
        return False
