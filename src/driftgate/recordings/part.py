"""Parts: chunks with the bytes in them, of recordings that one process has to read: compressed ones, standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.recordings.chunk import Chunk
from driftgate.recordings.opening import first_entry
from driftgate.recordings.source import BLOCK_BYTES, MAX_ENTRY_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from driftgate.recordings.source import Opened


def ndjson_parts(opened: Opened, source: str, name: str, sizes: Iterator[int]) -> Iterator[Chunk]:
    """Yield chunks of about so many bytes each of NDJSON, cut at line ends."""
    stream = opened.stream
    first = 0
    left = b""
    broken: str | None = None
    is_at_end = False
    while not is_at_end:
        data, is_at_end, broken = _more(stream, left, next(sizes), b"\n")
        cut = len(data) if is_at_end and broken is None else data.rfind(b"\n") + 1
        if not cut and not is_at_end:  # a line that is too long: its reader sees enough of it to say so
            yield Chunk(source, name, first=first, data=data[:MAX_ENTRY_BYTES])
            broken = _pass_over(stream)
            data, cut, is_at_end, first = b"", 0, broken is not None, first + 1
        left = data[cut:]
        if cut or broken is not None:
            yield Chunk(source, name, first=first, data=data[:cut], broken=broken)
            first += data.count(b"\n")


def har_parts(opened: Opened, source: str, name: str, sizes: Iterator[int]) -> Iterator[Chunk]:
    """
    Yield chunks of about so many bytes each of a HAR file, cut where entries seem to begin.

    Where that cannot be told, or the bytes go bad, the last chunk is the recording from there on, to be read again.
    """
    begun = first_entry(opened.head)
    first = 0
    if begun is not None:
        start, opening = begun
        opened.stream.read(start)
        left = b""
        while True:
            data, is_at_end, broken = _more(opened.stream, left, next(sizes), opening)
            if is_at_end:
                if first and broken is None:
                    yield Chunk(source, name, first=first, opening=opening, data=data)
                    return
                break
            cut = data.rfind(opening)
            if cut <= 0:
                break
            entries = data.count(opening, 0, cut)
            yield Chunk(source, name, first=first, opening=opening, entries=entries, data=data[:cut])
            first += entries
            left = data[cut:]
    yield Chunk(source, name, first=first)


def _more(stream: BufferedReader, left: bytes, size_bytes: int, mark: bytes) -> tuple[bytes, bool, str | None]:
    """
    Return what was left and at least so many bytes more, up to a block in which `mark` stands.

    With it comes whether that was all there is, and why it broke off, if it did. More than an entry may have is not read.
    """
    parts, length, is_marked = [left], len(left), False
    while (length < size_bytes or not is_marked) and length < MAX_ENTRY_BYTES:
        try:
            block = stream.read1(BLOCK_BYTES)
        except BrokenStreamError as error:
            return b"".join(parts), True, str(error)
        if not block:
            return b"".join(parts), True, None
        parts.append(block)
        length += len(block)
        is_marked = is_marked or mark in block
    return b"".join(parts), False, None


def _pass_over(stream: BufferedReader) -> str | None:
    """Read to the end of the line, in pieces; return why that cannot be done."""
    try:
        while (piece := stream.readline(BLOCK_BYTES)) and not piece.endswith(b"\n"):
            pass
    except BrokenStreamError as error:
        return str(error)
    return None
