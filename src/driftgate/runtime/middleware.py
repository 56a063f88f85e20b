"""ASGI middleware that judges what a service of our own answers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.recordings.content import UnreadableBodyError, decoded
from driftgate.runtime.transport import shown_at
from driftgate.tally import Tally, without_values

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from driftgate.contract import Contract
    from driftgate.judge import Sighting

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

logger = logging.getLogger("driftgate")
MAX_BODY_BYTES = 8 * 1024 * 1024


class ContractMiddleware:
    """
    Judges every answer of an ASGI application against a contract, and changes none.

        app = ContractMiddleware(app, contract)

    Args:
        app: The application.
        contract: The effective contract.
        on_drift: Called with each sighting and its exchange; by default drift is logged (logger `driftgate`).
        max_body_bytes: Longer answers count as absent: they pass, unjudged. So do those compressed in a way that cannot be
            undone here (`br`); gzip, deflate and zstd are.
    """

    def __init__(
        self,
        app: App,
        contract: Contract,
        *,
        on_drift: Callable[[Sighting, Exchange], None] | None = None,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self._app = app
        self._judge = Judge(contract)
        self._on_drift = on_drift
        self._max_body_bytes = max_body_bytes
        self._count = 0
        self.tally = Tally(redact=without_values)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked: list[bytes] = []
        answered: list[bytes] = []
        started: Message = {}
        size_bytes = 0

        async def receiving() -> Message:
            message = await receive()
            if message["type"] == "http.request" and sum(map(len, asked)) < self._max_body_bytes:
                asked.append(message.get("body", b""))
            return message

        async def sending(message: Message) -> None:
            nonlocal size_bytes
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                size_bytes += len(message.get("body", b""))
                if size_bytes <= self._max_body_bytes:
                    answered.append(message.get("body", b""))
                else:
                    answered.clear()
            await send(message)

        await self._app(scope, receiving, sending)
        if started:
            body = b"".join(answered) if size_bytes <= self._max_body_bytes else None
            self._take(scope, started, b"".join(asked), body)

    def _take(self, scope: Scope, started: Message, asked: bytes, answered: bytes | None) -> None:
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        host = next((value for name, value in headers if name == "host"), "localhost")
        query = scope.get("query_string", b"").decode("latin-1")
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        url = f"{scope.get('scheme', 'http')}://{host}{path}{f'?{query}' if query else ''}"
        received = Headers(
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in started.get("headers", ())]
        )
        body: bytes | str | None = answered
        if answered and received.get("content-encoding"):
            try:
                body = decoded(
                    answered, encoding=received.get("content-encoding"), content_type=received.get("content-type")
                )
            except UnreadableBodyError:
                body = None
        exchange = Exchange(
            Request(scope["method"], url, Headers(headers), asked or None),
            Response(started["status"], received, body),
            SeenIn("service", self._count),
        )
        self._count += 1
        judged = self._judge.judge(exchange)
        self.tally.add(judged, exchange)
        for sighting in judged.sightings:
            if self._on_drift is not None:
                self._on_drift(sighting, exchange)
            else:
                logger.warning("%s at %s: %s", sighting.rule, shown_at(sighting), sighting.observed)
