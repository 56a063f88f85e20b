"""
Recordings: files of exchanges, read as streams and written without secrets.

`read` is the door: it tells the format from the content. One reader a file: `har`, `ndjson`,
`cassette`; `writing` writes HAR and NDJSON.
"""

from __future__ import annotations

import os
import sys
from itertools import chain, repeat
from typing import TYPE_CHECKING

from driftgate.errors import RecordingError
from driftgate.recordings.cassette import read_json_cassette, read_yaml_cassette
from driftgate.recordings.chunk import Chunk, har_chunks, ndjson_chunks
from driftgate.recordings.har import UnevenChunkError, read_har, read_har_chunk
from driftgate.recordings.ndjson import read_ndjson
from driftgate.recordings.part import har_parts, ndjson_parts
from driftgate.recordings.sniff import Format, recognise
from driftgate.recordings.source import HEAD_BYTES, STANDARD_INPUT, is_compressed, opened, replayed, waiting
from driftgate.recordings.writing import har_writer, ndjson_writer, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from driftgate.evidence import Unjudged
    from driftgate.exchange import Exchange
    from driftgate.recordings.entry import Complain
    from driftgate.recordings.source import Progress

__all__ = [
    "Chunk",
    "Format",
    "UnevenChunkError",
    "bare",
    "bytes_of",
    "chunks",
    "har_writer",
    "ndjson_writer",
    "read",
    "shown_name",
    "write",
]

_READERS: dict[Format, Callable[[BinaryIO, str, Complain], Iterator[Exchange]]] = {
    Format.HAR: read_har,
    Format.NDJSON: read_ndjson,
    Format.YAML_CASSETTE: read_yaml_cassette,
    Format.JSON_CASSETTE: lambda *given: read_json_cassette(*given, member=Format.JSON_CASSETTE),
    Format.RUBY_JSON_CASSETTE: lambda *given: read_json_cassette(*given, member=Format.RUBY_JSON_CASSETTE),
}


def read(
    source: str | Chunk,
    *,
    unjudged: Unjudged,
    strict: bool = False,
    name: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Exchange]:
    """
    Yield the exchanges of a recording, in recorded order: HAR 1.2, NDJSON of HAR entries, a VCR cassette.

    Plain or compressed (gzip, zstd, bzip2, xz), told by content. Nothing is dropped in silence: what cannot be read is
    counted in `unjudged` with its reason. A file that breaks off yields what stood before.

    Args:
        source: Path, `-` for standard input, or a chunk of a file.
        unjudged: Takes what cannot be read.
        strict: Raise at the first thing that cannot be read instead.
        name: Begins each `seen_in`; by default the file's base name, `stdin` for standard input.
        progress: Called for each block with bytes read so far and bytes in all (None where unknown).

    Raises:
        RecordingError: It is no recording; or `strict`, and the message names file and entry.
        UnevenChunkError: A chunk of a HAR file turns out not to be one; what it yielded must be forgotten.
    """
    chunk = source if isinstance(source, Chunk) else Chunk(source, shown_name(source) if name is None else name)

    def complain(position: int, reason: str) -> None:
        if position < passed_over:
            return
        if strict:
            raise RecordingError(f"{chunk.source}, entry {position}: {reason}.")
        unjudged.add(chunk.name, position, reason, is_unread=True)

    passed_over = chunk.first if chunk.is_whole else 0
    span = (chunk.start, chunk.end) if chunk.start is not None and chunk.end is not None else None
    if chunk.data is not None:
        stream = replayed(chunk.data, chunk.broken)
        yield from _exchanges(stream, chunk, complain)
        return
    with opened(chunk.source, span=span, progress=progress) as (stream, head):
        if not chunk.is_whole:
            yield from _exchanges(stream, chunk, complain)
            return
        exchanges = _READERS[recognise(head, chunk.source)](stream, chunk.name, complain)
        if not passed_over:
            yield from exchanges
            return
        for exchange in exchanges:
            if exchange.seen_in.position >= passed_over:
                yield exchange


def _exchanges(stream: BinaryIO, chunk: Chunk, complain: Complain) -> Iterator[Exchange]:
    if chunk.opening is not None:
        return read_har_chunk(stream, chunk, complain)
    return read_ndjson(stream, chunk.name, complain, first=chunk.first)


def shown_name(source: str) -> str:
    """Return what a recording is called in `seen_in`: the base name, the same on every machine."""
    return "stdin" if source == STANDARD_INPUT else os.path.basename(source)  # noqa: PTH119 -- `source` is a str


MAX_BODY_BYTES = 64 << 20


def bare(source: str) -> bytes | None:
    """
    Return the bytes of a source that is one JSON text and no recording: a file `*.json`, or standard input.

    Returns:
        None where it is something else, or a file larger than 64 MiB; then nothing of it has been taken.

    Raises:
        RecordingError: Standard input began like a body and went on as a recording, or beyond 64 MiB.
    """
    if source != STANDARD_INPUT:
        if not source.lower().endswith(".json") or not os.path.isfile(source):  # noqa: PTH113 -- `source` is a str
            return None
        with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
            raw = file.read(MAX_BODY_BYTES + 1)
        return None if len(raw) > MAX_BODY_BYTES or _is_recording(raw[:HEAD_BYTES]) else raw
    head = waiting()
    if not head.strip() or is_compressed(head) or _is_recording(head):
        return None
    raw = sys.stdin.buffer.read(MAX_BODY_BYTES + 1)
    if len(raw) > MAX_BODY_BYTES or _is_recording(raw[:HEAD_BYTES]):  # what came first did not tell
        raise RecordingError(f"{STANDARD_INPUT}: is no single body. Save it to a file, and name that.")
    return raw


def _is_recording(head: bytes) -> bool:
    try:
        recognise(head, "body.json")
    except RecordingError:
        return False
    return True


def chunks(source: str, size_bytes: int, *, name: str | None = None, first_bytes: int | None = None) -> Iterator[Chunk]:
    """
    Yield chunks of about `size_bytes` that together are the recording, to be read side by side with the same positions.

    NDJSON and HAR can be split; anything else is one chunk.

    Args:
        first_bytes: Size of the first chunk, if it is another.

    Raises:
        RecordingError: It is no recording.
    """
    name = shown_name(source) if name is None else name
    sizes = chain((first_bytes or size_bytes,), repeat(size_bytes))
    read = told = 0

    def progress(done: int, _: int | None) -> None:
        nonlocal read
        read = done

    with opened(source, progress=progress) as found:
        form = recognise(found.head, source)
        if source != STANDARD_INPUT and not _is_compressed(source):
            split = {Format.NDJSON: ndjson_chunks, Format.HAR: har_chunks}.get(form)
            whole = Chunk(source, name, size_bytes=os.path.getsize(source))  # noqa: PTH202
            yield from split(source, name, sizes) if split is not None else (whole,)
            return
        # Lines and entries do not stand in the file as they are: whoever reads them has to hand them on.
        part = {Format.NDJSON: ndjson_parts, Format.HAR: har_parts}.get(form)
        for chunk in part(found, source, name, sizes) if part is not None else (Chunk(source, name),):
            yield chunk._replace(size_bytes=read - told)
            told = read


def bytes_of(source: str) -> int | None:
    """
    Return about how many bytes there are to judge; None of standard input, nobody knows; 0 where only one process can.

    Raises:
        RecordingError: Standard input is no recording.
    """
    if source == STANDARD_INPUT:
        head = waiting()
        return None if head.startswith(b"{") and recognise(head, source) is Format.NDJSON else 0
    if not os.path.isfile(source):  # noqa: PTH113 -- `source` is a str
        return 0
    size = os.path.getsize(source)  # noqa: PTH202
    return size * TYPICAL_COMPRESSION if _is_compressed(source) else size


TYPICAL_COMPRESSION = 8
"""Of JSON, at least."""


def _is_compressed(source: str) -> bool:
    with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
        return is_compressed(file.read(64))
