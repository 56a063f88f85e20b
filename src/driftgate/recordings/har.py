"""
HAR 1.2 files, entry by entry: a file of 2 GB does not need 2 GB.

Source:
    HAR 1.2, "log", "entries".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.recordings.cutting import DAMAGED, TOO_LARGE, Rest, between, cut, cut_on
from driftgate.recordings.entry import Entries, UnusableEntryError
from driftgate.recordings.source import MAX_ENTRY_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from driftgate.exchange import Exchange
    from driftgate.recordings.chunk import Chunk
    from driftgate.recordings.entry import Complain

    Readable = BinaryIO | Rest

_BUFFER_BYTES = 1 << 16
_MAX_OPEN = 2048


class UnevenChunkError(Exception):
    """A chunk does not hold the entries that were counted: it was not cut between entries, or one of them is broken."""


def read_har_chunk(stream: BinaryIO, chunk: Chunk, complain: Complain) -> Iterator[Exchange]:
    """
    Yield the exchanges of a part of a HAR file that begins with an entry.

    Raises:
        UnevenChunkError: It is not made of as many entries, written alike, as were counted. `chunk.rest()` can be read.
    """
    assert chunk.opening is not None
    if chunk.entries is None:
        items = _rest_of(stream, chunk.opening)
    else:
        # NOTE: with the size; without it, a stream reads in pieces of 8 KiB.
        size = len(chunk.data) if chunk.data is not None else (chunk.end or 0) - (chunk.start or 0)
        items = _counted(stream.read(size), chunk.opening, chunk.entries)
    yield from _exchanges(items, chunk.name, complain, first=chunk.first)


def _rest_of(stream: BinaryIO, opening: bytes) -> Iterator[Any]:
    rest = yield from cut_on(stream, opening)
    yield from json_items(rest, "log.entries.item")


def _counted(buffer: bytes, opening: bytes, count: int) -> Iterator[Any]:
    start = 0
    for _ in range(count):
        end = buffer.find(opening, start + 1)
        entry = between(buffer, start, end if end >= 0 else len(buffer))
        if entry is None:
            raise UnevenChunkError
        yield entry
        start = end
    if start >= 0:
        raise UnevenChunkError


def read_har(stream: BinaryIO, recording: str, complain: Complain) -> Iterator[Exchange]:
    """
    Yield the exchanges of a HAR file, in recorded order; the entries of two `entries` arrays count on.

    An entry that is no exchange is complained about and skipped. Where the JSON breaks off, what stood before is yielded and
    the rest is complained about as one.
    """
    yield from _exchanges(_entries(stream), recording, complain)


def _exchanges(items: Iterator[Any], recording: str, complain: Complain, *, first: int = 0) -> Iterator[Exchange]:
    position = first - 1
    read = Entries(recording, complain).exchange
    while True:
        try:
            for entry in items:
                position += 1
                if entry is DAMAGED:
                    complain(position, "is no JSON")
                elif entry is TOO_LARGE:
                    complain(position, f"is larger than {MAX_ENTRY_BYTES >> 20} MiB")
                else:
                    yield read(entry, position)
        except UnusableEntryError as error:
            complain(position, str(error))
        except BrokenStreamError as error:
            complain(position + 1, f"{error}; what follows was not read")
            return
        else:
            return


def _entries(stream: BinaryIO) -> Iterator[Any]:
    rest = yield from cut(stream)
    yield from json_items(rest, "log.entries.item")


def json_items(stream: Readable, prefix: str) -> Iterator[Any]:
    """
    Yield the values at an ijson prefix, while the rest of the file is still to come.

    Raises:
        BrokenStreamError: The bytes, or the JSON, end or go bad.
    """
    import ijson

    # NOTE: named, because ijson would fall back to its Python backend, 20 times slower, in silence.
    backend = ijson.get_backend("yajl2_c")
    guarded = _Guarded(stream)
    items = backend.items(guarded, prefix, use_float=True, buf_size=_BUFFER_BYTES)
    while True:
        try:
            item = next(items)
        except StopIteration:
            return
        except ijson.JSONError as error:
            raise BrokenStreamError(guarded.refusal or _reason(error)) from None
        except (UnicodeDecodeError, OverflowError, MemoryError) as error:
            raise BrokenStreamError(f"the JSON goes wrong ({type(error).__name__})") from None
        yield item


def _reason(error: Exception) -> str:
    """Return yajl's complaint in one line, without the excerpt of the file that it shows: that may be a secret."""
    text = error.args[0] if error.args else ""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    first = str(text).strip().partition("\n")[0].strip().rstrip(".")
    if "premature EOF" in first or not first:
        return "the JSON ends early"
    return f"the JSON goes wrong ({first})"


class _Guarded:
    """
    A stream for ijson: without a byte order mark, and without nesting that no recording has.

    NOTE: ijson 3.6 builds the path of every value, so that memory grows with the square of the depth: 100,000 opening
    brackets, 100 kB, took more than 20 GB. A block is counted only if it has hardly any closing brace, as base64 has.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._begun = False
        self._open = 0
        self.refusal: str | None = None

    def read(self, size: int) -> bytes:
        block = self._stream.read(size) if self.refusal is None else b""
        if not self._begun and block:
            self._begun = True
            block = block.removeprefix(b"\xef\xbb\xbf")
        if block.count(b"}") * 512 >= len(block):
            self._open = 0
            return block
        surplus = block.count(b"[") + block.count(b"{") - block.count(b"]") - block.count(b"}")
        if self._open + surplus > _MAX_OPEN:
            self.refusal = f"the JSON opens more than {_MAX_OPEN:,} brackets and does not close them"
            return self._allowed(block)
        self._open += surplus
        return block

    def _allowed(self, block: bytes) -> bytes:
        """Return a block up to the bracket that is one too many."""
        for found in re.finditer(rb"[\[\]{}]", block):
            self._open += 1 if found[0] in b"[{" else -1
            if self._open > _MAX_OPEN:
                return block[: found.start()]
        return block
