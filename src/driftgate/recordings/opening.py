"""
Openings: how the entries of a HAR file begin, by which they are found.

In a file with line ends the indentation tells where an entry begins. Without, the name of its first member has to; and
entries of one file may begin with several (`startedDateTime`, `_initiator`, `pageref`). Each is learned where it first
stands, from the structure around it; whether what begins so is an entry is for whoever cuts to prove.
"""

from __future__ import annotations

import re
from itertools import islice

import orjson

MAX_OPENINGS = 16
"""Ways to begin, of one file: each is looked for in all of it."""
MAX_TRIES = 50
"""How often nothing new was learned, until no more is tried."""
_MAX_TOKENS = 200_000
_MAX_LIKELY = 2_000
_SPACE = b" \t\r\n"
_ENTRIES = re.compile(rb'"entries"\s*:\s*\[\s*')
_OPENING = re.compile(rb'\{\s*"[^"\\]*"')
# NOTE: a string that breaks off is one token as well: else the search would begin anew at each quotation mark in it.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_NEXT = re.compile(rb'[ \t]*,[ \t]*(\{[ \t]*"[^"\\\r\n]*")')
_LIKELY = re.compile(rb'\}[ \t]*,[ \t]*(\{[ \t]*"[^"\\\r\n]*")')


def first_entry(head: bytes) -> tuple[int, bytes] | None:
    """Return where the first entry begins and how an entry begins; None where the head does not tell."""
    found = _ENTRIES.search(head)
    if found is None:
        return None
    try:
        closed = orjson.loads(head[: found.end()].removeprefix(b"\xef\xbb\xbf") + b"]}}")
        if closed["log"]["entries"] != []:
            return None
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return None  # it was another `entries`
    opening = _OPENING.match(head, found.end())
    if opening is None:
        return None
    space = found[0][len(found[0].rstrip(_SPACE)) :]
    member = opening[0].index(b'"') + 1
    # NOTE: JSON has no line end inside a string. Where there is one, the indentation tells entries from what they hold;
    # else the name of the first member has to.
    if b"\n" in opening[0]:
        return found.end(), opening[0][:member] if b"\n" not in space else space + opening[0][:member]
    return found.end(), space + opening[0][:member] if b"\n" in space else opening[0]


class Openings:
    """The ways in which entries of one file begin, as far as they are known; `first` is that of the first entry."""

    def __init__(self, first: bytes) -> None:
        self._first = first
        self._known = {first}
        self._buffer = b""
        self._start = 0
        self._places: dict[bytes, int] = {}
        self._tries = 0 if b"\n" in first else MAX_TRIES

    @property
    def longest(self) -> int:
        """Bytes of the longest one."""
        return max(map(len, self._known))

    def find(self, buffer: bytes, start: int) -> int:
        """Return the first place from `start` on where an entry may begin; -1 where there is none."""
        if len(self._known) == 1:
            return buffer.find(self._first, start)
        if buffer is not self._buffer or start < self._start:
            self._buffer, self._places = buffer, dict.fromkeys(self._known, 0)
        self._start = start
        nearest = -1
        for opening, place in self._places.items():
            if 0 <= place < start:
                place = self._places[opening] = buffer.find(opening, start)
            if place >= 0 and (nearest < 0 or place < nearest):
                nearest = place
        return nearest

    def learn(self, part: bytes) -> bool:
        """
        Learn how the next entry begins from bytes that begin with an entry; tell whether that is a way not yet known.

        Where the entry is broken, so that its end cannot be told, what follows is searched for one that is whole.
        """
        if not self._tries or len(self._known) >= MAX_OPENINGS:
            return False
        end = _end_of(part)
        following = _NEXT.match(part, end) if end else None
        found = following[1] if following is not None else None
        if found is None or found in self._known:
            found = None if following is not None else self._likely(part)
        if found is None:
            self._tries -= 1
            return False
        self._known.add(found)
        self._buffer = b""
        return True

    def _likely(self, part: bytes) -> bytes | None:
        """Return how the first object begins that is an entry, follows another object, and begins as none before."""
        looked_at = set(self._known)
        for match in islice(_LIKELY.finditer(part), _MAX_LIKELY):
            opening = match[1]
            if opening in looked_at:
                continue
            looked_at.add(opening)
            entry = part[match.start(1) :]
            try:
                value = orjson.loads(entry[: _end_of(entry)])
            except orjson.JSONDecodeError:
                continue
            if isinstance(value, dict) and "request" in value:
                return opening
        return None


def _end_of(part: bytes) -> int:
    """Return where the first value ends, told by its brackets; 0 where that cannot be told."""
    depth = 0
    for match in islice(_TOKEN.finditer(part), _MAX_TOKENS):
        token = match[0]
        if token in {b"{", b"["}:
            depth += 1
        elif token in {b"}", b"]"}:
            depth -= 1
            if depth <= 0:
                return match.end()
    return 0
