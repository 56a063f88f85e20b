"""The rule `incomplete-walk` fires when all pages together hold fewer records than their total."""

from __future__ import annotations

import pytest

RULE = "incomplete-walk"


def test_fires_on_a_whole_walk_below_its_total(things, page):
    assert things.walked((page(1, "a", "b", total=5), ""), (page(2, "c", total=5), "?Page=2")) == [
        (RULE, "warning", "/Total", "fewer records than the total", 1, "a.har#1")
    ]


def test_fires_where_the_last_page_is_empty(things, page):
    walked = things.walked((page(1, "a", "b", total=5), ""), (page(2, total=5), "?Page=2"))
    assert [each[0] for each in walked] == [RULE]


@pytest.mark.parametrize("pages", [
    [(1, "ab"), (2, "c")],          # all there
    [(1, "ab")],                    # one page is no walk
    [(2, "ab"), (3, "")],           # does not start at the first page
    [(1, "ab"), (3, "")],           # leaves a page out
    [(1, "a"), (2, "")],            # see below: the total is 1 there
])  # fmt: skip
def test_silent_where_it_adds_up_or_the_walk_is_not_whole(things, page, pages):
    total = 1 if pages == [(1, "a"), (2, "")] else 3
    walk = [(page(number, *ids, total=total), f"?Page={number}") for number, ids in pages]
    assert things.walked(*walk) == []


def test_silent_while_pages_are_full(things, page):
    assert things.walked((page(1, "a", "b"), ""), (page(2, "c", "d"), "?Page=2")) == []


def test_silent_where_the_total_changes(things, page):
    walked = things.walked((page(1, "a", "b", total=5), ""), (page(2, "c", total=6), "?Page=2"))
    assert [each[0] for each in walked] == ["unstable-total"]


def test_offsets_that_leave_out_no_record_are_a_whole_walk(paged, page):
    things = paged(style="offset", first=0, echo={})

    def told(offset):
        walked = things.walked(
            (page(1, "a", "b", total=4), "?Size=2"), (page(1, "c", total=4), f"?Page={offset}&Size=2")
        )
        return [each[:4] for each in walked]

    assert told(2) == [(RULE, "warning", "/Total", "fewer records than the total")]
    assert told(3) == []


def test_a_walk_by_cursors_is_whole_where_the_last_page_hands_out_none(paged, page):
    things = paged(style="cursor", page="Filter", echo={}, next="/Filter")

    def told(*last: str, first: str = "", **more: str):
        pages = (page(1, "a", "b", total=4, Filter="x"), first), (page(1, *last, total=4, **more), "?Filter=x")
        return [each[0] for each in things.walked(*pages)]

    assert told("c") == [RULE]
    assert told("c", "d") == []
    assert told("c", Filter="y") == []  # more is to come
    assert told("c", first="?Filter=w") == []  # it began in the middle
