"""The rule `valid-request-refused` fires when a request that keeps the contract is blamed."""

from __future__ import annotations

RULE = "valid-request-refused"


def test_fires_where_the_request_is_blamed(tried):
    for status in (400, 405, 406, 415, 422):
        assert tried(RULE, "valid", status=status) == [(None, None, f"status {status}")]


def test_silent_where_something_else_is_blamed_and_on_other_trials(tried):
    for status in (200, 401, 403, 404, 409, 429, 500):
        assert tried(RULE, "valid", status=status) == []
    assert tried(RULE, "invalid", status=400) == []
