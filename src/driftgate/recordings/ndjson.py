"""
NDJSON whose lines are HAR entries: what gateways log, and what can be read in parallel.

The position of an exchange is the number of its line, from 0; blank lines count.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.recordings.entry import Entries, UnusableEntryError
from driftgate.recordings.source import BLOCK_BYTES, MAX_ENTRY_BYTES, BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from driftgate.exchange import Exchange
    from driftgate.recordings.entry import Complain

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_ndjson(stream: BinaryIO, recording: str, complain: Complain, *, first: int = 0) -> Iterator[Exchange]:
    """
    Yield the exchanges of NDJSON lines. A line that is none is complained about and skipped; a blank one is passed over.

    Args:
        first: Position of the first line.
    """
    position = first - 1
    loads = orjson.loads
    read = Entries(recording, complain).exchange
    # NOTE: as fast as iterating the stream, which would read a line of any length at one go.
    lines = iter(partial(stream.readline, MAX_ENTRY_BYTES), b"")
    while True:
        try:
            for line in lines:
                position += 1
                if len(line) == MAX_ENTRY_BYTES and not line.endswith(b"\n"):
                    complain(position, f"is longer than {MAX_ENTRY_BYTES >> 20} MiB")
                    del line
                    _pass_over(stream)
                    continue
                try:
                    entry = loads(line)
                except orjson.JSONDecodeError as error:
                    entry = _read_anyway(line, position, error, complain)
                    if entry is None:
                        continue
                yield read(entry, position)
        except UnusableEntryError as error:
            complain(position, str(error))
        except BrokenStreamError as error:
            complain(position + 1, f"{error}; what follows was not read")
            return
        else:
            return


def _pass_over(stream: BinaryIO) -> None:
    """Read to the end of the line, in pieces."""
    while (piece := stream.readline(BLOCK_BYTES)) and not piece.endswith(b"\n"):
        pass


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
