"""Retries: only where the vendor's documentation says retry, only what is safe to send twice."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from httpx_retries import Retry, RetryTransport

from driftgate.match import Matcher

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from driftgate.contract import Contract
    from driftgate.operation import Operation

IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE")
"""RFC 9110, section 9.2.2."""


class _ConstantRetry(Retry):
    """Waits about the same before every try: half to all of `backoff_factor` seconds."""

    def backoff_strategy(self) -> float:
        return min(self.backoff_factor * random.uniform(0.5, 1), self.max_backoff_wait)  # noqa: S311 -- jitter


class RetryingTransport(RetryTransport):
    """
    Sends a request again when its status carries `x-retry` in the contract, and the method is idempotent.

    `Retry-After` (seconds or a date) is honoured; without it waits grow exponentially with jitter, or stay constant
    where `x-retry` says `backoff: constant`. A connection that fails is tried again on the same terms.

    Args:
        contract: The effective contract.
        transport: The inner transport, sync or async; by default httpx's own of either kind.
        tries: Of one request in all.
        base_s: Seconds the waits start from.
        max_wait_s: Longest single wait, whatever `Retry-After` says.
        max_total_s: Longest sum of waits of one request.
    """

    def __init__(
        self,
        contract: Contract,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        *,
        tries: int = 4,
        base_s: float = 0.25,
        max_wait_s: float = 30.0,
        max_total_s: float = 60.0,
    ) -> None:
        super().__init__(transport=transport, retry=Retry(total=0))
        self._matcher = Matcher(contract)
        self._settings: dict[str, Any] = {
            "total": tries - 1,
            "backoff_factor": base_s,
            "max_backoff_wait": max_wait_s,
            "total_timeout": max_total_s,
            "backoff_jitter": 0.5,
            "allowed_methods": IDEMPOTENT,
        }
        self._known: dict[str, Retry] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["retry"] = self._retry_for(request)
        return super().handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["retry"] = self._retry_for(request)
        return await super().handle_async_request(request)

    def _retry_for(self, request: httpx.Request) -> Retry:
        operation = self._matcher.match(request.method, str(request.url)).operation
        if operation is None:
            return self.retry
        if operation.name not in self._known:
            self._known[operation.name] = self._make(operation)
        return self._known[operation.name]

    def _make(self, operation: Operation) -> Retry:
        retried = retried_statuses(operation)
        if not retried:
            return self.retry  # an empty list would mean httpx-retries' own defaults
        constant = all(terms.get("backoff") == "constant" for terms in retried.values())
        kind = _ConstantRetry if constant else Retry
        return kind(status_forcelist=tuple(retried), **self._settings)


def retried_statuses(operation: Operation) -> dict[int, Mapping[str, Any]]:
    """Return the statuses of an operation that may be retried, with the terms of their `x-retry`."""
    return {
        int(status): response.retry
        for status, response in operation.responses.items()
        if response.retry is not None and status.isdecimal()
    }
