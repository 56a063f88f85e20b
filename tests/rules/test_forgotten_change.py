"""The rule `forgotten-change` fires when what was created is not found, or what was removed is."""

from __future__ import annotations

RULE = "forgotten-change"


def test_fires_on_both(tried):
    assert tried(RULE, "created") == [(None, None, "created, not found")]
    assert tried(RULE, "removed") == [(None, None, "removed, still answered")]


def test_silent_on_other_trials(tried):
    assert tried(RULE, "valid") == []
