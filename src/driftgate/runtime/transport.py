"""An httpx transport that judges whatever passes through it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal

import httpx
import orjson

from driftgate.body import read_json
from driftgate.errors import DriftgateError
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Severity
from driftgate.judge import Judge
from driftgate.pointer import MISSING
from driftgate.runtime.bounds import BoundedTransport
from driftgate.runtime.repair import repair
from driftgate.runtime.unreadable import readable
from driftgate.runtime.wrapping import WrappingTransport
from driftgate.tally import Tally, without_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.contract import Contract
    from driftgate.judge import Judged, Sighting

logger = logging.getLogger("driftgate")

Mode = Literal["record", "strict"]
SIGHTINGS = "driftgate.sightings"
"""The extension of an answer that holds what was wrong with it."""


class DriftError(DriftgateError):
    """
    An answer broke its contract, and `strict` mode does not let it pass.

    Attributes:
        sightings: What was wrong with it.
    """

    def __init__(self, message: str, sightings: tuple[Sighting, ...]) -> None:
        super().__init__(message)
        self.sightings = sightings


class ContractTransport(WrappingTransport):
    """
    Judges every exchange of an httpx client, sync or async, against a contract.

        client = httpx.Client(transport=ContractTransport(contract))

    In `record` mode answers pass, drift is logged (logger `driftgate`), counted in `tally`, and what has only one
    meaning is repaired (`"true"` becomes `true`). In `strict` mode an error is raised as `DriftError`. In both, `json()`
    of an answer that is no JSON raises `UnreadableAnswerError`.

    Args:
        contract: The effective contract.
        transport: The inner transport; by default httpx's own, bounded in time (with `verify=True`: httpx ignores the
            client's `verify` once a transport is given).
        mode: `record` or `strict`.
        repairs: Whether `record` mode mends answers.
        on_drift: Called with each sighting and its exchange.
        name: Of the recording, in `first_seen`.
    """

    def __init__(
        self,
        contract: Contract,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        *,
        mode: Mode = "record",
        repairs: bool = True,
        on_drift: Callable[[Sighting, Exchange], None] | None = None,
        name: str = "live",
    ) -> None:
        self._judge = Judge(contract)
        super().__init__(transport, BoundedTransport, BoundedTransport)
        self._mode = mode
        self._repairs = repairs and mode == "record"
        self._on_drift = on_drift
        self._name = name
        self._count = 0
        self.tally = Tally(redact=without_values)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.inner.handle_request(request)
        if not self._is_judged(response):
            return response
        response.read()
        request.read()
        return self._judged(request, response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner_async.handle_async_request(request)
        if not self._is_judged(response):
            return response
        await response.aread()
        await request.aread()
        return self._judged(request, response)

    def _is_judged(self, response: httpx.Response) -> bool:
        """Streams of other kinds pass unread: events, downloads."""
        return not response.headers.get("content-type", "").startswith(
            ("text/event-stream", "application/octet-stream")
        )

    def _judged(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        exchange = Exchange(
            Request(request.method, str(request.url), Headers(request.headers.items()), request.content or None),
            Response(response.status_code, Headers(response.headers.items()), response.content),
            SeenIn(self._name, self._count),
        )
        self._count += 1
        judged = self._judge.judge(exchange)
        self.tally.add(judged, exchange)
        promise = judged.promise
        name = promise.operation.name if promise is not None else f"{request.method} {request.url.path}"
        response.extensions[SIGHTINGS] = tuple(judged.sightings)
        if not judged.sightings:
            return readable(response, name)
        for sighting in judged.sightings:
            if self._on_drift is not None:
                self._on_drift(sighting, exchange)
        if self._mode == "strict":
            errors = tuple(each for each in judged.sightings if each.severity is Severity.ERROR)
            if errors:
                response.close()
                raise DriftError(_told(judged, errors), errors)
        logger.warning("%s", _told(judged, tuple(judged.sightings)))
        return readable(self._mended(response, judged) if self._repairs else response, name)

    def _mended(self, response: httpx.Response, judged: Judged) -> httpx.Response:
        body: Any = read_json(response.content).value
        if body is MISSING:
            return response
        mended = repair(body, judged.sightings)
        if not mended:
            return response
        logger.warning("repaired %s", ", ".join(sorted({str(each.pointer) for each in mended})))
        headers = [
            (name, value)
            for name, value in response.headers.items()
            if name.lower() not in {"content-length", "content-encoding", "transfer-encoding"}
        ]
        return httpx.Response(
            response.status_code,
            headers=headers,
            content=orjson.dumps(body),
            extensions=response.extensions,
            request=getattr(response, "_request", None),
        )


def _told(judged: Judged, sightings: tuple[Sighting, ...]) -> str:
    """Return one line without any value of the traffic."""
    operation = judged.promise.operation.name if judged.promise is not None else "an undocumented operation"
    return sentence(operation, sightings)


def sentence(operation: str, sightings: tuple[Sighting, ...]) -> str:
    """Return an operation with what was seen, the first five of it, and no value of the traffic."""
    shown = "; ".join(f"{each.rule} at {each.pointer or 'the answer'}: {each.observed}" for each in sightings[:5])
    more = f"; {len(sightings) - 5} more" if len(sightings) > 5 else ""
    return f"{operation}: {shown}{more}"
