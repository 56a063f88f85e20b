"""Recordings that are written read back the same, without secrets, and take their place whole or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate import recordings
from driftgate.errors import RecordingError
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.redaction import Redactor

from .conftest import Reading

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.sampled_from(["accept", "x-one", "etag", "vary", "server"])
HEADERS = st.dictionaries(NAMES, TEXT, max_size=4).map(lambda fields: Headers(tuple(fields.items())))
BODIES = st.none() | TEXT | st.binary(max_size=20).filter(lambda raw: not raw.isascii())
REQUESTS = st.builds(
    Request,
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    url=st.text("abc/?=&%2#é", max_size=12).map(lambda rest: f"https://a.test/{rest}"),
    headers=HEADERS,
    body=BODIES,
)
RESPONSES = st.builds(
    Response,
    status=st.sampled_from([200, 201, 404, 599]),
    headers=HEADERS,
    body=BODIES,
    elapsed_s=st.none() | st.integers(0, 10_000).map(lambda elapsed_ms: elapsed_ms / 1000),
)
EXCHANGES = st.lists(st.tuples(REQUESTS, st.none() | RESPONSES), max_size=5)


def _same(body):
    """UTF-8 bytes come back as text."""
    try:
        return body.decode("utf-8") if isinstance(body, bytes) else body
    except UnicodeDecodeError:
        return body


@settings(deadline=None, max_examples=60)
@given(drawn=EXCHANGES, name=st.sampled_from(["a.har", "a.har.gz", "a.ndjson", "a.ndjson.zst", "a.jsonl"]))
def test_what_was_written_reads_back_equal(tmp_path_factory, drawn, name):
    path = tmp_path_factory.mktemp("written") / name
    exchanges = [
        Exchange(request, response, SeenIn(name, position)) for position, (request, response) in enumerate(drawn)
    ]
    assert recordings.write(path, exchanges, redactor=None) == len(exchanges)
    if not exchanges and "har" not in name:
        return  # no lines: an empty file
    seen = Reading(str(path))
    assert seen.unjudged.total == 0
    assert seen.exchanges == [
        Exchange(
            request._replace(body=_same(request.body)),
            response and response._replace(body=_same(response.body)),
            where,
        )
        for request, response, where in exchanges
    ]


def exchange(body='{"PortOutPin":"8841","Tnid":"TNID-1"}'):
    request = Request("GET", "https://a.test/?token=abc", Headers([("authorization", "Bearer abc")]))
    return Exchange(request, Response(200, Headers([("content-type", "application/json")]), body), SeenIn("x", 0))


@pytest.mark.parametrize("name", ["a.har", "a.ndjson"])
def test_secrets_are_taken_out(tmp_path, name):
    recordings.write(tmp_path / name, [exchange()], redactor=Redactor())
    text = (tmp_path / name).read_text()
    assert "abc" not in text
    assert "8841" not in text
    (only,) = Reading(str(tmp_path / name)).exchanges
    assert only.request.url == "https://a.test/?token=****"
    assert only.request.headers.get("authorization") == "Bearer ****"
    assert only.response.body == '{"PortOutPin":"****","Tnid":"TNID-1"}'


def test_a_har_file_has_what_har_asks_for(tmp_path):
    recordings.write(tmp_path / "a.har", [exchange("{}")], redactor=None)
    log = json.loads((tmp_path / "a.har").read_bytes())["log"]
    assert log["version"] == "1.2"
    assert log["creator"]["name"] == "driftgate"
    (entry,) = log["entries"]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} == set(entry)
    assert {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"} == set(
        entry["request"]
    )
    assert entry["request"]["queryString"] == [{"name": "token", "value": "abc"}]
    assert entry["response"]["statusText"] == "OK"
    assert entry["response"]["content"] == {"size": 2, "mimeType": "application/json", "text": "{}"}
    assert entry["startedDateTime"] == "1970-01-01T00:00:00.000Z"


def test_a_clock_can_be_given(tmp_path):
    with recordings.har_writer(
        tmp_path / "a.har", redactor=None, clock=lambda: datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=UTC)
    ) as add:
        add(exchange())
    assert b'"startedDateTime":"2026-01-02T03:04:05.006Z"' in (tmp_path / "a.har").read_bytes()


@pytest.mark.parametrize("name", ["a.har.gz", "a.ndjson", "a.ndjson.gz", "a.ndjson.zst"])
def test_the_same_exchanges_are_the_same_bytes(tmp_path, name):
    for folder in ("one", "two"):
        recordings.write(tmp_path / folder / name, [exchange()] * 3, redactor=Redactor())
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("name", ["a.har", "a.ndjson.gz"])
def test_a_recording_that_fails_leaves_the_old_one(tmp_path, name):
    recordings.write(tmp_path / name, [exchange()], redactor=None)
    before = (tmp_path / name).read_bytes()

    def failing():
        yield exchange()
        raise OSError("the network is gone")

    with pytest.raises(OSError, match="the network is gone"):
        recordings.write(tmp_path / name, failing(), redactor=None)
    assert (tmp_path / name).read_bytes() == before
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordingError, match=r"a\.har: the recording cannot be written"):
        recordings.write(tmp_path / "file" / "a.har", [], redactor=None)


def test_half_a_surrogate_pair_is_written(tmp_path):
    recordings.write(tmp_path / "a.ndjson", [exchange('"\ud83d"')], redactor=Redactor())
    assert Reading(str(tmp_path / "a.ndjson")).bodies == ['"\ud83d"']
