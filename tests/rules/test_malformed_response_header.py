"""The rule `malformed-response-header` fires on a response header that its schema refuses."""

from __future__ import annotations

import pytest

HEADERS = {
    "X-Left": {"required": True, "schema": {"type": "integer", "minimum": 0}},
    "X-Until": {"schema": {"type": "string", "format": "date-time"}},
    "X-Ids": {"schema": {"type": "array", "items": {"type": "integer"}}},
    "X-Live": {"schema": {"type": "boolean"}},
    "X-Note": {"schema": {"type": "string"}},
    "Set-Cookie": {"schema": {"type": "string", "maxLength": 5}},
}


@pytest.fixture
def answer(api):
    made = api({}, responses={"202": {"description": "ok", "headers": HEADERS}})

    def found(*sent: tuple[str, str], left: str = "3"):
        return made.found(raw=b"", status=202, content_type=None, headers=(("X-Left", left), *sent))

    return found


@pytest.mark.parametrize(("left", "observed"), [
    ("many", "string"), ("", "empty string"), ("1.5", "number"), ("-1", "below the minimum"),
])  # fmt: skip
def test_fires_on_what_its_schema_refuses(answer, left, observed):
    found = answer(left=left)
    assert [each[:3] for each in found] == [("malformed-response-header", "error", "header:X-Left")]
    assert found[0][3] == observed


def test_fires_on_a_number_that_is_sent_twice(answer):
    assert answer(("x-left", "4")) == [("malformed-response-header", "error", "header:X-Left", "string", "integer")]


def test_fires_on_another_date_dialect(answer):
    assert answer(("X-Until", "Sun, 11 Feb 2024 00:00:00 GMT")) == [
        ("malformed-response-header", "error", "header:X-Until", "date rfc-2822", "date date-time")
    ]


@pytest.mark.parametrize("sent", [
    ("X-Until", "2024-02-11T00:00:00Z"), ("x-ids", "1, 2,3"), ("X-Live", "true"), ("X-Note", ""), ("X-Other", "?"),
    ("Set-Cookie", "a=1; Path=/; HttpOnly"),
])  # fmt: skip
def test_silent_on_what_is_promised_or_not_typed(answer, sent):
    assert answer(sent) == []


def test_silent_on_a_header_that_is_missing_or_hidden(answer):
    assert answer(left="****") == []


def test_tells_a_missing_one_once(api):
    made = api({}, responses={"202": {"description": "ok", "headers": HEADERS}})
    assert made.rules(raw=b"", status=202, content_type=None) == ["missing-response-header"]


def test_a_text_that_comes_again_is_told_again_and_a_long_one_too(answer):
    for text in ("many", "3", "many", "x" * 10_000, "x" * 10_000):
        assert [each[0] for each in answer(left=text)] == ([] if text == "3" else ["malformed-response-header"])
