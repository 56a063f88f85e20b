"""The rule `duplicate-property` fires on an object that has a property twice."""

from __future__ import annotations

import json

import pytest

RULE = "duplicate-property"
OPEN = {"type": "object", "additionalProperties": True}


def twice(pointer, observed="several values", severity="warning"):
    return [(RULE, severity, pointer, observed, "one value")]


@pytest.mark.parametrize(("raw", "pointer"), [
    (b'{"a": 1, "a": 2}', "/a"),
    (b'{"a":1,"a":2}', "/a"),
    ('{"a" : 1, "b": ":", "a" : 2}', "/a"),
    (b'{"a": {"b": [{"c": 1}, {"c": 1, "c": null}]}}', "/a/b/*/c"),
    (b'{"\\u0061": 1, "a": 2}', "/a"),
    (b'{"a": 1, "a": {"a": 3}}', "/a"),
])  # fmt: skip
def test_fires_at_the_property(api, raw, pointer):
    assert api(OPEN).found(raw=raw) == twice(pointer)


def test_a_note_where_the_values_are_one(api):
    assert api(OPEN).found(raw=b'{"a": [1], "a": [1]}') == twice("/a", "one value several times", "note")


def test_counts_the_objects(api):
    judged = api({"type": "array", "items": OPEN}).judged(raw=b'[{"a":1,"a":2},{"a":1},{"a":1,"a":1,"b":0,"b":1}]')
    assert [(each.pointer, each.records) for each in judged.sightings] == [("/*/a", 2), ("/*/b", 1)]


def test_the_last_value_is_judged(api):
    whole = {"type": "object", "properties": {"n": {"type": "integer"}}}
    assert api(whole).rules(raw=b'{"n": 1, "n": "2"}') == [RULE, "string-typed-number"]


@pytest.mark.parametrize("raw", [
    b'{"a": 1, "A": 2}',
    b'{"a": "\\"a\\": 1", "b": ":::"}',
    b'{"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}]}',
    b'{ "\\u0061" : "\\u003a" }',
    b"[]", b"5", b'{"n": 1e400}', b"\xef\xbb\xbf{}",
    json.dumps({"é": "a:b", "ü": {"é": [":"]}}, indent=4).encode(),
])  # fmt: skip
def test_silent_where_every_name_stands_once(api, raw):
    assert RULE not in api({}).rules(raw=raw)


def test_silent_on_what_is_no_json(api):
    assert api(OPEN).rules(raw=b'{"a": 1, "a": ') == ["unreadable-body"]


def test_looks_at_the_first_bodies_and_then_at_every_sixteenth(api):
    raw = b'{"a": 1, "a": 2}'
    assert [len(api(OPEN).found(raw=raw, position=each)) for each in (0, 63, 64, 65, 80)] == [1, 1, 1, 0, 1]
