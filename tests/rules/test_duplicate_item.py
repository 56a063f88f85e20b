"""The rule `duplicate-item` fires when two records on one page have one identity."""

from __future__ import annotations

from driftgate.finding import Source

RULE = "duplicate-item"


def test_fires_once_and_counts_the_records_that_repeat(things, page):
    (seen,) = things.judged(page(1, "a", "b", "a", "a", "b")).sightings
    assert (seen.rule, seen.severity, seen.pointer, seen.observed, seen.records, seen.value) == (
        RULE, "error", "/Things/*/Id", "repeated identity", 3, "a",
    )  # fmt: skip


def test_fires_on_a_documented_example_too(things, page):
    promise = things.contract.promise(things.contract.operations[0], 200, "application/json")
    seen = list(things.judge.example(promise, page(1, "a", "a")))
    assert [(each.rule, each.source) for each in seen] == [(RULE, Source.EXAMPLE)]


def test_silent_on_records_of_their_own(things, page):
    assert things.found(page(1, "a", "b", "A")) == []
    assert things.found(page(1, total=0)) == []


def test_silent_on_records_without_identity(things):
    body = {"Total": 9, "Page": 1, "Things": [{}, {}, {"Id": None}, {"Id": None}, {"Id": []}, {"Id": []}, 5, 5]}
    assert RULE not in things.rules(body)


def test_tells_a_number_from_its_text(things):
    body = {"Total": 9, "Page": 1, "Things": [{"Id": 1}, {"Id": "1"}]}
    assert RULE not in things.rules(body)


ROWS = {
    "type": "array",
    "items": {"type": "object", "properties": {"id": {"type": "integer"}, "at": {"type": "string"}}},
}


def test_without_pagination_only_a_whole_copy_fires_as_a_warning(api):
    listed = api(ROWS)
    one, other = {"id": 1, "at": "x"}, {"id": 2, "at": "x"}
    assert listed.found([one, other, one, one]) == [
        (RULE, "warning", "/*/id", "repeated record", "each record once")
    ]  # fmt: skip
    (seen,) = listed.judged([one, one, one]).sightings
    assert seen.records == 2
    assert listed.found([one, {**one, "at": "y"}, other]) == []  # an id that comes again need not be an identity
    assert listed.found([{"at": "x"}, {"at": "x"}]) == []
    assert listed.found([{"id": None}, {"id": None}]) == [("unexpected-null", "error", "/*/id", "null", "integer")] * 2


def test_without_pagination_examples_may_repeat_themselves(api):
    listed = api(ROWS)
    promise = listed.contract.promise(listed.contract.operations[0], 200, "application/json")
    assert list(listed.judge.example(promise, [{"id": 1}, {"id": 1}])) == []
