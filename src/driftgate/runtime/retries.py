"""Retries: only where the vendor's documentation says retry, only what is safe to send twice."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import httpx
from httpx_retries import Retry, RetryTransport

from driftgate.match import Matcher
from driftgate.runtime.bounds import DEADLINE, BoundedTransport, DeadlineExceeded
from driftgate.runtime.unreadable import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.contract import Contract
    from driftgate.operation import Operation

IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE")
"""RFC 9110, section 9.2.2."""


class _ContractRetry(Retry):
    """Does not try again when all the time is spent, nor wait beyond it."""

    def is_retryable_exception(self, exception: Exception) -> bool:
        return super().is_retryable_exception(exception) and not isinstance(exception, DeadlineExceeded)


class _ConstantRetry(_ContractRetry):
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
        timeout_s: Longest single step of a try, unless the client itself asks for less.
        max_total_s: Longest request in all: tries, waits, and the reading of the answer. A wait that has begun ends first.
    """

    def __init__(
        self,
        contract: Contract,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        *,
        tries: int = 4,
        base_s: float = 0.25,
        max_wait_s: float = 30.0,
        timeout_s: float = 30.0,
        max_total_s: float = 60.0,
    ) -> None:
        super().__init__(transport=_bounded(transport, timeout_s, max_total_s), retry=Retry(total=0))
        if isinstance(transport, httpx.BaseTransport) != isinstance(transport, httpx.AsyncBaseTransport):
            # What is bounded can do both, what was given only one.
            self._sync_transport = self._sync_transport if isinstance(transport, httpx.BaseTransport) else None
            self._async_transport = self._async_transport if isinstance(transport, httpx.AsyncBaseTransport) else None
        self._max_total_s = max_total_s
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
        name = self._prepare(request)
        try:
            return readable(super().handle_request(request), name)
        finally:
            request.extensions.pop(DEADLINE, None)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = self._prepare(request)
        try:
            return readable(await super().handle_async_request(request), name)
        finally:
            request.extensions.pop(DEADLINE, None)

    def _prepare(self, request: httpx.Request) -> str:
        """Give a request its terms and its deadline, and return the name of its operation."""
        operation = self._matcher.match(request.method, str(request.url)).operation
        request.extensions["retry"] = self.retry if operation is None else self._terms_of(operation)
        request.extensions[DEADLINE] = time.monotonic() + self._max_total_s
        return operation.name if operation is not None else f"{request.method} {request.url.path}"

    def _terms_of(self, operation: Operation) -> Retry:
        if operation.name not in self._known:
            self._known[operation.name] = self._make(operation)
        return self._known[operation.name]

    def _make(self, operation: Operation) -> Retry:
        retried = retried_statuses(operation)
        if not retried:
            return self.retry  # an empty list would mean httpx-retries' own defaults
        constant = all(terms.get("backoff") == "constant" for terms in retried.values())
        kind = _ConstantRetry if constant else _ContractRetry
        return kind(status_forcelist=tuple(retried), **self._settings)


def _bounded(
    transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None, timeout_s: float, max_total_s: float
) -> BoundedTransport:
    return BoundedTransport(transport, timeout_s=timeout_s, max_total_s=max_total_s)


def retried_statuses(operation: Operation) -> dict[int, Mapping[str, Any]]:
    """Return the statuses of an operation that may be retried, with the terms of their `x-retry`."""
    return {
        int(status): response.retry
        for status, response in operation.responses.items()
        if response.retry is not None and status.isdecimal()
    }
