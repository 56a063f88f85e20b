"""Recordings that one process reads and hands on in parts: compressed ones, and standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import recordings
from driftgate.evidence import Unjudged
from driftgate.recordings import har as har_reader
from driftgate.recordings import ndjson as ndjson_reader
from driftgate.recordings import part as parts_reader
from driftgate.recordings.har import UnevenChunkError
from driftgate.recordings.source import zstd

from .conftest import Reading, entry, har, ndjson

COMPRESSIONS = {
    "gz": lambda raw: gzip.compress(raw, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda raw: zstd().compress(raw),
}
LINES = ndjson(*(entry(text=f"[{index}]") for index in range(50)))


def in_parts(path: str, size: int, **options: int) -> tuple[list[object], Unjudged, int]:
    """Return what the chunks of a recording give together, and how many there are, as `parallel` reads them."""
    unjudged = Unjudged()
    exchanges: list[object] = []
    count = 0
    for chunk in recordings.chunks(path, size, **options):
        count += 1
        own = Unjudged()
        try:
            read = list(recordings.read(chunk, unjudged=own))
        except UnevenChunkError:
            own = Unjudged()
            exchanges += recordings.read(chunk.rest(), unjudged=own)
            unjudged.merge(own)
            break
        exchanges += read
        unjudged.merge(own)
    return exchanges, unjudged, count


@given(
    lines=st.lists(
        st.sampled_from([*ndjson(entry(), entry(text="[]")).splitlines(), b"", b"{", b"{}", b" "]), max_size=12
    ),
    size=st.integers(1, 2_000),
    first=st.integers(1, 500),
    kind=st.sampled_from(sorted(COMPRESSIONS)),
    lost=st.sampled_from([0, 0, 1, 9, 40]),
    newline_at_end=st.booleans(),
)
def test_the_parts_of_compressed_lines_are_the_file(tmp_path_factory, lines, size, first, kind, lost, newline_at_end):
    path = tmp_path_factory.mktemp("parts") / f"a.ndjson.{kind}"
    raw = COMPRESSIONS[kind](ndjson(*[entry()] * 3) + b"\n".join(lines) + (b"\n" if newline_at_end else b""))
    path.write_bytes(raw[: len(raw) - lost])
    try:
        whole = Reading(str(path))
    except recordings.RecordingError:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts_reader, "BLOCK_BYTES", 300)
        exchanges, unjudged, _ = in_parts(str(path), size, first_bytes=first)
    assert exchanges == whole.exchanges
    assert unjudged == whole.unjudged


@given(
    entries=st.lists(
        st.sampled_from([entry(), entry(text="x" * 900), {"startedDateTime": 1}, {"startedDateTime": 1, "request": 7}]),
        min_size=1,
        max_size=12,
    ),
    size=st.integers(1, 2_000),
    indent=st.sampled_from([None, 1]),
    broken=st.sampled_from([None, None, 0, 3]),
    lost=st.sampled_from([0, 0, 0, 9]),
)
def test_the_parts_of_a_compressed_har_are_the_file(tmp_path_factory, entries, size, indent, broken, lost):
    path = tmp_path_factory.mktemp("parts") / "a.har.gz"
    written = [json.dumps(each, indent=indent) for each in entries]
    if broken is not None and broken < len(written):
        written[broken] = written[broken].replace(":", "", 1)
    raw = gzip.compress(f'{{"log": {{"entries": [{", ".join(written)}]}}}}'.encode(), mtime=0)
    path.write_bytes(raw[: len(raw) - lost])
    whole = Reading(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts_reader, "BLOCK_BYTES", 300)
        exchanges, unjudged, _ = in_parts(str(path), size)
    assert exchanges == whole.exchanges
    assert unjudged == whole.unjudged


def test_a_compressed_recording_is_cut_where_it_is_large(tmp_path, monkeypatch):
    monkeypatch.setattr(parts_reader, "BLOCK_BYTES", 5_000)
    path = tmp_path / "a.ndjson.gz"
    path.write_bytes(gzip.compress(LINES * 20, mtime=0))
    parts = list(recordings.chunks(str(path), len(LINES)))
    assert 2 < len(parts) <= 20
    assert sum(part.size_bytes for part in parts) == path.stat().st_size
    assert b"".join(part.data or b"" for part in parts) == LINES * 20


def test_a_compressed_har_is_cut_where_it_is_large(tmp_path, monkeypatch):
    monkeypatch.setattr(parts_reader, "BLOCK_BYTES", 5_000)
    path = tmp_path / "a.har.gz"
    path.write_bytes(gzip.compress(har(*[entry()] * 200), mtime=0))
    exchanges, _, count = in_parts(str(path), 10_000)
    assert count > 3
    assert exchanges == Reading(str(path)).exchanges


def test_a_line_that_is_too_long_is_named_and_passed_over(tmp_path, monkeypatch):
    for module in (ndjson_reader, parts_reader, har_reader):
        monkeypatch.setattr(module, "MAX_ENTRY_BYTES", 1 << 20)
    monkeypatch.setattr(parts_reader, "BLOCK_BYTES", 5_000)
    path = tmp_path / "a.ndjson.gz"
    path.write_bytes(gzip.compress(ndjson(entry(text="[0]"), entry(text="x" * 3_000_000), entry(text="[2]")), mtime=0))
    exchanges, unjudged, _ = in_parts(str(path), 1_000)
    assert [str(each.seen_in) for each in exchanges] == ["a.ndjson.gz#0", "a.ndjson.gz#2"]
    assert [(position, reason) for _, position, reason in unjudged.first] == [(1, "is longer than 1 MiB")]


def test_standard_input_in_lines_is_handed_on(monkeypatch):
    monkeypatch.setattr(parts_reader, "BLOCK_BYTES", 500)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(LINES))))
    assert recordings.bytes_of("-") is None
    exchanges, unjudged, count = in_parts("-", 1_000)
    assert [each.seen_in.position for each in exchanges] == list(range(50))
    assert not unjudged.total
    assert count > 3


@pytest.mark.parametrize("raw", [har(entry()), gzip.compress(LINES), b"- yaml", b""])
def test_standard_input_that_is_no_lines_is_for_one_process(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(raw))))
    assert recordings.bytes_of("-") == 0
    assert sys.stdin.buffer.read() == raw


def test_tells_how_much_there_is_to_judge(tmp_path):
    (tmp_path / "a.har").write_bytes(har(entry()))
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(LINES))
    assert recordings.bytes_of(str(tmp_path / "a.har")) == len(har(entry()))
    assert recordings.bytes_of(str(tmp_path / "a.ndjson.gz")) == len(gzip.compress(LINES)) * 8
    assert recordings.bytes_of(str(tmp_path / "none.har")) == 0
