"""Near spellings: is one name the other, misspelt?"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")
CLOSE = 0.86
"""How alike two folded names must be. Chosen so that one wrong letter in seven passes and `Number`/`Numbers` does."""


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return a name without case and separators: `Order-ID`, `order_id` and `OrderId` are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a camelCase, snake_case or kebab-case name, in lower case."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `name` most likely is under another spelling; None where none is near."""
    own = folded(name)
    best, best_ratio = None, CLOSE
    for candidate in candidates:
        other = folded(candidate)
        if own == other:
            return candidate
        if min(len(own), len(other)) < 5 or _differ_in_number(own, other):
            continue
        ratio = SequenceMatcher(None, own, other, autojunk=False).ratio()
        if ratio > best_ratio:
            best, best_ratio = candidate, ratio
    return best


def _differ_in_number(own: str, other: str) -> bool:
    """`address1` is not `address2` misspelt."""
    return re.sub(r"\d", "", own) == re.sub(r"\d", "", other) or re.findall(r"\d+", own) != re.findall(r"\d+", other)
