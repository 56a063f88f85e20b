"""
NDJSON whose lines are HAR entries: what gateways log, and what can be read in parallel.

The position of an exchange is the number of its line, from 0; blank lines count.
"""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from driftgate.recordings.entry import UnusableEntryError, exchange_of
from driftgate.recordings.source import BLOCK_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from driftgate.exchange import Exchange
    from driftgate.recordings.entry import Complain

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """
    A part of a recording that can be read by itself.

    Args:
        source: Path.
        name: Under which its exchanges are seen.
        start, end: Bytes, at line ends; None for the whole of a recording that cannot be split.
        first: Position of its first line.
    """

    source: str
    name: str
    start: int | None = None
    end: int | None = None
    first: int = 0


def read_ndjson(stream: BinaryIO, recording: str, complain: Complain, *, first: int = 0) -> Iterator[Exchange]:
    """
    Yield the exchanges of NDJSON lines. A line that is none is complained about and skipped; a blank one is passed over.

    Args:
        first: Position of the first line.
    """
    position = first - 1
    loads = orjson.loads
    lines = iter(stream)
    while True:
        try:
            for line in lines:
                position += 1
                try:
                    entry = loads(line)
                except orjson.JSONDecodeError as error:
                    entry = _read_anyway(line, position, error, complain)
                    if entry is None:
                        continue
                yield exchange_of(entry, recording, position, complain)
        except UnusableEntryError as error:
            complain(position, str(error))
        except BrokenStreamError as error:
            complain(position + 1, f"{error}; what follows was not read")
            return
        else:
            return


def _read_anyway(line: bytes, position: int, error: orjson.JSONDecodeError, complain: Complain) -> Any:
    """Return what orjson refuses and a recorder may write: a byte order mark, half a surrogate pair. None if nothing."""
    line = line.removeprefix(_BYTE_ORDER_MARK).strip()
    if not line:
        return None
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        pass
    if b"\\u" in line:
        import json

        try:
            return json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError):
            pass
    complain(position, f"is no JSON ({str(error).partition(': line')[0]})")
    return None


def _refuse(name: str) -> Any:
    raise ValueError(name)


def split(source: str, name: str, count: int) -> list[Chunk]:
    """
    Return up to `count` chunks of a plain NDJSON file, about equal in bytes, that together are the file.

    The lines before each chunk are counted, at the speed of reading, so that positions do not depend on `count`.
    """
    with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            return [Chunk(source, name)]
        size = status.st_size
        bounds = [0]
        for index in range(1, count):
            file.seek(max(size * index // count - 1, 0))
            file.readline()
            if bounds[-1] < file.tell() < size:
                bounds.append(file.tell())
        bounds.append(size)
        chunks = []
        first = 0
        for start, end in pairwise(bounds):
            chunks.append(Chunk(source, name, start, end, first))
            if end < size:
                first += _lines(file, start, end)
    return chunks


def _lines(file: BinaryIO, start: int, end: int) -> int:
    file.seek(start)
    count = 0
    left = end - start
    while left:
        block = file.read(min(BLOCK_BYTES, left))
        if not block:
            break
        count += block.count(b"\n")
        left -= len(block)
    return count
