"""
HAR entries cut out of the file and parsed one by one with orjson: three times as fast as a streaming parser.

Where the next entry begins is guessed from how those before were written (`opening`); that the guess was right is proved by parsing
what lies between: a JSON object has one end. Whatever is not so regular is left to the streaming parser.
"""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.recordings.opening import Openings, first_entry
from driftgate.recordings.source import BLOCK_BYTES, HEAD_BYTES, MAX_ENTRY_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import BinaryIO

PREFIX = b'{"log":{"entries":['
"""What stands before the entries that are left over, so that they are a HAR file again."""

DAMAGED = object()
"""Stands for an entry whose JSON is broken, between entries whose JSON is not."""

TOO_LARGE = object()
"""Stands for an entry of more than `MAX_ENTRY_BYTES`."""

_MAX_TRIES = 5
_MAX_MISSES = 50
_SPACE = b" \t\r\n"
_NOTHING_MORE = io.BytesIO()


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

    An entry whose JSON is broken is `DAMAGED`, one larger than `MAX_ENTRY_BYTES` is `TOO_LARGE`; the next whole one goes on.
    """
    buffer, error = _more(stream, HEAD_BYTES)
    begun = first_entry(buffer)
    if begun is None:
        return Rest(buffer, stream, error)
    position, opening = begun
    return (yield from cut_on(stream, opening, buffer[position:], error))


def cut_on(
    stream: BinaryIO, opening: bytes, buffer: bytes = b"", error: BrokenStreamError | None = None
) -> Generator[Any, None, Rest]:
    """Yield and return as `cut` does, from the beginning of any entry on; `opening` is how the first entry began."""
    openings = Openings(opening)
    learned_bytes = 0  # that were searched in vain for another way to begin
    position = 0
    starts: list[int] = []  # where, after `position`, an entry may begin
    searched = 1
    misses = 0
    is_at_end = False
    while misses < _MAX_MISSES:
        found = openings.find(buffer, searched)
        if found < 0:
            left = len(buffer) - position
            if left > BLOCK_BYTES and left > 2 * learned_bytes:
                learned_bytes = left
                if openings.learn(buffer[position:]):
                    searched, starts = position + 1, []
                    continue
            if len(buffer) - position > MAX_ENTRY_BYTES:
                buffer, error = _passed_over(stream, openings, buffer[position:], error)
                yield TOO_LARGE
                if not buffer:
                    return Rest(PREFIX.removesuffix(b"[") + b"[]}}", _NOTHING_MORE)
                position, starts, searched = 0, [], 1
                continue
            block = b""
            if error is None:
                block, error = _more(stream, max(BLOCK_BYTES, (len(buffer) - position) // 4))
            if not block:
                if openings.learn(buffer[starts[-1] if starts else position :]):
                    searched, starts = position + 1, []
                    continue
                is_at_end = error is None
                break
            searched = max(searched, len(buffer) - openings.longest + 1) - position
            starts = [start - position for start in starts]
            buffer = buffer[position:] + block
            position = 0
            continue
        searched = found + 1
        entry = between(buffer, position, found)
        if entry is not None:
            yield entry
            position, starts = found, []
            learned_bytes = 0
            continue
        if openings.learn(buffer[starts[-1] if starts else position : found]):
            searched, starts = position + 1, []
            continue
        misses += 1  # inside a nested object, or the entry is broken
        starts.append(found)
        if len(starts) < _MAX_TRIES:
            continue
        whole = next((at for at, following in pairwise(starts) if _is_entry(between(buffer, at, following))), None)
        if whole is None or _may_go_on(buffer[position:whole]):
            continue
        yield from _salvaged(buffer, [position, *starts[: starts.index(whole) + 1]])
        misses -= len(starts)
        position = whole
        searched, starts = position + 1, []
    if is_at_end and starts and not _ends_well(buffer[position:]):
        position = yield from _mended(buffer, position, starts)
    return Rest(PREFIX + buffer[position:], stream, error)


def _mended(buffer: bytes, position: int, starts: list[int]) -> Generator[Any, None, int]:
    """Yield the last entries of a file, of which some are broken; return where the rest begins that is not."""
    for start in starts:
        if _ends_well(buffer[start:]):
            yield from _salvaged(buffer, [position, *starts[: starts.index(start) + 1]])
            return start
    return position


def _salvaged(buffer: bytes, starts: list[int]) -> Iterator[Any]:
    """Yield what stands between places where entries may begin, `DAMAGED` where it is no entry."""
    several = _several(buffer[starts[0] : starts[-1]])
    if several is not None:  # nothing was broken: between entries stood what does not begin like one
        yield from several
        return
    for begin, end in pairwise(starts):
        entry = between(buffer, begin, end)
        if entry is None and b"\\u" in buffer[begin:end]:
            # Half a surrogate pair, as recorders write it, is more than orjson takes.
            entry = _loaded(buffer[begin:end].rstrip(_SPACE).removesuffix(b","))
        yield entry if _is_entry(entry) else DAMAGED


def _ends_well(rest: bytes) -> bool:
    """Tell whether what is left is the end of a HAR file."""
    return _loaded(PREFIX + rest) is not None


def _may_go_on(part: bytes) -> bool:
    """Tell whether a part of the entries is fine as far as it goes, and goes on inside one of them."""
    try:
        orjson.loads(b"[" + part)
    except orjson.JSONDecodeError as error:
        return error.msg == "unexpected end of data" and _several(part) is None
    return False


def _several(part: bytes) -> Any:
    return _loaded(b"[" + part.rstrip(_SPACE).removesuffix(b",") + b"]")


def _loaded(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _passed_over(
    stream: BinaryIO, openings: Openings, buffer: bytes, error: BrokenStreamError | None
) -> tuple[bytes, BrokenStreamError | None]:
    """Read up to the next entry that is whole; return what was read from there on, nothing at the end of the file."""
    searched = 1
    while True:
        found = openings.find(buffer, searched)
        following = openings.find(buffer, found + 1) if found >= 0 else -1
        if following >= 0:
            if _is_entry(between(buffer, found, following)):
                return buffer[found:], error
            searched = following
            continue
        keep = found if found >= 0 and len(buffer) - found < MAX_ENTRY_BYTES else max(1, len(buffer) - openings.longest)
        block = b""
        if error is None:
            block, error = _more(stream, BLOCK_BYTES)
        if not block:
            return (buffer[found:] if found >= 0 else b""), error
        buffer = buffer[keep:] + block
        searched = 0


def between(buffer: bytes, start: int, end: int) -> Any:
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
    """Return so many bytes more, fewer only where there are no more of them or, with why, where they go bad."""
    parts: list[bytes] = []
    left = size
    try:
        # NOTE: not `read(size)`, which loses what it has read when what follows is bad.
        while left > 0 and (block := stream.read1(left)):  # type: ignore[attr-defined]
            parts.append(block)
            left -= len(block)
    except BrokenStreamError as error:
        return b"".join(parts), error
    return parts[0] if len(parts) == 1 else b"".join(parts), None
