"""The rule `unfiltered-item` fires on records that the request's filter leaves out."""

from __future__ import annotations

import pytest

RULE = "unfiltered-item"


def records(*states):
    return {"Total": 9, "Page": 1, "Filter": "", "Things": [{"Id": str(i), "Status": s} for i, s in enumerate(states)]}


def test_fires_once_and_counts_the_records(things):
    body = records("Open", "Closed", "Open") | {"Filter": "Closed"}
    (seen,) = things.judged(body, query="?Filter=Closed").sightings
    assert (seen.rule, seen.severity, seen.pointer, seen.observed, seen.records) == (
        RULE, "warning", "/Things/*/Status", "another value than the filter's", 2,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["?Filter=open", "?Filter=OPEN", "?Filter=", ""])
def test_silent_where_every_record_fits(things, query):
    assert RULE not in things.rules(records("Open", "Open"), query=query)


@pytest.mark.parametrize("text", ["0", "%00", "true", "null", "a", "1%3D1", "%7B%7D"])
def test_silent_on_filters_that_mean_no_value_of_this_place(things, text):
    assert RULE not in things.rules(records("Open"), query=f"?Filter={text}")


def test_silent_on_records_without_the_place(things, page):
    assert RULE not in things.rules(page(1, "a", Filter="Closed"), query="?Filter=Closed")


def test_takes_a_reviewed_enum_for_the_list_of_filters(api):
    schema = {"type": "object", "properties": {"L": {"type": "array", "items": {
        "type": "object", "properties": {"s": {"type": "string", "enum": ["p2p", "a2p"]}}}}}}  # fmt: skip
    judge = api(
        schema,
        parameters=[{"name": "f", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/s"}}],
        **{"x-pagination": {"items": "/L"}},
    )
    assert judge.rules({"L": [{"s": "p2p"}]}, query="?f=a2p") == [RULE]
    assert judge.rules({"L": [{"s": "p2p"}]}, query="?f=Something") == []
