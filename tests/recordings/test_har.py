"""HAR files, as browsers, proxies and test tools write them."""

from __future__ import annotations

import base64
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.errors import RecordingError
from driftgate.exchange import SeenIn
from driftgate.recordings import cutting
from driftgate.recordings import har as har_reader
from driftgate.recordings.source import BrokenStreamError

from .conftest import entry, har


def test_yields_the_exchanges_in_recorded_order(read):
    seen = read(har(entry(url="https://a.test/1"), entry(url="https://a.test/2", method="post", status=404)))
    first, second = seen.exchanges
    assert first.request.url == "https://a.test/1"
    assert first.request.headers.get("accept") == "application/json"
    assert first.response.status == 200
    assert first.response.body == '{"a":1}'
    assert first.response.content_type == "application/json"
    assert first.response.elapsed_s == 0.0125
    assert second.request.method == "POST"
    assert second.response.status == 404
    assert second.seen_in == SeenIn("a.har", 1)
    assert seen.unjudged.total == 0


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n  ", b"\n\n"])
def test_a_byte_order_mark_and_space_in_front_do_not_matter(read, mark):
    assert read(mark + har(entry())).bodies == ['{"a":1}']


def test_two_arrays_of_entries_count_on(read):
    seen = read(har(entry())[:-2] + b',"entries":[' + json.dumps(entry(text="[]")).encode() + b"]}}")
    assert seen.bodies == ['{"a":1}', "[]"]
    assert seen.positions == [0, 1]


@pytest.mark.parametrize(
    "response",
    [{}, None, {"status": 0}, {"status": -1, "headers": []}, {"status": None}, {"headers": []}],
)
def test_an_answer_that_never_came_is_none(read, response):
    one = entry()
    one["response"] = response
    assert read(har(one)).bodies == ["no response"]


def test_an_entry_without_a_response_is_a_request_without_one(read):
    one = entry()
    del one["response"]
    assert read(har(one)).exchanges[0].response is None


@pytest.mark.parametrize(
    ("response", "body"),
    [
        ({"content": {"size": 0, "mimeType": "x"}}, ""),
        ({"content": {"size": 0, "text": ""}}, ""),
        ({"content": {"text": ""}}, ""),
        ({"content": {"size": 900}}, None),
        ({"content": {"size": 900, "text": ""}}, None),
        ({"content": {"size": -1}}, None),
        ({"content": {}}, None),
        ({"content": None}, None),
        ({"content": {"size": 0}, "bodySize": 120}, None),
        ({"content": {"size": 0}, "status": 204}, ""),
        ({"content": {}, "status": 304}, ""),
        ({"content": None, "body": "[1]"}, "[1]"),
    ],
)
def test_an_empty_body_is_not_an_absent_one(read, response, body):
    assert read(har(entry(**response))).bodies == [body]


def test_the_answer_to_head_has_no_body(read):
    assert read(har(entry(method="HEAD", content={"size": 33}))).bodies == [""]


def test_base64_content_is_bytes(read):
    text = base64.b64encode("é{}".encode()).decode()
    assert read(har(entry(content={"text": text, "encoding": "base64"}))).bodies == ["é{}".encode()]


def test_base64_content_may_break_lines_and_lack_padding(read):
    text = base64.encodebytes(b'{"a":"%s"}' % (b"x" * 100)).decode().rstrip("=\n")
    assert read(har(entry(content={"text": text, "encoding": "base64"}))).bodies == [b'{"a":"%s"}' % (b"x" * 100)]


@pytest.mark.parametrize("encoding", [None, "", "utf-8", "UTF8"])
def test_another_encoding_than_base64_leaves_the_text(read, encoding):
    assert read(har(entry(content={"text": "{}", "encoding": encoding}))).bodies == ["{}"]


def test_content_that_the_recorder_left_compressed_is_decompressed(read):
    headers = [{"name": "content-encoding", "value": "gzip"}]
    text = base64.b64encode(gzip.compress(b'{"z":1}', mtime=0)).decode()
    assert read(har(entry(headers=headers, content={"text": text, "encoding": "base64"}))).bodies == [b'{"z":1}']


def test_base64_that_is_none_leaves_the_exchange_without_a_body_and_is_named(read):
    seen = read(har(entry(content={"text": "!!!", "encoding": "base64"})))
    assert seen.bodies == [None]
    assert seen.reasons == [(0, "the response body is marked as base64 and is none")]


def test_latin_1_bytes_become_text(read):
    headers = [{"name": "content-type", "value": "application/json; charset=ISO-8859-1"}]
    text = base64.b64encode('{"a":"é"}'.encode("latin-1")).decode()
    seen = read(har(entry(headers=headers, content={"text": text, "encoding": "base64"})))
    assert seen.bodies == ['{"a":"é"}']


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (None, "is no HAR entry: no object"),
        ("x", "is no HAR entry: no object"),
        ([], "is no HAR entry: no object"),
        ({}, "is no HAR entry: has no `request`"),
        ({"request": None}, "is no HAR entry: has no `request`"),
        ({"request": {"method": "GET"}}, "has no `request.url`"),
        ({"request": {"url": "/"}}, "has no `request.method`"),
        ({"request": {"url": 5, "method": "GET"}}, "`request.url` is no string"),
        ({"request": {"url": "/", "method": "GET"}, "response": "x"}, "`response` is no object"),
        ({"request": {"url": "/", "method": "GET"}, "response": {"status": "x"}}, "`response.status` is no number"),
        ({"request": {"url": "/", "method": "GET"}, "response": {"status": 1000}}, "`response.status` is 1000"),
    ],
)
def test_an_entry_that_is_none_is_named_and_skipped(read, broken, reason):
    seen = read(har(entry(), broken, entry(text="[]")))
    assert seen.bodies == ['{"a":1}', "[]"]
    assert seen.positions == [0, 2]
    assert seen.reasons == [(1, reason)]


def test_strict_names_file_and_entry(read):
    with pytest.raises(RecordingError, match=r"a\.har, entry 1: is no HAR entry: no object\.$"):
        read(har(entry(), None), strict=True)


def test_a_file_that_breaks_off_yields_what_stood_before(read):
    raw = har(entry(), entry(text="[]"), entry())
    seen = read(raw[:-150])
    assert seen.bodies == ['{"a":1}', "[]"]
    assert seen.reasons == [(2, "the JSON ends early; what follows was not read")]
    with pytest.raises(RecordingError, match="entry 2: the JSON ends early"):
        read(raw[:-150], strict=True)


def test_a_complaint_about_broken_json_shows_nothing_of_it(read):
    seen = read(har(entry()).replace(b'"a', b'"hunter2\x01'))
    assert seen.unjudged.total == 1
    assert "hunter2" not in str(seen.unjudged)


def test_deep_nesting_is_refused_before_it_fills_the_memory(read):
    seen = read(har(entry())[:-3] + b',{"x":' + b"[" * 200_000)
    assert seen.bodies == ['{"a":1}']
    assert seen.reasons[0][1].startswith("the JSON opens more than 2,048 brackets")


def test_a_file_without_entries_has_none(read):
    assert read(b'{"log":{"pages":[{"id":"p"}]}}').exchanges == []
    assert read(b'{"comment":"x","log":{"version":"1.2"}}').unjudged.total == 0


def test_headers_may_be_a_mapping_and_hold_nonsense(read):
    one = entry()
    one["request"]["headers"] = {"X-One": "1", "X-Two": ["a", "b"]}
    one["response"]["headers"] = [
        None, "x", {"name": 5}, {"name": ":status", "value": "200"}, {"name": "X-N", "value": 7}, {"name": "Etag"},
    ]  # fmt: skip
    request, response, _ = read(har(one)).exchanges[0]
    assert request.headers.as_dict() == {"x-one": "1", "x-two": "a, b"}
    assert response.headers.get("x-n") == "7"
    assert response.headers.as_dict() == {"x-n": "7", "etag": "", "content-type": "application/json"}


def test_a_header_sent_twice_is_joined_whichever_way_it_is_asked_for(read):
    one = entry(headers=[{"name": "Vary", "value": "a"}, {"name": "vary", "value": "b"}])
    assert read(har(one)).exchanges[0].response.headers.get("VARY") == "a, b"


@pytest.mark.parametrize(
    ("kind", "content_type"), [("text/html", "text/html"), ("", None), ("x-unknown", None), (5, None), (None, None)]
)
def test_the_media_type_of_the_content_stands_for_a_header_that_is_missing(read, kind, content_type):
    one = entry(headers=[{"name": "Server", "value": "x"}], content={"text": "{}", "mimeType": kind})
    response = read(har(one)).exchanges[0].response
    assert response.content_type == content_type
    assert response.headers.as_dict().get("content-type") == content_type


def test_a_query_that_stands_beside_the_url_becomes_part_of_it(read):
    one = entry(url="https://a.test/x#top")
    one["request"]["queryString"] = [{"name": "q", "value": "a b"}, {"name": "n", "value": "1"}, {"name": ""}, None]
    assert read(har(one)).exchanges[0].request.url == "https://a.test/x?q=a%20b&n=1#top"


def test_a_query_that_stands_in_the_url_is_left_alone(read):
    one = entry(url="https://a.test/x?q=1")
    one["request"]["queryString"] = [{"name": "q", "value": "2"}]
    assert read(har(one)).exchanges[0].request.url == "https://a.test/x?q=1"


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ({"mimeType": "application/json", "text": "{}"}, "{}"),
        ({"mimeType": "x", "text": "e30=", "encoding": "base64"}, b"{}"),
        ({"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "b c"}]}, "a=b+c"),
        ({"mimeType": "multipart/form-data", "params": [{"name": "a", "value": "b"}]}, None),
        ({"mimeType": "application/x-www-form-urlencoded", "text": "", "params": [{"name": "a"}]}, "a="),
        ("nonsense", None),
        (None, None),
    ],
)
def test_what_was_posted_is_the_request_body(read, post, body):
    one = entry(method="POST")
    one["request"]["postData"] = post
    assert read(har(one)).exchanges[0].request.body == body


@pytest.mark.parametrize(("status", "number"), [(200.0, 200), ("200", 200), ("404 Not Found", 404)])
def test_a_status_may_be_written_otherwise(read, status, number):
    assert read(har(entry(status=status))).exchanges[0].response.status == number


def test_half_a_surrogate_pair_does_not_stop_the_file(read):
    raw = har(entry(), entry()).replace(b'{\\"a\\":1}', b"\\ud83d", 1)
    assert len(read(raw).exchanges) == 2


def test_an_entry_whose_json_is_broken_is_named_and_skipped_where_the_next_is_whole(read):
    entries = [entry(text=f"[{index}]") for index in range(10)]
    for layout in ({"indent": 2}, {"separators": (",", ":")}, {}):
        raw = json.dumps({"log": {"entries": entries}}, **layout).encode()
        at = raw.index(b"[4]")
        seen = read(raw[: at - 90] + b'"' + raw[at:])
        assert [*seen.bodies] == [f"[{index}]" for index in range(10) if index != 4]
        assert seen.positions == [index for index in range(10) if index != 4]
        assert seen.reasons == [(4, "is no JSON")]


VALUES = st.recursive(
    st.none()
    | st.integers(-(2**62), 2**62)
    | st.sampled_from(["", "},{", ',\n  {"a"', '{"request"', "],[", '\\"', "é"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "request", "entries"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=200)
@given(
    entries=st.lists(
        st.dictionaries(st.sampled_from(["request", "a", "b"]), VALUES, min_size=1) | st.none(), max_size=8
    ),
    before=st.dictionaries(st.sampled_from(["pages", "comment"]), VALUES),
    after=st.dictionaries(st.sampled_from(["z", "y"]), VALUES),
    layout=st.sampled_from(
        [{}, {"indent": 1}, {"indent": 0}, {"separators": (",", ":")}, {"separators": (",\n", ":")}]
    ),
    block=st.sampled_from([7, 64, 1 << 20]),
    cut_off=st.integers(0, 60),
)
def test_entries_that_are_cut_out_are_those_that_a_parser_finds(entries, before, after, layout, block, cut_off):
    raw = json.dumps({"log": {**before, "entries": entries, **after}, "x": 1}, **layout).encode()
    raw = raw[: len(raw) - cut_off]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "BLOCK_BYTES", block)
        patch.setattr(cutting, "HEAD_BYTES", 64 + block)
        assert collected(har_reader._entries(io.BytesIO(raw))) == collected(
            har_reader.json_items(io.BytesIO(raw), "log.entries.item")
        )


def collected(items):
    found = []
    try:
        found.extend(items)
    except BrokenStreamError as error:
        found.append(str(error))
    return found


@pytest.mark.parametrize("broken", [{3}, {0}, {11}, {10, 11}, {4, 5}, {8, 10}])
@pytest.mark.parametrize("layout", [{"indent": 2}, {"separators": (",", ":")}, {}])
def test_one_bad_byte_costs_its_own_entry_only(read, broken, layout):
    raw = json.dumps({"log": {"entries": [entry(text=f"[{index}]") for index in range(12)]}}, **layout).encode()
    for index in broken:
        raw = raw.replace(f"[{index}]".encode(), f"[{index}\xff]".encode("latin-1"))
    seen = read(raw)
    last = {11} & broken and broken - {10, 11} == set()  # nothing whole stands behind
    assert [*seen.bodies] == [f"[{index}]" for index in range(12) if index not in broken]
    assert seen.positions == [index for index in range(12) if index not in broken]
    assert [position for position, _ in seen.reasons] == ([min(broken)] if last else sorted(broken))


def unlike(index, **given):
    """Return an entry whose first member is one of three, as browsers write them."""
    one = entry(**given)
    first = ("startedDateTime", "_initiator", "pageref")[index % 3 if index < 9 else index // 7 % 3]
    return {first: one.get(first, "x"), **one}


@pytest.mark.parametrize("broken", [set(), {3}, {0}, {1}, {2, 5}, {28, 29}, {0, 1, 2}, {10, 11, 12, 13}])
@pytest.mark.parametrize("layout", [{"separators": (",", ":")}, {}])
@pytest.mark.parametrize("damage", [b"\xff", b'"'])
@pytest.mark.parametrize("block", [200, 1 << 20])
def test_entries_that_begin_unlike_are_cut_out_all_the_same(read, monkeypatch, broken, layout, damage, block):
    monkeypatch.setattr(cutting, "BLOCK_BYTES", block)
    entries = [unlike(index, text=f"[{index}]") for index in range(30)]
    raw = json.dumps({"log": {"entries": entries}}, **layout).encode()
    for index in broken:
        raw = raw.replace(f'"[{index}]"'.encode(), f'"[{index}'.encode() + damage + b']"')
    seen = read(raw)
    assert [*seen.bodies] == [f"[{index}]" for index in range(30) if index not in broken]
    assert seen.positions == [index for index in range(30) if index not in broken]
    assert [position for position, _ in seen.reasons] == ([28] if 29 in broken else sorted(broken))


def test_entries_that_begin_unlike_need_no_more_memory_than_others(read, monkeypatch):
    monkeypatch.setattr(cutting, "BLOCK_BYTES", 2_000)
    monkeypatch.setattr(cutting, "MAX_ENTRY_BYTES", 40_000)
    first, *others = [entry(text=f"[{index}]") for index in range(300)]
    raw = json.dumps({"log": {"entries": [first, *({"_id": 1, **each} for each in others)]}}).encode()
    seen = read(raw)
    assert seen.positions == list(range(300))
    assert not seen.unjudged.total


@settings(deadline=None, max_examples=200)
@given(
    entries=st.lists(
        st.dictionaries(st.sampled_from(["request", "a", "b", "c"]), VALUES, min_size=1) | st.none(), max_size=12
    ),
    layout=st.sampled_from([{}, {"separators": (",", ":")}]),
    block=st.sampled_from([7, 64, 1 << 20]),
    cut_off=st.sampled_from([0, 0, 9]),
)
def test_entries_that_begin_unlike_are_those_that_a_parser_finds(entries, layout, block, cut_off):
    raw = json.dumps({"log": {"entries": [{"a": 1}, {"b": 1}, *entries]}, "x": 1}, **layout).encode()
    raw = raw[: len(raw) - cut_off]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "BLOCK_BYTES", block)
        assert collected(har_reader._entries(io.BytesIO(raw))) == collected(
            har_reader.json_items(io.BytesIO(raw), "log.entries.item")
        )


@pytest.mark.parametrize("at", [0, 3, 5, 6])
def test_an_entry_that_is_too_large_is_named_and_skipped(read, monkeypatch, at):
    monkeypatch.setattr(cutting, "MAX_ENTRY_BYTES", 20_000)
    monkeypatch.setattr(cutting, "BLOCK_BYTES", 5_000)
    entries = [entry(text="x" * 90_000 if index == at else f"[{index}]") for index in range(7)]
    seen = read(json.dumps({"log": {"entries": entries}}).encode())
    assert [*seen.bodies] == [f"[{index}]" for index in range(7) if index != at]
    assert seen.reasons == [(at, "is larger than 64 MiB")]


def test_a_body_that_playwright_put_into_a_file_of_its_own_is_told(read):
    kept = {"size": 9, "mimeType": "application/json", "_file": "3c6e0b8a.json"}
    seen = read(har(entry(content=kept), entry()))
    assert seen.bodies == [None, '{"a":1}']
    assert seen.unjudged.first == [
        ("a.har", 0, "the response body is in a file of its own; record with `content: 'embed'`")
    ]
