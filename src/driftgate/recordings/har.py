"""HAR 1.2 files, read entry by entry: a recording of two gigabytes does not need two gigabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.recordings.source import BrokenStreamError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator


class TruncatedError(Exception):
    """The file ends or goes bad in mid-recording. The message completes "not read: …"."""


def entries(stream: io.BufferedReader) -> Iterator[Any]:
    """
    Yield the entries of a HAR file as parsed JSON, in order, those of a second `entries` array too.

    Raises:
        TruncatedError: After whatever could be read.

    Source:
        HAR 1.2, "log". NOTE: ijson reads a lone surrogate as `?` and refuses integers beyond 64 bits.
    """
    import ijson

    backend = ijson.get_backend("yajl2_c")  # the one in Python is twenty times slower
    try:
        if stream.peek(3)[:3] == b"\xef\xbb\xbf":
            stream.read(3)
        yield from backend.items(stream, "log.entries.item", use_float=True)
    except BrokenStreamError as error:
        raise TruncatedError(str(error)) from None
    except ijson.IncompleteJSONError:
        raise TruncatedError("the file ends early") from None
    except (ijson.JSONError, ValueError) as error:
        reason = str(error).splitlines()[0].strip()
        raise TruncatedError(f"not valid JSON from here on ({reason[:80]})") from None
