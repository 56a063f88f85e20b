"""The rule `unstable-page` fires when a page that is asked for twice holds other records."""

from __future__ import annotations

RULE = "unstable-page"


def test_fires_on_other_records_and_on_another_order(tried):
    assert tried(RULE, "again", first=["a", "b"], second=["a", "c"]) == [(None, "", "other records")]
    assert tried(RULE, "again", first=["a", "b"], second=["b", "a"]) == [(None, "", "another order")]


def test_weighs_a_note_on_a_live_api_whose_records_may_have_changed(tried):
    assert tried(RULE, "again", is_live=True, first=["a"], second=["b"]) == [("note", "", "other records")]
    assert tried(RULE, "again", is_live=True, first=["a", "b"], second=["b", "a"]) == [(None, "", "another order")]


def test_silent_on_the_same_page_and_on_other_trials(tried):
    assert tried(RULE, "again", first=["a"], second=["a"]) == []
    assert tried(RULE, "valid") == []
