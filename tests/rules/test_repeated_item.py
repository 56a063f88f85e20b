"""The rule `repeated-item` fires on records that come on two pages of one walk."""

from __future__ import annotations

RULE = "repeated-item"


def test_fires_on_a_record_of_an_earlier_page(things, page):
    assert things.walked((page(1, "a", "b"), ""), (page(2, "b", "c"), "?Page=2"), (page(3, "a", "d"), "?Page=3")) == [
        (RULE, "warning", "/Things/*/Id", "record on an earlier page", 2, "a.har#1")
    ]


def test_weighs_an_error_where_a_whole_page_repeats(things, page):
    assert things.walked((page(1, "a", "b"), ""), (page(2, "b", "a"), "?Page=2")) == [
        (RULE, "error", "/Things/*/Id", "whole page repeated", 2, "a.har#1")
    ]


def test_a_single_record_is_no_whole_page(things, page):
    assert [each[1] for each in things.walked((page(1, "a"), ""), (page(2, "a"), "?Page=2"))] == ["warning"]


def test_silent_on_records_of_their_own(things, page):
    assert things.walked((page(1, "a", "b"), ""), (page(2, "c", "d"), "?Page=2")) == []


def test_silent_when_a_page_is_asked_for_again(things, page):
    assert (
        things.walked((page(1, "a"), ""), (page(1, "a"), ""), (page(2, "b"), "?Page=2"), (page(2, "b"), "?Page=2"))
        == []
    )


def test_silent_across_walks_that_were_asked_for_otherwise(things, page):
    assert things.walked((page(1, "a", "b"), "?Size=2"), (page(2, "b", "c"), "?Page=2&Size=3")) == []
