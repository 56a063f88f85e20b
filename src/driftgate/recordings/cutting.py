"""
HAR entries cut out of the file and parsed one by one with orjson: three times as fast as a streaming parser.

Where the next entry begins is guessed from how the first one was written; that the guess was right is proved by parsing
what lies between: a JSON object has one end. Whatever is not so regular is left to the streaming parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.recordings.source import BLOCK_BYTES, HEAD_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import BinaryIO

PREFIX = b'{"log":{"entries":['
"""What stands before the entries that are left over, so that they are a HAR file again."""

DAMAGED = object()
"""Stands for an entry whose JSON is broken, between entries whose JSON is not."""

_MAX_ENTRY_BYTES = 16 * BLOCK_BYTES
_MAX_TRIES = 5
_MAX_MISSES = 50
_ENTRIES = re.compile(rb'"entries"\s*:\s*\[\s*')
_OPENING = re.compile(rb'\{\s*"[^"\\]*"')
_SPACE = b" \t\r\n"


class Rest:
    """Bytes that were read already, and a stream for those that were not. It never tells what went wrong too early."""

    def __init__(self, read: bytes, stream: BinaryIO, error: BrokenStreamError | None = None) -> None:
        self._read = read
        self._stream = stream
        self._error = error

    def read(self, size: int) -> bytes:
        if self._read:
            block, self._read = self._read[:size], self._read[size:]
            return block
        if self._error is not None:
            raise self._error
        return self._stream.read(size)


def cut(stream: BinaryIO) -> Generator[Any, None, Rest]:
    """
    Yield the first entries of a HAR file, as many as are written alike; return what is to be parsed as HAR after them.

    An entry whose JSON is broken is `DAMAGED`, if the next is whole.
    """
    buffer, error = _more(stream, HEAD_BYTES)
    begun = _first_entry(buffer)
    if begun is None:
        return Rest(buffer, stream, error)
    position, opening = begun
    starts: list[int] = []  # where, after `position`, an entry may begin
    searched = position + 1
    misses = 0
    while misses < _MAX_MISSES:
        found = buffer.find(opening, searched)
        if found < 0:
            if error is not None or len(buffer) - position > _MAX_ENTRY_BYTES:
                break
            block, error = _more(stream, BLOCK_BYTES)
            if not block:
                break
            searched = max(searched, len(buffer) - len(opening) + 1) - position
            starts = [start - position for start in starts]
            buffer = buffer[position:] + block
            position = 0
            continue
        searched = found + 1
        entry = _between(buffer, position, found)
        if entry is not None:
            yield entry
            position, starts = found, []
            continue
        misses += 1  # inside a nested object, or the entry is broken
        starts.append(found)
        if len(starts) < _MAX_TRIES:
            continue
        if not _is_entry(_between(buffer, starts[0], starts[1])):
            break
        yield DAMAGED
        misses -= len(starts)
        position = starts[0]
        searched, starts = position + 1, []
    return Rest(PREFIX + buffer[position:], stream, error)


def _between(buffer: bytes, start: int, end: int) -> Any:
    """Return the value between two places, if it is one and a comma follows it; else None."""
    while buffer[end - 1] in _SPACE:
        end -= 1
    if buffer[end - 1] != 0x2C:
        return None
    try:
        return orjson.loads(buffer[start : end - 1])
    except orjson.JSONDecodeError:
        return None


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and "request" in value


def _more(stream: BinaryIO, size: int) -> tuple[bytes, BrokenStreamError | None]:
    try:
        return stream.read(size), None
    except BrokenStreamError as error:
        return b"", error


def _first_entry(head: bytes) -> tuple[int, bytes] | None:
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
