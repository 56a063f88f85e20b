"""The rule `duplicate-property` fires on an object that has a property twice."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from driftgate.rules import duplicate_property

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


def test_looks_at_every_body(api):
    raw = b'{"a": 1, "a": 2}'
    assert [len(api(OPEN).found(raw=raw, position=each)) for each in (0, 64, 65, 80, 1_000_003)] == [1] * 5


@pytest.fixture
def open_api(api):
    return api({})


NAMES = st.text(st.sampled_from(list('ab:\\\\"/ é😀\u2028')), max_size=3)


@st.composite
def written(draw, depth=3):
    """Draw a JSON text and whether an object in it has a property twice; nothing of it is written by a JSON library."""
    blank = draw(st.sampled_from(["", "", " ", "\n\t", "\r\n  "]))
    kind = draw(st.sampled_from(["string", "number", "word"] + (["object", "array"] * 3 if depth else [])))
    if kind == "string":
        return blank + draw(spelled(draw(NAMES))), False
    if kind == "number":
        number = st.sampled_from(
            ["0", "-0", "1e5", "1E+5", "1.50", "0.1e-7", "12345678901234567890", "9" * 30, "1e400"]
        )
        return blank + draw(number), False
    if kind == "word":
        return blank + draw(st.sampled_from(["true", "false", "null"])) + blank, False
    parts = draw(st.lists(written(depth - 1), max_size=3))
    twice = any(each for _, each in parts)
    if kind == "array":
        return f"{blank}[{','.join(text for text, _ in parts)}{blank}]", twice
    names = draw(st.lists(NAMES, min_size=len(parts), max_size=len(parts)))
    members = [f"{blank}{draw(spelled(name))}{blank}:{text}" for name, (text, _) in zip(names, parts, strict=True)]
    return f"{blank}{{{','.join(members)}}}", twice or len(set(names)) < len(names)


@st.composite
def spelled(draw, text):
    """Draw one of the spellings of a string in JSON."""
    return '"' + "".join(draw(st.sampled_from(_spellings(letter))) for letter in text) + '"'


def _spellings(letter):
    units = letter.encode("utf-16-be").hex()
    escape = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
    short = [f"\\{letter}"] if letter in '\\"/' else []
    plain = [] if letter in '\\"' else [letter] * 3
    return [*plain, *short, escape, escape.upper().replace("U", "u")]


@given(written(), st.booleans())
@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(('{"a": 1e5,"a": 10}', True), True)
@example((r'{"b":"\u003a","a":1,"a":1}', True), True)
@example((r'{"b":"\\u003a"}', False), True)
def test_says_it_of_exactly_the_bodies_that_have_a_property_twice(open_api, given, is_bytes):
    text, twice = given
    found = open_api.rules(raw=text.encode() if is_bytes else text, position=12_345)
    assert (RULE in found) == twice


@pytest.mark.parametrize("spell", [str, lambda text: text.replace("/", r"\/").replace(":@", r"\u003a@")])
def test_reads_again_only_what_has_a_property_twice(api, spell):
    read = []
    text = spell(json.dumps([{"é/": ":@//", "b": 1}] * 20_000))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duplicate_property, "_repeated", lambda raw: read.append(raw) or iter(()))
        assert RULE not in api({"type": "array", "items": OPEN}).rules(raw=text)
        assert read == []
        api(OPEN).rules(raw='{"a": 1, "a": 2}')
        assert len(read) == 1
