"""NDJSON whose lines are HAR entries: the form of gateway logs, one entry a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.recordings.har import TruncatedError
from driftgate.recordings.source import BrokenStreamError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

MAX_LINE_BYTES = 256 * 1024 * 1024


def lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """
    Yield the lines that are not blank, without a byte order mark.

    Raises:
        TruncatedError: The data end or go bad, after whatever could be read.
    """
    is_first = True
    try:
        while line := stream.readline(MAX_LINE_BYTES):
            if is_first:
                is_first = False
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line[0] > 0x20 or line.strip():
                yield line
    except BrokenStreamError as error:
        raise TruncatedError(str(error)) from None
