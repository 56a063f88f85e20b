"""The rule `invalid-request-accepted` fires when a request that breaks the contract succeeds."""

from __future__ import annotations

RULE = "invalid-request-accepted"


def test_fires_on_a_success_and_names_the_place(tried):
    assert tried(RULE, "invalid", status=200, place="query:Page") == [(None, "query:Page", "accepted")]
    assert tried(RULE, "invalid", status=201) == [(None, None, "accepted")]


def test_silent_on_a_refusal_and_on_other_trials(tried):
    assert tried(RULE, "invalid", status=400) == []
    assert tried(RULE, "valid", status=200) == []
