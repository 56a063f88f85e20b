"""The rule `size-dependent-pages` fires when pages of another size hold other records."""

from __future__ import annotations

RULE = "size-dependent-pages"


def test_fires_on_records_that_are_missing_or_added(tried):
    assert tried(RULE, "sizes", missing=3, added=1) == [
        (None, "", "fewer records in pages of another size"),
        (None, "", "other records in pages of another size"),
    ]


def test_weighs_a_warning_on_a_live_api(tried):
    assert [each[0] for each in tried(RULE, "sizes", is_live=True, missing=3, added=0)] == ["warning"]


def test_silent_on_the_same_records_and_on_other_trials(tried):
    assert tried(RULE, "sizes", missing=0, added=0) == []
    assert tried(RULE, "valid") == []
