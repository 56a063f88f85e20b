"""The rule `count-mismatch` fires when total, limit and records on a page cannot all be right."""

from __future__ import annotations

import pytest

RULE = "count-mismatch"


def test_fires_on_a_total_below_the_records(things, page):
    assert things.found(page(1, "a", "b", total=1)) == [
        (RULE, "error", "/Total", "below the records on the page", "at least the records on the page")
    ]


def test_fires_on_a_total_below_the_records_so_far(things, page):
    assert things.found(page(2, "c", "d", total=3), query="?Page=2&Size=2") == [
        (RULE, "error", "/Total", "below the records so far", "at least the records so far")
    ]


def test_fires_on_more_records_than_asked_for(things, page):
    assert things.found(page(1, "a", "b", "c"), query="?Size=2") == [
        (RULE, "error", "/Things", "more records than asked for", "at most the number asked for")
    ]


def test_weighs_a_warning_where_the_limit_is_only_assumed(api, page):
    listed = {"type": "object", "properties": {"Things": {"type": "array", "items": {}}}}
    judge = api(
        listed,
        parameters=[{"name": "Size", "in": "query", "schema": {"type": "integer"}, "x-assumed": {"meaning": "limit"}}],
        **{"x-pagination": {"items": "/Things", "limit": "Size"}},
    )
    assert [each[:2] for each in judge.found({"Things": [1, 2]}, query="?Size=1")] == [(RULE, "warning")]


@pytest.mark.parametrize("query", ["", "?Page=1", "?Page=1&Size=5"])
def test_warns_of_an_empty_first_page_below_the_total(things, page, query):
    assert things.found(page(1, total=3), query=query) == [
        (RULE, "warning", "/Things", "no records", "the records that the total counts")
    ]


def test_warns_of_an_empty_page_in_the_middle(things, page):
    assert things.rules(page(2, total=9), query="?Page=2&Size=4") == [RULE]


@pytest.mark.parametrize(("number", "ids", "total", "query"), [
    (1, "ab", 2, ""),
    (1, "", 0, ""),
    (3, "", 4, "?Page=3&Size=2"),     # beyond the last page
    (9, "", 4, "?Page=9"),            # perhaps beyond the last page
    (2, "c", 3, "?Page=2&Size=2"),    # the last page
    (2, "c", 3, "?Page=2&Size=1000"), # a server may make pages smaller than asked for
    (1, "ab", 9, "?Size=2"),
    (1, "ab", 9, "?Size=0"),
    (1, "ab", 9, "?Size=x"),
])  # fmt: skip
def test_silent_where_it_adds_up_or_nobody_can_tell(things, page, number, ids, total, query):
    assert RULE not in things.rules(page(number, *ids, total=total), query=query)


@pytest.mark.parametrize("total", ["1", None, 1.5, True])
def test_silent_where_the_total_is_no_whole_number(things, page, total):
    assert RULE not in things.rules(page(1, "a", "b", total=total))


def test_silent_without_a_list_of_records(things):
    assert RULE not in things.rules({"Total": 0, "Page": 1, "Things": {}})
    assert RULE not in things.rules({"Total": 0, "Page": 1})
