"""The rule `withheld-item` fires when a filter leaves out what it admits."""

from __future__ import annotations

RULE = "withheld-item"


def test_fires_on_records_that_are_missing(tried):
    assert tried(RULE, "filter", missing=2) == [(None, "", "fewer records than the filter admits")]


def test_weighs_a_warning_on_a_live_api_while_the_filter_is_assumed(tried):
    assert [each[0] for each in tried(RULE, "filter", is_live=True, missing=2, assumed=True)] == ["warning"]
    assert [each[0] for each in tried(RULE, "filter", is_live=True, missing=2)] == [None]


def test_silent_on_all_records_and_on_other_trials(tried):
    assert tried(RULE, "filter", missing=0) == []
    assert tried(RULE, "valid", missing=2) == []
