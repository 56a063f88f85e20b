"""How many requests each operation is worth."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from driftgate.suite.budget import plan
from driftgate.suite.settings import Suite


def operation(name: str, *, is_collection: bool, method: str = "GET") -> SimpleNamespace:
    return SimpleNamespace(name=name, method=method, pagination=object() if is_collection else None, raw={})


@given(
    collections=st.lists(st.booleans(), min_size=1, max_size=40),
    method=st.sampled_from(["GET", "POST"]),
    max_requests=st.none() | st.integers(1, 5000),
    is_live=st.booleans(),
)
def test_shares_add_up_to_no_more_than_the_whole(
    collections: list[bool], method: str, max_requests: int | None, is_live: bool
) -> None:
    operations = [operation(str(i), is_collection=each, method=method) for i, each in enumerate(collections)]
    budget = plan(operations, Suite(max_requests=max_requests), is_live=is_live)
    spent = budget.chains + sum(share.total + 1 for share in budget.shares.values())
    few = max_requests is not None and max_requests < 6 * len(operations)
    assert few or spent <= budget.max_requests
    assert all(share.valid >= 1 for share in budget.shares.values())


def test_a_collection_spends_most_on_its_records_and_least_on_refusals() -> None:
    share = plan([operation("GET /a", is_collection=True)], Suite(), is_live=False).shares["GET /a"]
    assert share.pages + share.properties > share.valid > 2 * share.invalid
    assert share.invalid > 0


def test_a_live_api_is_asked_less() -> None:
    operations = [operation("GET /a", is_collection=True)]
    assert plan(operations, Suite(), is_live=True).max_requests < plan(operations, Suite(), is_live=False).max_requests


def test_only_what_can_be_chained_reserves_requests_for_chains() -> None:
    assert plan([operation("GET /a", is_collection=False)], Suite(), is_live=False).chains == 0
    assert plan([operation("POST /a", is_collection=False, method="POST")], Suite(), is_live=False).chains > 0
