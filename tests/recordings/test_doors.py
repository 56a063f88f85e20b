"""What is a recording, and what is said of a file that is none."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate import recordings
from driftgate.errors import RecordingError
from driftgate.evidence import Unjudged

from .conftest import Reading, entry, har, ndjson
from .test_cassette import GO, RUBY, VCRPY, cassette, interaction


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x7fELF\x02\x00\x00", "is a binary file"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"[]", "is a JSON array"),
        (b'[{"request": {}}]', "is a JSON array"),
        (b"{}", "is JSON, but neither a HAR file nor HAR entries"),
        (b'{"log": "a docker log line", "stream": "stdout"}', "is JSON, but neither"),
        (b'{"openapi": "3.0.0", "info": {}}', "is an OpenAPI document"),
        (b"swagger: '2.0'\ninfo:\n", "is an OpenAPI document"),
        (b"hello: world\n", "is no recording"),
        (b"just text", "is no recording"),
        ("a\u0000".encode("utf-16"), "is UTF-16"),
        (b"\x1f\x8b\x08", "the gzip data ends early"),
        (b"\x1f\x8b\x08\x00garbage", "the gzip data"),
    ],
)
def test_a_file_that_is_no_recording_says_what_it_is(read, raw, message):
    with pytest.raises(RecordingError) as caught:
        read(raw, "a.json")
    assert message in str(caught.value)
    assert "a.json: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(RecordingError, match=r"none\.har: there is no such file"):
        Reading(str(tmp_path / "none.har"))
    with pytest.raises(RecordingError, match="is a folder"):
        Reading(str(tmp_path))
    with pytest.raises(RecordingError, match="cannot be read"):
        Reading("a\0b")
    with pytest.raises(RecordingError, match="there is no such file"):
        list(recordings.chunks(str(tmp_path / "none.ndjson"), 2))


def test_a_name_decides_only_where_the_content_leaves_it_open(read):
    assert read(b'{"x": 1}\n', "a.ndjson").unjudged.total == 1
    assert read(b"broken\n", "a.ndjson.gz").unjudged.total == 1
    assert read(har(entry()), "a.ndjson").bodies == ['{"a":1}']
    assert read(VCRPY.encode(), "a.har").exchanges[0].response.status == 200


def test_a_recording_can_be_given_another_name(read):
    assert str(read(har(entry()), name="checkout").exchanges[0].seen_in) == "checkout#0"


RECORDINGS = [
    har(entry(), entry(text="[]")),
    ndjson(entry(), entry(text="[]")),
    VCRPY.encode(),
    RUBY.encode(),
    GO.encode(),
    cassette(interaction({"string": "1"})),
]


@settings(deadline=None, max_examples=300)
@given(data=st.data(), raw=st.sampled_from(RECORDINGS), strict=st.booleans())
def test_mutated_recordings_never_crash_the_reader(tmp_path_factory, data, raw, strict):
    mutated = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(mutated)))
        end = data.draw(st.integers(start, min(start + 30, len(mutated))))
        mutated[start:end] = data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b"null", b'"', b"[", b"{", b"0", b"&a", b"*a", b"\\ud800", b"[[[["])
        )
    path = tmp_path_factory.mktemp("mutated") / "a.har"
    path.write_bytes(mutated)
    unjudged = Unjudged()
    exchanges = []
    with contextlib.suppress(RecordingError):
        exchanges.extend(recordings.read(str(path), unjudged=unjudged, strict=strict))
    assert not (strict and unjudged.total)
    for each in exchanges:
        each.request.headers.as_dict()
        if each.response is not None:
            each.response.headers.get("content-type")
            assert isinstance(each.response.body, (str, bytes, type(None)))


@settings(deadline=None, max_examples=50)
@given(raw=st.binary(max_size=200))
def test_arbitrary_bytes_never_crash_the_reader(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("arbitrary") / "a.ndjson"
    path.write_bytes(raw)
    with contextlib.suppress(RecordingError):
        list(recordings.read(str(path), unjudged=Unjudged()))


CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="DRIFTGATE_CORPUS names no folder")
def test_the_corpus_reads_without_a_complaint():
    assert CORPUS is not None
    files = sorted((Path(CORPUS) / "har").glob("*.har"))
    readings = {path.name: Reading(str(path)) for path in files}
    assert sum(len(each.exchanges) for each in readings.values()) == 85
    assert all(each.unjudged.total == 0 for each in readings.values())
    for path in files:
        assert len(readings[path.name].exchanges) == len(json.loads(path.read_bytes())["log"].get("entries", []))
    traffic = Reading(str(Path(CORPUS) / "traffic" / "octokit_normalized" / "traffic.har"))
    assert len(traffic.exchanges) == 71
    assert traffic.unjudged.total == 0
    assert None not in traffic.bodies
