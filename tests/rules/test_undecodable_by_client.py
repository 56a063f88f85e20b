"""The rule `undecodable-by-client` fires when the generated client cannot read an answer."""

from __future__ import annotations

RULE = "undecodable-by-client"


def test_fires_with_the_error(tried):
    assert tried(RULE, "decode", changes=[], error="ValueError") == [(None, None, "raises ValueError")]


def test_silent_where_it_can_and_on_other_trials(tried):
    assert tried(RULE, "decode", changes=[], error=None) == []
    assert tried(RULE, "valid") == []
