"""Limits: how much a run may ask, and how fast, of a target of this machine or of a live API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.suite.pace import MAX_SERVER_ERRORS, Limits

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.suite.budget import Budget
    from driftgate.suite.settings import Suite

LIVE_RATE = 1.0
"""Requests a second to a live API whose contract names no limit."""


def limits_of(suite: Suite, contract: Contract, budget: Budget, workers: int) -> Limits:
    """Return what each of `workers` processes must keep to."""
    rate = suite.rate
    if rate is None and suite.is_live:
        rate = _documented_rate(contract, LIVE_RATE)
    return Limits(
        max_requests=budget.max_requests,
        interval_s=workers / rate if rate else 0.0,
        max_time_s=suite.max_time,
        safe_only=suite.is_live and not suite.allow_unsafe,
        server_errors=MAX_SERVER_ERRORS if suite.is_live else None,
    )


def _documented_rate(contract: Contract, default: float) -> float:
    """
    Return the requests a second that the contract allows; `default` where it does not say.

    That is the least `requests_per_minute` of the document's `x-rate-limit` and of its token endpoints.
    """
    schemes = (contract.tree.get("components") or {}).get("securitySchemes") or {}
    places = [contract.tree.get("x-rate-limit")]
    places += [each.get("x-token-endpoint") for each in schemes.values() if isinstance(each, dict)]
    named = [each.get("requests_per_minute") for each in places if isinstance(each, dict)]
    limits = [float(each) / 60.0 for each in named if isinstance(each, (int, float)) and each > 0]
    return min(limits, default=default)
