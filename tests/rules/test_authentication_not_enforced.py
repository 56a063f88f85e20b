"""The rule `authentication-not-enforced` fires when a trial without credentials succeeds."""

from __future__ import annotations

RULE = "authentication-not-enforced"


def test_fires_on_a_success(tried):
    assert tried(RULE, "anonymous", status=200) == [(None, None, "no credentials needed")]


def test_silent_on_a_refusal_and_on_other_trials(tried):
    assert tried(RULE, "anonymous", status=401) == []
    assert tried(RULE, "valid", status=200) == []
