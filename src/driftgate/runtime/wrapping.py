"""Wrapping: a transport around another one, under synchronous and asynchronous clients alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable


class WrappingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """
    Base of transports around another; a subclass handles requests and asks for `inner` and `inner_async`.

    Args:
        transport: The one inside, which decides of what kind the client may be; None for one that is made when asked for.
        made, made_async: Make it.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None,
        made: Callable[[], httpx.BaseTransport],
        made_async: Callable[[], httpx.AsyncBaseTransport],
    ) -> None:
        self._sync = transport if isinstance(transport, httpx.BaseTransport) else None
        self._async = transport if isinstance(transport, httpx.AsyncBaseTransport) else None
        self._given = transport is not None
        self._made = made
        self._made_async = made_async

    @property
    def inner(self) -> httpx.BaseTransport:
        """
        The transport inside, for a synchronous client.

        Raises:
            TypeError: The one given is for asynchronous clients only.
        """
        if self._sync is None:
            if self._given:
                raise TypeError(
                    f"{type(self).__name__} was given an asynchronous transport; a synchronous client needs another"
                )
            self._sync = self._made()
        return self._sync

    @property
    def inner_async(self) -> httpx.AsyncBaseTransport:
        """
        The transport inside, for an asynchronous client.

        Raises:
            TypeError: The one given is for synchronous clients only.
        """
        if self._async is None:
            if self._given:
                raise TypeError(
                    f"{type(self).__name__} was given a synchronous transport; an asynchronous client needs another"
                )
            self._async = self._made_async()
        return self._async

    def close(self) -> None:
        if self._sync is not None:
            self._sync.close()

    async def aclose(self) -> None:
        if self._async is not None:
            await self._async.aclose()
