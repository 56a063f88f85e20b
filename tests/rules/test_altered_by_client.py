"""The rule `altered-by-client` fires when the generated client writes something else than it read."""

from __future__ import annotations

RULE = "altered-by-client"


def test_fires_at_each_place(tried):
    changes = [("/*/when", "rewritten"), ("/*/note", "dropped")]
    assert tried(RULE, "decode", changes=changes, error=None) == [
        (None, "/*/when", "rewritten"), (None, "/*/note", "dropped"),
    ]  # fmt: skip


def test_silent_where_nothing_changes_and_on_other_trials(tried):
    assert tried(RULE, "decode", changes=[], error=None) == []
    assert tried(RULE, "valid") == []
