"""
Recordings: files of exchanges, read as streams and written without secrets.

`read` is the door: it tells the format from the content. One reader a file: `har`, `ndjson`,
`cassette`; `writing` writes HAR and NDJSON.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from driftgate.errors import RecordingError
from driftgate.recordings.cassette import read_json_cassette, read_yaml_cassette
from driftgate.recordings.chunk import Chunk, har_chunks, ndjson_chunks
from driftgate.recordings.har import UnevenChunkError, read_har, read_har_chunk
from driftgate.recordings.ndjson import read_ndjson
from driftgate.recordings.sniff import Format, recognise
from driftgate.recordings.source import STANDARD_INPUT, opened
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
        if strict:
            raise RecordingError(f"{chunk.source}, entry {position}: {reason}.")
        unjudged.add(chunk.name, position, reason, is_unread=True)

    span = (chunk.start, chunk.end) if chunk.start is not None and chunk.end is not None else None
    with opened(chunk.source, span=span, progress=progress) as (stream, head):
        if span is not None and chunk.opening is not None:
            yield from read_har_chunk(stream, chunk, complain)
        elif span is not None:
            yield from read_ndjson(stream, chunk.name, complain, first=chunk.first)
        else:
            yield from _READERS[recognise(head, chunk.source)](stream, chunk.name, complain)


def shown_name(source: str) -> str:
    """Return what a recording is called in `seen_in`: the base name, the same on every machine."""
    return "stdin" if source == STANDARD_INPUT else os.path.basename(source)  # noqa: PTH119 -- `source` is a str


def chunks(source: str, size_bytes: int, *, name: str | None = None) -> Iterator[Chunk]:
    """
    Yield chunks of about `size_bytes` that together are the recording, to be read side by side with the same positions.

    Only a plain NDJSON or HAR file can be split; anything else is one chunk.

    Raises:
        RecordingError: It is no recording.
    """
    name = shown_name(source) if name is None else name
    found = None
    if source != STANDARD_INPUT:
        with opened(source) as (_, head):
            found = recognise(head, source)
    # A compressed file is NDJSON or HAR too, but its bytes have no lines.
    split = {Format.NDJSON: ndjson_chunks, Format.HAR: har_chunks}.get(found) if found is not None else None
    if split is not None and _is_text(source):
        yield from split(source, name, size_bytes)
    else:
        yield Chunk(source, name)


def _is_text(source: str) -> bool:
    with open(source, "rb") as file:  # noqa: PTH123 -- `source` is a str
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
