"""A recogniser: one kind of string, how to tell it, and what chance alone would make of it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """
    One kind of string.

    Args:
        name: `uuid`; also the name of its file.
        matches: Whether a string is of this kind.
        surprise: Bits by which a match speaks against chance: minus the binary logarithm of the likelihood that a
            random string of this length and alphabet matches.
        keywords: What a schema of such strings says: `format`, `pattern`, `x-date-dialect`.
        words: Words of a field's name that make this kind likely.
        unlikely: Words of a field's name that speak of what people write, whatever the few values seen look like.
        needs_word: Chance alone is never enough: a word of the name must speak for it too.
        rank: Where two kinds explain the same strings, the lower one wins.
        needs: Bits of surprise, over all distinct values, below which the kind is not asserted.
    """

    name: str
    matches: Callable[[str], bool]
    surprise: Callable[[str], float]
    keywords: Mapping[str, Any]
    words: frozenset[str] = field(default_factory=frozenset)
    unlikely: frozenset[str] = field(default_factory=frozenset)
    needs_word: bool = False
    rank: int = 50
    needs: float = 20.0


MOMENT_WORDS = frozenset({
    "date", "at", "time", "on", "timestamp", "created", "updated", "modified", "expires", "expired", "expiry", "expiration", "exp", "iat", "nbf",
    "ts", "when", "start", "started", "begin", "end", "ended", "finished", "completed", "until", "since", "seen", "due", "deadline", "scheduled",
    "occurred", "issued", "received", "sent", "shipped", "delivered", "published", "deleted", "closed", "opened", "submitted", "processed",
    "joined", "activated", "deactivated", "registered", "cancelled", "canceled", "login", "visited", "changed", "renews", "renewed", "valid", "epoch", "unix", "millis", "ms", "instant", "moment",
})  # fmt: skip
"""Words of names that speak of a moment, for what looks like any number without them."""


def of_pattern(pattern: str) -> Callable[[str], bool]:
    """Return the test whether the whole of a string matches; classes of characters mean ASCII."""
    compiled = re.compile(pattern, re.ASCII)

    def matches(text: str) -> bool:
        return compiled.fullmatch(text) is not None

    return matches


_CLASSES = (
    (frozenset("0123456789"), 10),
    (frozenset("0123456789abcdefABCDEF"), 16),
    (frozenset("abcdefghijklmnopqrstuvwxyz"), 26),
    (frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 26),
    (frozenset("abcdefghijklmnopqrstuvwxyz0123456789"), 36),
    (frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), 36),
    (frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), 52),
    (frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), 62),
)


@lru_cache(maxsize=2048)
def alphabet_size(text: str) -> int:
    """Return the size of the smallest common alphabet that could have written `text`: 10 for digits, 62, …, 95."""
    letters = set(text)
    marks = len([letter for letter in letters if not letter.isalnum()])
    words = {letter for letter in letters if letter.isalnum()}
    for alphabet, size in _CLASSES:
        if words <= alphabet:
            return size + marks
    return 95


def fixed_marks(*, marks: int, free: int = 0) -> Callable[[str], float]:
    """Return the surprise of a layout: `marks` places must hold one certain character, `free` ones one of ten."""

    def surprise(text: str) -> float:
        size = alphabet_size(text)
        return marks * math.log2(size) + free * max(0.0, math.log2(size / 10))

    return surprise


def constant(bits: float) -> Callable[[str], float]:
    """Return a surprise that is the same for every match."""

    def surprise(text: str) -> float:
        return bits

    return surprise
