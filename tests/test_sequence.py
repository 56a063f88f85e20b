"""Sequences: read as the array of their items, written again, judged item by item."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.body import TRUNCATED, WRONG_CHARSET, Body
from driftgate.contract import Contract
from driftgate.document import load_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.lint import lint
from driftgate.operation import read_operations
from driftgate.pointer import MISSING
from driftgate.sequence import EVENTS, is_sequential, read_sequence, write_sequence

STREAMS = Path(__file__).parent / "fixtures" / "streams.openapi.yaml"
HOST = "https://api.example.com/v1"
LINES, RECORDS = "application/jsonl", "application/json-seq"


@pytest.mark.parametrize("name", [LINES, "application/x-ndjson", "application/vnd.a+jsonl", RECORDS,
                                  "application/geo+json-seq", EVENTS])  # fmt: skip
def test_media_types_of_sequences(name):
    assert is_sequential(name)


@pytest.mark.parametrize("name", ["application/json", "text/plain", "multipart/mixed", "application/jsonlx", ""])
def test_other_media_types(name):
    assert not is_sequential(name)


@pytest.mark.parametrize(("raw", "name", "expected"), [
    (b'{"a":1}\n\n2\r\n', LINES, Body([{"a": 1}, 2], None)),
    (b"", LINES, Body([], None)),
    (b'{"a":1}\n{"a":', LINES, Body([{"a": 1}], TRUNCATED)),
    (b'{"a":', LINES, Body(MISSING, TRUNCATED)),
    (b"\xff", LINES, Body(MISSING, WRONG_CHARSET)),
    (b'\x1e{"a":\n1}\n\x1e[2]\n', RECORDS, Body([{"a": 1}, [2]], None)),
    (b"data: a\ndata:b\nid: 7\nretry: 10\nretry: x\nother: y\n\n: alive\n\nevent: idle\n\ndata: c", EVENTS,
     Body([{"data": "a\nb", "id": "7", "retry": 10}, {"data": "c"}], None)),
    ("data\r\rdata: b\r\r", EVENTS, Body([{"data": ""}, {"data": "b"}], None)),
])  # fmt: skip
def test_what_is_read(raw, name, expected):
    assert read_sequence(raw, name) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=4), st.sampled_from([LINES, RECORDS]))
def test_what_is_written_is_read_again(values, name):
    assert read_sequence(write_sequence(values, name), name) == Body(values, None)


_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"))


@given(
    st.lists(
        st.fixed_dictionaries({"data": _LINE}, optional={"event": _LINE, "id": _LINE, "retry": st.integers(0, 2**53)})
    )
)
def test_events_that_are_written_are_read_again(events):
    assert read_sequence(write_sequence(events, EVENTS), EVENTS) == Body(events, None)


@pytest.fixture(scope="module")
def judge():
    return Judge(Contract(load_document(STREAMS)))


def found(judge, method, path, content_type, body):
    answer = Response(200, Headers([("Content-Type", content_type)]), body)
    judged = judge.judge(Exchange(Request(method, HOST + path, Headers()), answer, SeenIn("a.har", 0)))
    return judged.items, [
        (each.rule, each.pointer, each.observed) for each in judged.sightings if "request" not in each.rule
    ]


def test_each_item_is_judged(judge):
    body = b'{"level":"info","at":1}\n{"level":"fatal","at":2}\n{"level":"warn","at":"3"}\n'
    assert found(judge, "QUERY", "/logs", "application/jsonl", body) == (
        3, [("unknown-enum-value", "/*/level", "value fatal"), ("string-typed-number", "/*/at", "string of integer")],
    )  # fmt: skip


def test_items_as_promised_are_no_finding(judge):
    assert found(judge, "QUERY", "/logs", "application/jsonl; charset=utf-8", b'{"level":"info","at":1}\n') == (1, [])
    assert found(judge, "GET", "/events", EVENTS, b"event: gone\ndata: 1\n\n") == (1, [])


def test_each_event_is_judged(judge):
    assert found(judge, "GET", "/events", EVENTS, b"event: changed\ndata: {}\n\nevent: added\ndata: no\n\n") == (
        2, [("unknown-enum-value", "/*/event", "value changed"), ("undecodable-content", "/*/data", 'string "no"')],
    )  # fmt: skip


def test_a_stream_cut_off_is_told_and_its_whole_items_are_judged(judge):
    assert found(judge, "QUERY", "/logs", "application/jsonl", b'{"level":"info","at":null}\n{"lev') == (
        1, [("unreadable-body", None, TRUNCATED), ("unexpected-null", "/*/at", "null")],
    )  # fmt: skip


def test_an_additional_method_and_a_shared_media_type(judge):
    assert found(judge, "COPY", "/logs", "application/json", b'{"level":"info","at":"x"}') == (
        0, [("type-mismatch", "/at", "string")],
    )  # fmt: skip


def test_examples_are_read_and_the_document_has_no_finding():
    operation = next(each for each in read_operations(load_document(STREAMS).tree) if each.name == "QUERY /logs")
    assert operation.responses["200"].content["application/jsonl"].examples == {
        "two": ("/paths/~1logs/query/responses/200/content/application~1jsonl/examples/two/dataValue",
                [{"level": "info", "at": 1}, {"level": "warn", "at": 2}]),
        "text": ("/paths/~1logs/query/responses/200/content/application~1jsonl/examples/text/serializedValue",
                 [{"level": "info", "at": 3}, {"level": "warn", "at": 4}]),
    }  # fmt: skip
    assert [finding.rule for finding in lint(Contract(load_document(STREAMS))).findings] == []


@pytest.mark.parametrize(("query", "expected"), [
    ("term=a&size=10", []),
    ("term=a&size=11", [("request-violation", "query:querystring", "above the maximum")]),
    ("size=1", [("request-violation", "query:querystring", "missing")]),
    ("", [("request-violation", "query:querystring", "missing")]),
    ("term=a&x=1", [("request-violation", "query:*", "undocumented parameter")]),
])  # fmt: skip
def test_a_whole_query_is_held_to_its_schema(judge, query, expected):
    answer = Response(200, Headers([("Content-Type", "application/json")]), b'{"level":"info","at":1}')
    asked = Request("GET", f"{HOST}/search?{query}", Headers())
    sightings = judge.judge(Exchange(asked, answer, SeenIn("a.har", 0))).sightings
    assert [(each.rule, each.pointer, each.observed) for each in sightings] == expected


def test_an_example_in_writing_is_read_where_its_media_type_is():
    def examples(name, example):
        tree = {
            "openapi": "3.2.0",
            "paths": {"/a": {"get": {"responses": {"200": {"content": {name: {"examples": {"a": example}}}}}}}},
        }
        return [value for _, value in read_operations(tree)[0].responses["200"].content[name].examples.values()]

    assert examples("application/json", {"serializedValue": '{"a": 1}'}) == [{"a": 1}]
    assert examples("application/json", {"serializedValue": '{"a'}) == []
    assert examples("application/json", {"dataValue": {"a": 1}, "serializedValue": '{"a":1}'}) == [{"a": 1}]
    assert examples("text/csv", {"serializedValue": "a,b"}) == []
    assert examples("application/json", {"value": '{"a": 1}'}) == ['{"a": 1}']
