"""Chunks: parts of a plain file that are read side by side, with the positions that one reading would give."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from driftgate.recordings.opening import first_entry
from driftgate.recordings.source import BLOCK_BYTES, HEAD_BYTES, MAX_ENTRY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator


class Chunk(NamedTuple):
    """
    A part of a recording that can be read by itself.

    Args:
        source: Path.
        name: Under which its exchanges are seen.
        start, end: Bytes, at line ends or before entries; None for the whole of a recording that cannot be split.
        first: Position of its first exchange; of a whole recording, what stands before it is passed over.
        opening: Of a HAR file: how its entries begin; None for NDJSON.
        entries: Of a HAR file: how many entries there must be, written alike; None where it is the rest of the file.
        data: Of what can only be read in a row: the bytes themselves.
        broken: Why nothing comes after `data`, where something should.
        size_bytes: Of the file, that the chunk stands for.
    """

    source: str
    name: str
    start: int | None = None
    end: int | None = None
    first: int = 0
    opening: bytes | None = None
    entries: int | None = None
    data: bytes | None = None
    broken: str | None = None
    size_bytes: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it is a recording that is read from its beginning."""
        return self.start is None and self.data is None

    def rest(self) -> Chunk:
        """Return all of the recording from here on, to be read at one go."""
        if self.data is not None:
            return Chunk(self.source, self.name, first=self.first)
        end = os.path.getsize(self.source)  # noqa: PTH202 -- `source` is a str
        return self._replace(end=end, entries=None, size_bytes=end - (self.start or 0))


def ndjson_chunks(source: str, name: str, sizes: Iterator[int]) -> Iterator[Chunk]:
    """
    Yield chunks of about so many bytes each of a plain NDJSON file, that together are the file.

    The lines of each are counted, at the speed of reading, so that positions do not depend on `sizes`.
    """
    with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
        size = _size(file)
        start = first = 0
        while size is not None and size - start > (size_bytes := next(sizes)):
            lines = _lines(file, start, start + size_bytes - 1)
            end = file.tell()
            if end >= size:
                break
            yield Chunk(source, name, start, end, first, size_bytes=end - start)
            start, first = end, first + lines
        if size is None or not start:
            yield Chunk(source, name, size_bytes=size or 0)
        else:
            yield Chunk(source, name, start, size, first, size_bytes=size - start)


def _lines(file: BinaryIO, start: int, end: int) -> int:
    """Count the lines from `start` to the first line end not before `end`, where the file is left."""
    file.seek(start)
    count = 0
    left = end - start
    while left:
        block = file.read(min(BLOCK_BYTES, left))
        if not block:
            return count
        count += block.count(b"\n")
        left -= len(block)
    while block := file.readline(BLOCK_BYTES):
        if block.endswith(b"\n"):
            return count + 1
    return count


def har_chunks(source: str, name: str, sizes: Iterator[int]) -> Iterator[Chunk]:
    """
    Yield chunks of about so many bytes each of a plain HAR file, cut where entries seem to begin.

    Whether they do is for the reader of a chunk to prove: it must hold as many whole entries as were counted.
    """
    with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
        size = _size(file)
        begun = first_entry(file.read(HEAD_BYTES))
        if size is None or begun is None:
            yield Chunk(source, name, size_bytes=size or 0)
            return
        start, opening = begun
        first = told = 0
        block = bytearray()  # one for all: fresh memory costs as much as reading
        while size - start > (size_bytes := next(sizes)):
            if len(block) != size_bytes:
                block = bytearray(size_bytes)
            file.seek(start)
            file.readinto(block)
            cut = block.rfind(opening)
            while cut <= 0 and len(block) < MAX_ENTRY_BYTES and (more := file.read(len(block))):
                block += more
                cut = block.rfind(opening)
            if cut <= 0:
                break
            entries = block.count(opening, 0, cut)
            end = start + cut
            yield Chunk(source, name, start, end, first, opening, entries, size_bytes=end - told)
            start, first, told = end, first + entries, end
        if first:
            yield Chunk(source, name, start, size, first, opening, size_bytes=size - told)
        else:
            yield Chunk(source, name, size_bytes=size)


def _size(file: BinaryIO) -> int | None:
    """Return the size of a regular file; None of anything else."""
    status = os.fstat(file.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else None
