"""NDJSON of HAR entries: line by line, and in chunks."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import threading
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import recordings
from driftgate.errors import RecordingError
from driftgate.evidence import Unjudged
from driftgate.exchange import SeenIn
from driftgate.recordings import ndjson as ndjson_reader
from driftgate.recordings.source import zstd

from .conftest import Reading, entry, ndjson

LINES = ndjson(*(entry(text=f"[{index}]") for index in range(50)))


def test_each_line_is_an_exchange(read):
    seen = read(ndjson(entry(), entry(text="[]")), "a.ndjson")
    assert seen.bodies == ['{"a":1}', "[]"]
    assert seen.exchanges[1].seen_in == SeenIn("a.ndjson", 1)


def test_content_tells_the_format_whatever_the_name(read):
    assert read(ndjson(entry()), "a.log").bodies == ['{"a":1}']
    assert read(b'{"broken": \n' + ndjson(entry()), "a.txt").bodies == ['{"a":1}']


def test_a_line_that_is_none_is_named_and_skipped(read):
    raw = ndjson(entry()) + b'{"request": \n\n  \n{"level": "info"}\n[1]\n\xff\xfe\n' + ndjson(entry())
    seen = read(raw, "a.ndjson")
    assert seen.positions == [0, 7]
    assert seen.reasons == [
        (1, "is no JSON (unexpected end of data)"),
        (4, "is no HAR entry: has no `request`"),
        (5, "is no HAR entry: no object"),
        (6, seen.reasons[3][1]),
    ]
    assert seen.reasons[3][1].startswith("is no JSON")


def test_strict_names_file_and_line(read):
    with pytest.raises(RecordingError, match=r"a\.ndjson, entry 1: is no JSON"):
        read(ndjson(entry()) + b"{\n", "a.ndjson", strict=True)


def test_a_byte_order_mark_and_crlf_do_not_matter(read):
    raw = b"\xef\xbb\xbf" + ndjson(entry(), entry()).replace(b"\n", b"\r\n")
    assert len(read(raw, "a.ndjson").exchanges) == 2


def test_a_last_line_that_breaks_off_is_counted(read):
    seen = read(ndjson(entry(), entry())[:-40], "a.ndjson")
    assert len(seen.exchanges) == 1
    assert seen.unjudged.total == 1


def test_half_a_surrogate_pair_is_text_all_the_same(read):
    raw = ndjson(entry()).replace(b'{\\"a\\":1}', b"\\ud83d")
    assert read(raw, "a.ndjson").bodies == ["\ud83d"]


@pytest.mark.parametrize("compress", [gzip.compress, zstd().compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("name", ["a.ndjson.packed", "a.har"])
def test_compression_is_told_by_content(read, compress, name):
    assert read(compress(LINES), name).bodies == [f"[{index}]" for index in range(50)]


@pytest.mark.parametrize(
    ("compress", "kind"),
    [(gzip.compress, "gzip"), (zstd().compress, "zstd"), (bz2.compress, "bzip2"), (lzma.compress, "xz")],
)
def test_compressed_data_that_end_early_yield_what_stood_before(read, compress, kind):
    raw = compress(ndjson(*(entry(text=Random(index).randbytes(3000).hex()) for index in range(200))))
    seen = read(raw[: len(raw) * 9 // 10], "a.ndjson")
    assert seen.unjudged.total == 1
    assert seen.reasons[0][1] == f"the {kind} data ends early; what follows was not read"
    if kind != "bzip2":  # which decompresses 900 kB at a time
        assert 100 < len(seen.exchanges) < 200
        assert seen.reasons[0][0] == len(seen.exchanges)


def test_several_compressed_parts_are_one_recording(read):
    half = ndjson(entry())
    assert len(read(gzip.compress(half, mtime=0) + gzip.compress(half, mtime=0), "a.gz").exchanges) == 2
    assert len(read(zstd().compress(half) + zstd().compress(half), "a.zst").exchanges) == 2


def test_damaged_compressed_data_are_named(read):
    raw = bytearray(gzip.compress(LINES, mtime=0))
    raw[-8] ^= 1  # of the checksum
    seen = read(bytes(raw), "a.ndjson.gz")
    assert len(seen.exchanges) == 50
    assert [position for position, _ in seen.reasons] == [50]
    assert "the gzip data is damaged (CRC check failed" in seen.reasons[0][1]


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    seen = Reading("-")
    assert len(seen.exchanges) == 50
    assert str(seen.exchanges[3].seen_in) == "stdin#3"


def test_a_pipe_is_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(LINES))
    writer.start()
    assert len(Reading(str(path)).exchanges) == 50
    writer.join()


def test_progress_is_told_in_bytes_of_the_file(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_bytes(LINES * 100)
    told: list[tuple[int, int | None]] = []
    for _ in recordings.read(str(path), unjudged=Unjudged(), progress=lambda done, total: told.append((done, total))):
        pass
    size = len(LINES) * 100
    assert told[-1] == (size, size)
    assert told == sorted(told)
    assert len(told) > 2


@given(
    lines=st.lists(st.sampled_from([*ndjson(entry()).splitlines(), b"", b"{", b"{}", b"  "]), max_size=12),
    size=st.integers(1, 2_000),
    newline_at_end=st.booleans(),
)
def test_chunks_together_are_the_file(tmp_path_factory, lines, size, newline_at_end):
    path = tmp_path_factory.mktemp("chunks") / "a.ndjson"
    path.write_bytes(ndjson(entry()) + b"\n".join(lines) + (b"\n" if newline_at_end else b""))
    whole = Reading(str(path))
    unjudged = Unjudged()
    parts = list(recordings.chunks(str(path), size))
    exchanges = [each for part in parts for each in recordings.read(part, unjudged=unjudged)]
    assert len(parts) <= max(1, path.stat().st_size // size + 1)
    assert exchanges == whole.exchanges
    assert unjudged == whole.unjudged


def test_chunks_are_about_equal(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_bytes(LINES * 20)
    parts = list(recordings.chunks(str(path), len(LINES) * 5))
    assert len(parts) == 4
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert max(part.end - part.start for part in parts) < 2 * min(part.end - part.start for part in parts)
    assert parts[1].first == LINES[:0].count(b"\n") + (LINES * 20)[: parts[1].start].count(b"\n")


def test_what_cannot_be_split_is_one_chunk(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_bytes(json.dumps({"log": {"entries": []}}).encode())
    (part,) = recordings.chunks(str(path), 10)
    assert part == recordings.Chunk(str(path), "a.ndjson", size_bytes=path.stat().st_size)
    assert list(recordings.read(part, unjudged=Unjudged())) == Reading(str(path)).exchanges


def test_a_line_that_is_too_long_is_named_and_skipped(read, monkeypatch):
    monkeypatch.setattr(ndjson_reader, "MAX_ENTRY_BYTES", 1 << 20)
    monkeypatch.setattr(ndjson_reader, "BLOCK_BYTES", 5_000)
    seen = read(ndjson(entry(text="[0]"), entry(text="x" * 3_000_000), entry(text="[2]")))
    assert [*seen.bodies] == ["[0]", "[2]"]
    assert seen.reasons == [(1, "is longer than 1 MiB")]


def test_headers_that_come_again_are_read_once_and_others_as_they_are(read):
    def lines(*headers):
        made = [entry() for _ in headers]
        for one, recorded in zip(made, headers, strict=True):
            one["request"]["headers"] = recorded
        return ndjson(*made)

    same = [{"name": "A", "value": "x"}]
    seen = read(lines(same, same, [{"name": "A", "value": "y"}], [], same), "a.ndjson")
    sent = [each.request.headers for each in seen.exchanges]
    assert sent[0] is sent[1]
    assert [each.get("a") for each in sent] == ["x", "x", "y", None, "x"]
    odd = read(lines([{"name": "A", "value": 1}], [{"name": "A", "value": True}], {"a": 1}, {"a": 1.0}), "a.ndjson")
    assert [each.request.headers.get("a") for each in odd.exchanges] == ["1", "True", "1", "1.0"]


def test_the_media_type_of_the_content_is_that_of_each_answer(read):
    kinds = ["a/b", "a/b", "c/d", None]
    made = [entry(headers=[]) for _ in kinds]
    for one, kind in zip(made, kinds, strict=True):
        one["response"]["content"]["mimeType"] = kind
    seen = read(ndjson(*made), "a.ndjson")
    assert [each.response.content_type for each in seen.exchanges] == kinds
