"""Bodies are read, or it is said why not in one of a few words."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import body
from driftgate.body import read_json
from driftgate.pointer import MISSING

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("raw", "problem"), [
    (b"", body.EMPTY),
    (b" \r\n\t", body.EMPTY),
    (b"{", body.TRUNCATED),
    (b'{"a', body.TRUNCATED),
    (b'{"a": "\\', body.TRUNCATED),
    (b'{"a": "\\u00', body.TRUNCATED),
    (b'{"a": fals', body.TRUNCATED),
    (b'{"a": 1', body.TRUNCATED),
    (b'{"a": -', body.TRUNCATED),
    (b'[{"a": 1},', body.TRUNCATED),
    (b"[1, NaN]", body.NOT_A_NUMBER),
    (b'{"a": -Infinity}', body.NOT_A_NUMBER),
    (b"<!doctype html><p>busy", body.MARKUP),
    (b"\n<xml/>", body.MARKUP),
    (b"busy", body.NOT_JSON),
    (b"{'a': 1}", body.NOT_JSON),
    (b'{"a": 1,}', body.NOT_JSON),
    (b'{"a" 1}', body.NOT_JSON),
    (b"{}{}", body.SEVERAL_VALUES),
    (b"1 2", body.SEVERAL_VALUES),
    (b'"\xff"', body.WRONG_CHARSET),
    (json.dumps({"a": "é"}, ensure_ascii=False).encode("latin-1"), body.WRONG_CHARSET),
    (b"[" * 100_000, body.NOT_JSON),
])  # fmt: skip
def test_says_why_a_body_cannot_be_read(raw, problem):
    assert read_json(raw) == (MISSING, problem)


def test_reads_on_behind_a_byte_order_mark():
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == ({"a": 1}, body.BYTE_ORDER_MARK)
    assert read_json(b"\xef\xbb\xbf{") == (MISSING, body.TRUNCATED)


def test_reads_what_the_fast_parser_refuses():
    assert read_json(b'"\\ud800"') == ("\ufffd", None)
    assert read_json(b'{"\\udfff": ["\\ud83d\\ude00"]}') == ({"\ufffd": ["\U0001f600"]}, None)
    assert read_json("  [1]  ") == ([1], None)


def test_reads_every_number():
    assert read_json(b"123456789012345678901234567890").value == pytest.approx(1.2345678901234568e29)
    assert read_json(b"1e5") == (100000.0, None)


@given(JSON)
def test_reads_whatever_json_says(value):
    written = json.dumps(value)
    assert read_json(written) == read_json(written.encode())
    assert read_json(written).problem is None
    if "\\ud" not in written:
        assert read_json(written).value == orjson.loads(written)


@given(st.binary(max_size=40))
def test_never_raises(raw):
    read = read_json(raw)
    assert (read.value is MISSING) <= (read.problem is not None)


@given(JSON.filter(lambda value: isinstance(value, (dict, list)) and len(json.dumps(value)) > 2), st.data())
def test_a_cut_off_object_or_array_is_truncated(value, data):
    written = json.dumps(value, ensure_ascii=True)
    cut = data.draw(st.integers(1, len(written) - 1))
    assert read_json(written[:cut].encode()).problem == body.TRUNCATED


def test_reads_a_number_beyond_a_double_as_a_whole_one():
    assert read_json(b'{"a": 1e400, "b": "1e400"}') == ({"a": 10**400, "b": "1e400"}, body.BEYOND_A_DOUBLE)
    assert read_json(b"[-1.5e309, 1e-999]") == ([-15 * 10**308, 0.0], body.BEYOND_A_DOUBLE)
    assert read_json(b"-1e999999999") == (-(10**4299), body.BEYOND_A_DOUBLE)
