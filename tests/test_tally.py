"""The tally: whatever the order and however it was split, the same findings, counts and first sightings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import driftgate.tally
from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Severity, Source
from driftgate.judge import Judged, Sighting
from driftgate.match import Match
from driftgate.pointer import fold
from driftgate.tally import OTHERS, Tally

ITEM = {"type": "object", "properties": {"a": {}}}
TREE = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/things": {
            "get": {
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"list": {"type": "array", "items": ITEM}}}
                            }
                        },
                    }
                }
            }
        }
    },
}
CONTRACT = Contract(parse_document(json.dumps(TREE).encode(), name="t.json"))
PROMISE = CONTRACT.promise(CONTRACT.operations[0], 200, "application/json")
MATCH = Match(CONTRACT.operations[0], {}, "", known_path=True, ours=True)


def sighting(
    *path: str | int,
    rule: str = "type-mismatch",
    observed: str = "string",
    severity: Severity = Severity.ERROR,
    records: int = 1,
) -> Sighting:
    return Sighting(Source.RESPONSE, rule, severity, fold(path), observed, None, "", None, path, str(path), records)


def exchange(position: int, recording: str = "a.har") -> Exchange:
    return Exchange(
        Request("GET", "https://a.example.com/things", Headers()),
        Response(200, Headers(), b""),
        SeenIn(recording, position),
    )


def judged(*sightings: Sighting, items: int = 0, body: str = "judged") -> Judged:
    return Judged(MATCH, PROMISE, body, items, list(sightings))


def told(tally: Tally) -> list[tuple[Any, ...]]:
    """Return all that a report is made of."""
    entries = [
        (*key, entry.count, entry.first, entry.sighting.value, entry.sighting.severity, entry.curl)
        for key, entry in tally.entries.items()
    ]
    return [sorted(entries, key=str), sorted(map(str, tally.evidence.values())), str(tally.unjudged)]


def counts(tally: Tally) -> dict[tuple[str | None, str], int]:
    return {(key.pointer, key.observed): entry.count for key, entry in tally.entries.items()}


def test_counts_records_below_the_items_and_bodies_elsewhere():
    tally = Tally()
    tally.add(judged(sighting("list", 0, "a"), sighting("list", 4, "a"), sighting("total"), items=5), exchange(0))
    tally.add(judged(sighting("list", 1, "a"), sighting("total"), items=5), exchange(1))
    assert counts(tally) == {("/list/*/a", "string"): 3, ("/total", "string"): 2}


def test_counts_a_record_once_however_often_it_shows_the_same():
    tally = Tally()
    tally.add(
        judged(sighting("list", 0, "b", 0), sighting("list", 0, "b", 1), sighting("list", 2, "b", 7)), exchange(0)
    )
    tally.add(judged(sighting("tags", 0), sighting("tags", 1)), exchange(1))
    assert counts(tally) == {("/list/*/b/*", "string"): 2, ("/tags/*", "string"): 1}


def test_a_sighting_may_speak_for_several_records():
    tally = Tally()
    tally.add(judged(sighting(records=3)), exchange(0))
    assert counts(tally) == {("", "string"): 3}


def test_keeps_the_first_sighting_whatever_came_first():
    for order in ((0, 1), (1, 0)):
        tally = Tally()
        for position in order:
            tally.add(judged(sighting("list", 10, "a"), sighting("list", 9, "a")), exchange(position))
        (entry,) = tally.entries.values()
        assert entry.first[0] == SeenIn("a.har", 0)
        assert entry.sighting.path == ("list", 9, "a")


def test_redacts_the_first_sighting_only():
    redacted = []

    def redact(seen: Sighting, exchange: Exchange, judged: Judged) -> tuple[Sighting, str]:
        redacted.append(exchange.seen_in.position)
        return seen._replace(value="***"), f"curl {exchange.seen_in}"

    tally = Tally(redact)
    for position in (5, 6, 7, 2, 3):
        tally.add(judged(sighting("x")), exchange(position))
    (entry,) = tally.entries.values()
    assert (entry.count, entry.sighting.value, entry.curl) == (5, "***", "curl a.har#2")
    assert redacted == [5, 2]


def test_counts_evidence_and_the_worst_of_each_exchange():
    tally = Tally()
    tally.add(judged(sighting("x"), sighting("y", severity=Severity.NOTE), items=2), exchange(0))
    tally.add(judged(sighting("y", severity=Severity.NOTE)), exchange(1))
    tally.add(judged(body="absent"), exchange(2))
    tally.add(judged(body="unreadable"), exchange(3))
    (row,) = tally.evidence.values()
    assert (row.exchanges, row.items, row.judged, row.absent, row.unreadable) == (4, 2, 2, 1, 1)
    assert row.drifted == {"error": 1, "warning": 0, "note": 1}


def test_names_what_was_not_judged():
    tally = Tally()
    tally.add(Judged(MATCH, None, "absent", 0, [], "another host"), exchange(7))
    assert (tally.unjudged.total, tally.unjudged.first) == (1, [("a.har", 7, "another host")])


def test_folds_the_shapes_beyond_the_cap(monkeypatch):
    monkeypatch.setattr(driftgate.tally, "MAX_OBSERVED", 2)
    tally = Tally()
    for position, shape in enumerate(["c", "a", "d", "b", "d", "a"]):
        tally.add(judged(sighting("x", observed=shape)), exchange(position))
    assert counts(tally) == {("/x", "a"): 2, ("/x", "b"): 1, ("/x", OTHERS): 3}


def test_folds_the_places_beyond_the_cap_into_the_place_above(monkeypatch):
    monkeypatch.setattr(driftgate.tally, "MAX_PLACES", 2)
    tally = Tally()
    for position, name in enumerate(["c", "a", "d", "b", "d", "a"]):
        tally.add(judged(sighting("map", name)), exchange(position))
    assert counts(tally) == {("/map/a", "string"): 2, ("/map/b", "string"): 1, ("/map/*", OTHERS): 3}


def test_memory_does_not_grow_with_names_that_never_come_again():
    tally = Tally()
    for position in range(3_000):
        name = f"{position:05}"
        tally.add(
            judged(
                sighting("map", name, "x"),
                sighting("map", name, "list", 0, "y"),
                sighting(name),
                sighting("set", observed=name),
            ),
            exchange(position),
        )
    assert len(tally.entries) < 1_000
    assert sum(map(len, (*tally._places.values(), *tally._shapes.values()))) < 1_500
    assert sum(entry.count for entry in tally.entries.values()) == 4 * 3_000


PATHS = st.lists(st.sampled_from(["a", "b", "list", 0, 1, 2]), max_size=4).map(tuple)
SIGHTINGS = st.builds(
    lambda path, rule, observed, severity: sighting(*path, rule=rule, observed=observed, severity=severity),
    PATHS,
    st.sampled_from(["one-rule", "another-rule"]),
    st.sampled_from("pqrst"),
    st.just(Severity.ERROR),
)
SEEN = st.lists(st.tuples(st.lists(SIGHTINGS, max_size=4), st.integers(0, 3)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(SEEN, st.data())
def test_any_split_in_any_order_tells_the_same(seen, data):
    """`tally(a + b) == tally(a).merge(tally(b))`, also where the caps are reached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driftgate.tally, "MAX_OBSERVED", 2)
        patch.setattr(driftgate.tally, "MAX_PLACES", 2)
        exchanges = [
            (judged(*found, items=items), exchange(index, recording=f"{index % 2}.har"))
            for index, (found, items) in enumerate(seen)
        ]
        whole = Tally()
        for each in exchanges:
            whole.add(*each)
        parts = [Tally() for _ in range(data.draw(st.integers(1, 4)))]
        for each in data.draw(st.permutations(exchanges)):
            data.draw(st.sampled_from(parts)).add(*each)
        merged = Tally().merge_all(data.draw(st.permutations(parts)))
        assert told(merged) == told(whole)
