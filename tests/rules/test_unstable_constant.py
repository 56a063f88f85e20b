"""The rule `unstable-constant` fires when an id that pages say of themselves changes in a walk."""

from __future__ import annotations

RULE = "unstable-constant"


def test_fires_when_the_account_changes(things, page):
    assert things.walked((page(1, "a", Account="AC-1"), ""), (page(2, "b", Account="AC-2"), "?Page=2")) == [
        (RULE, "warning", "/Account", "another id", 1, "a.har#1")
    ]


def test_silent_on_one_account_and_on_none(things, page):
    assert things.walked((page(1, "a", Account="AC-1"), ""), (page(2, "b"), "?Page=2"),
                         (page(3, "c", Account="AC-1"), "?Page=3")) == []  # fmt: skip


def test_silent_on_other_texts_that_change(things, page):
    walked = things.walked((page(1, "a", Filter="x"), "?Filter=x"), (page(2, "b", Filter="x"), "?Filter=x&Page=2"))
    assert walked == []
