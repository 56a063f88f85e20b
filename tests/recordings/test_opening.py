"""How entries of a HAR file begin, learned where it stands."""

from __future__ import annotations

import json

import pytest

from driftgate.recordings.opening import MAX_OPENINGS, MAX_TRIES, Openings, first_entry

from .conftest import entry


def test_the_first_entry_tells_how_entries_begin():
    assert first_entry(b'{"log":{"entries":[{"a":1},') == (19, b'{"a"')
    assert first_entry(b'{"log":{"entries":[\n  {\n    "a":1},') == (22, b'\n  {\n    "')
    assert first_entry(b'{"log":{"x":{"entries":[{"a":1},') is None
    assert first_entry(b'{"log":{"entries":[]}}') is None


@pytest.mark.parametrize(("part", "finds"), [
    (b'{"a":[{"x":"},{\\"b\\""}]},{"c":1', b'{"c"'),
    (b'{"a":1} , { "c" :1', b'{ "c"'),
    (b'{"a":"\xff"},{"c":1', b'{"c"'),
    (b'{"a":1},{"a":2},{"request":1},', None),  # what follows is known, and comes first
    (b'{"a":{"b":1}', None),
    (b'{"a":1}]', None),
    (b'{"a":"x},{"b":1},{"c":1,"request":{}},', b'{"c"'),
])  # fmt: skip
def test_learns_how_the_entry_begins_that_follows(part, finds):
    openings = Openings(b'{"a"')
    assert openings.learn(part) is (finds is not None)
    if finds is not None:
        assert openings.find(part, 1) == part.index(finds)
        assert openings.longest == max(len(finds), 4)


def test_finds_the_nearest_wherever_it_is_asked_from():
    openings = Openings(b'{"a"')
    assert openings.learn(b'{"a":1},{"b":1}')
    buffer = b'{"b":1},{"a":1},{"b":1},{"b":1},{"a":1}'
    places = [0, 8, 16, 24, 32]
    assert [openings.find(buffer, start) for start in (0, 1, 9, 17, 25, 33)] == [*places, -1]
    assert openings.find(buffer, 1) == 8


def test_learns_no_more_than_so_many_and_gives_up_in_the_end():
    openings = Openings(b'{"a"')
    assert sum(openings.learn(f'{{"a":1}},{{"m{number}":1}}'.encode()) for number in range(40)) == MAX_OPENINGS - 1
    openings = Openings(b'{"a"')
    assert not any(openings.learn(b'{"a":') for _ in range(MAX_TRIES))
    assert not openings.learn(b'{"a":1},{"b":1}')


def test_indentation_needs_nothing_else():
    assert not Openings(b'\n {\n  "').learn(b'{"a":1},{"b":1}')


def test_a_body_that_breaks_off_takes_no_time_to_speak_of():
    body = json.dumps(entry(text='{"a":"},{"}' * 200_000)).encode()
    assert not Openings(b'{"startedDateTime"').learn(body[:-200])
