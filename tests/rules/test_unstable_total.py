"""The rule `unstable-total` fires when the total changes in the middle of a walk."""

from __future__ import annotations

RULE = "unstable-total"


def test_fires_once_and_counts_the_changes(things, page):
    assert things.walked(
        (page(1, "a", total=9), ""), (page(2, "b", total=8), "?Page=2"), (page(3, "c", total=9), "?Page=3")
    ) == [(RULE, "warning", "/Total", "another total", 2, "a.har#1")]


def test_silent_on_one_total(things, page):
    assert things.walked((page(1, "a"), ""), (page(2, "b"), "?Page=2")) == []


def test_silent_between_two_walks(things, page):
    assert (
        things.walked((page(1, "a", total=9), ""), (page(1, "a", total=8), ""), (page(2, "b", total=8), "?Page=2"))
        == []
    )


def test_silent_where_a_page_names_no_total(things, page):
    walked = things.walked((page(1, "a"), ""), (page(2, "b", total=None), "?Page=2"), (page(3, "c"), "?Page=3"))
    assert [each[0] for each in walked] == ["unexpected-null"]


def test_a_total_with_a_fraction_of_zero_is_the_same_number(things, page):
    assert things.walked((page(1, "a", total=9), ""), (page(2, "b", total=9.0), "?Page=2")) == []
    assert things.walked((page(1, "a", total=9.0), ""), (page(2, "b", total=8.0), "?Page=2")) == [
        (RULE, "warning", "/Total", "another total", 1, "a.har#1")
    ]
