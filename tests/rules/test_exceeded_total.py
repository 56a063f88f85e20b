"""The rule `exceeded-total` fires on a walk whose pages hold more records than they say that there are."""

from __future__ import annotations

RULE = "exceeded-total"


def test_fires_on_the_page_that_holds_one_too_many(things, page):
    assert things.walked((page(1, "a", "b", total=2), ""), (page(2, "c", total=2), "?Page=2")) == [
        (RULE, "warning", "/Total", "more records than the total", 1, "a.har#1")
    ]


def test_fires_with_cursors(paged, page):
    things = paged(style="cursor", page="Filter", echo={}, next="/Filter")
    walked = things.walked((page(1, "a", "b", total=3, Filter="x"), ""), (page(1, "c", "d", total=3), "?Filter=x"))
    assert walked == [(RULE, "warning", "/Total", "more records than the total", 1, "a.har#1")]


def test_silent_where_it_adds_up(things, page):
    assert things.walked((page(1, "a", "b", total=3), ""), (page(2, "c", total=3), "?Page=2")) == []


def test_counts_a_record_that_comes_twice_once(things, page):
    walked = things.walked((page(1, "a", "b", total=3), ""), (page(2, "b", "c", total=3), "?Page=2"))
    assert [each[0] for each in walked] == ["repeated-item"]


def test_leaves_to_others_what_one_page_shows_or_a_moving_total(things, page):
    low = things.walked((page(1, "a", "b", total=1), ""), (page(2, "c", total=1), "?Page=2"))
    assert [each[0] for each in low] == ["count-mismatch"]
    full = things.walked((page(1, "a", "b", total=3), "?Size=2"), (page(2, "c", "d", total=3), "?Page=2&Size=2"))
    assert [each[0] for each in full] == ["count-mismatch"]
    moving = things.walked((page(1, "a", "b", total=2), ""), (page(2, "c", total=3), "?Page=2"))
    assert [each[0] for each in moving] == ["unstable-total"]
