"""
Recordings: HAR, NDJSON of HAR entries, VCR cassettes, told apart by what they hold, read as streams.

    for exchange in recordings.read("browser.har", unjudged=unjudged): ...
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import RecordingError
from driftgate.exchange import Exchange, SeenIn
from driftgate.recordings import cassette, har, ndjson
from driftgate.recordings.entry import UnusableEntryError, exchange_of
from driftgate.recordings.source import BrokenStreamError, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.evidence import Unjudged
    from driftgate.recordings.source import Progress

__all__ = ["read", "shown_name"]

HAR, NDJSON, CASSETTE = "har", "ndjson", "cassette"
_DOCUMENT = re.compile(rb'^\s*\{?\s*["\']?(openapi|swagger)["\']?\s*:', re.MULTILINE)
_CASSETTE = re.compile(rb'^(\s*\{?\s*["\']?)(http_)?interactions["\']?\s*:', re.MULTILINE)
_NDJSON_NAME = re.compile(r"\.(ndjson|jsonl|jsonlines)(\.|$)", re.IGNORECASE)


def shown_name(source: str) -> str:
    """Return what `first_seen` calls a recording: its file name, `stdin` for standard input."""
    return "stdin" if source == "-" else PurePath(source).name


def read(
    source: str,
    *,
    unjudged: Unjudged,
    strict: bool = False,
    progress: Progress | None = None,
) -> Iterator[Exchange]:
    """
    Yield the exchanges of a recording in order; positions count from 0, unreadable entries included.

    Args:
        source: A path, or `-` for standard input; gzip, zstd, bzip2 and xz are decompressed.
        unjudged: Told about every entry that cannot be read.
        strict: Raise at the first such entry instead.
        progress: Called with bytes read and bytes in all.

    Raises:
        RecordingError: Nothing there, no recording, or `strict` and an entry that cannot be read.
    """
    name = shown_name(source)
    with opened(source, progress=progress) as (stream, head):
        kind = _kind(head, source)
        position = -1
        try:
            for position, raw in enumerate(_raw_entries(kind, stream, source)):
                try:
                    yield _exchange(kind, raw, SeenIn(name, position))
                except UnusableEntryError as error:
                    if strict:
                        raise RecordingError(f"{source}, entry {position}: {error}.") from None
                    unjudged.add(name, position, str(error))
        except har.TruncatedError as error:
            if strict:
                raise RecordingError(f"{source}, entry {position + 1}: {error}.") from None
            unjudged.add(name, position + 1, f"{error}; what follows was not read")


def _raw_entries(kind: str, stream: Any, source: str) -> Iterator[Any]:
    if kind == NDJSON:
        return ndjson.lines(stream)
    if kind == HAR:
        return har.entries(stream)
    try:
        return iter(cassette.interactions(stream, source))
    except BrokenStreamError as error:
        raise RecordingError(f"{source}: cannot be read ({error}).") from None


def _exchange(kind: str, raw: Any, seen_in: SeenIn) -> Exchange:
    if kind == CASSETTE:
        return cassette.exchange_of(raw, seen_in)
    if kind == HAR:
        return exchange_of(raw, seen_in)
    try:
        entry = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise UnusableEntryError("the line is not JSON") from None
    return exchange_of(entry, seen_in)


def _kind(head: bytes, source: str) -> str:
    """
    Tell a recording by its first bytes, and where they do not tell, by its name.

    Raises:
        RecordingError: It is something else; the message says what.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in text[:4096]:
        raise RecordingError(f"{source}: is binary, no recording. HAR, NDJSON and VCR cassettes are understood.")
    if text[:1] == b"{":
        first_line = text.partition(b"\n")[0]
        try:
            first = orjson.loads(first_line)
        except orjson.JSONDecodeError:
            first = None
        if isinstance(first, dict) and "log" not in first and not _CASSETTE.match(first_line):
            if "openapi" in first or "swagger" in first:
                raise RecordingError(
                    f"{source}: is an OpenAPI document, no recording. Judge it with `driftgate lint --spec`."
                )
            if "request" in first or _NDJSON_NAME.search(source) or source == "-":
                return NDJSON
            raise RecordingError(
                f"{source}: is JSON, but no recording: neither `log.entries` nor entries with a `request`."
            )
        if _CASSETTE.search(text[:4096]):
            return CASSETTE
        if re.search(rb'"log"\s*:', text):
            return HAR
        if _DOCUMENT.search(text[:4096]):
            raise RecordingError(
                f"{source}: is an OpenAPI document, no recording. Judge it with `driftgate lint --spec`."
            )
        if re.search(rb'"request"\s*:', text) or _NDJSON_NAME.search(source):
            return NDJSON
        raise RecordingError(f"{source}: is no recording: neither `log.entries` nor entries with a `request` in it.")
    if _CASSETTE.search(text[:4096]):
        return CASSETTE
    if _DOCUMENT.search(text[:4096]):
        raise RecordingError(f"{source}: is an OpenAPI document, no recording. Judge it with `driftgate lint --spec`.")
    if _NDJSON_NAME.search(source):
        return NDJSON
    if text[:1] == b"[":
        raise RecordingError(
            f"{source}: is a JSON array, no recording. HAR has `log.entries`; NDJSON has one entry a line."
        )
    raise RecordingError(f"{source}: is no recording. HAR, NDJSON of HAR entries and VCR cassettes are understood.")
