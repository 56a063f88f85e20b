"""Bounds: no request takes for ever, whatever the client was told and however slowly a server drips."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

from driftgate.runtime.wrapping import WrappingTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

DEADLINE = "driftgate.deadline"
"""The extension of a request that says when, on the monotonic clock, all of its tries have to be over."""
_STEPS = ("connect", "read", "write", "pool")


class DeadlineExceeded(httpx.TimeoutException):
    """The whole of a request took longer than it may. It is not tried again."""


class BoundedTransport(WrappingTransport):
    """
    Bounds each step of a request, and the whole of it with the reading of the answer.

    A generated client that is given no timeout asks httpx for none at all; here it gets one.

    Args:
        transport: The inner transport; by default httpx's own of either kind.
        timeout_s: Longest single step (connecting, a read, a write), unless the client itself asks for less.
        max_total_s: Longest request in all.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        *,
        timeout_s: float = 30.0,
        max_total_s: float = 60.0,
    ) -> None:
        super().__init__(transport, httpx.HTTPTransport, httpx.AsyncHTTPTransport)
        self._timeout_s = timeout_s
        self._max_total_s = max_total_s

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = self._bound(request)
        response = self.inner.handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Stream(response.stream, deadline, request)
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        deadline = self._bound(request)
        response = await self.inner_async.handle_async_request(request)
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _AsyncStream(response.stream, deadline, request)
        return response

    def _bound(self, request: httpx.Request) -> float:
        """Give every step of a request a limit, and return when the whole has to be over."""
        deadline: float = request.extensions.get(DEADLINE) or time.monotonic() + self._max_total_s
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise DeadlineExceeded("the request had no time left", request=request)
        asked: dict[str, Any] = request.extensions.get("timeout") or {}
        limit_s = min(self._timeout_s, left_s)
        request.extensions["timeout"] = {
            step: limit_s if asked.get(step) is None else min(asked[step], limit_s) for step in _STEPS
        }
        return deadline


def _check(deadline: float, request: httpx.Request) -> None:
    if time.monotonic() > deadline:
        raise DeadlineExceeded("the answer had not come in full in time", request=request)


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, deadline: float, request: httpx.Request) -> None:
        self._stream, self._deadline, self._request = stream, deadline, request

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            _check(self._deadline, self._request)
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, deadline: float, request: httpx.Request) -> None:
        self._stream, self._deadline, self._request = stream, deadline, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            _check(self._deadline, self._request)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
