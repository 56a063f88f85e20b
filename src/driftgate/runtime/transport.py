"""An httpx transport that judges whatever passes through it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Literal

import httpx
import orjson

from driftgate.body import read_json
from driftgate.errors import DriftgateError
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Severity
from driftgate.judge import Judge
from driftgate.pointer import MISSING
from driftgate.redaction.secret import mask_pointer
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
        try:
            if not _is_read(response):
                return self._judged(request, response, None)
            if response.is_stream_consumed:
                return self._judged(request, response, response.content)
            raw = b"".join(response.iter_raw())
            return self._judged(request, _unread(response, raw), _decoded(response, raw))
        except DriftError:
            response.close()
            raise

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner_async.handle_async_request(request)
        try:
            if not _is_read(response):
                return self._judged(request, response, None)
            if response.is_stream_consumed:
                return self._judged(request, response, response.content)
            raw = b"".join([part async for part in response.aiter_raw()])
            return self._judged(request, _unread(response, raw), _decoded(response, raw))
        except DriftError:
            await response.aclose()
            raise

    def _judged(self, request: httpx.Request, response: httpx.Response, body: bytes | None) -> httpx.Response:
        exchange = Exchange(
            Request(request.method, str(request.url), Headers(request.headers.items()), _sent(request)),
            Response(response.status_code, Headers(response.headers.items()), body),
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
                raise DriftError(_told(judged, errors), errors)
        logger.warning("%s", _told(judged, tuple(judged.sightings)))
        return readable(self._mended(response, judged, body) if self._repairs and body else response, name)

    def _mended(self, response: httpx.Response, judged: Judged, raw: bytes) -> httpx.Response:
        body: Any = read_json(raw).value
        if body is MISSING:
            return response
        mended = repair(body, judged.sightings)
        if not mended:
            return response
        logger.warning("repaired %s", ", ".join(sorted({shown_at(each) for each in mended})))
        return _unread(response, orjson.dumps(body), is_decoded=True)


UNREAD = re.compile(
    r"text/event-stream|application/(octet-stream|x-ndjson|ndjson|jsonl|jsonlines|json-seq|stream\+json)$"
    r"|(audio|video|multipart)/"
)
"""Media types of answers that come piece by piece and may never end, or are large and hold nothing to judge."""


def _is_read(response: httpx.Response) -> bool:
    """Tell whether the body is judged: streams pass unread, so that whoever reads them gets each piece as it comes."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return UNREAD.match(kind) is None


def _unread(response: httpx.Response, raw: bytes, *, is_decoded: bool = False) -> httpx.Response:
    """Return a response that the client reads as if it had just come: in pieces, raw, and timed."""
    changed = {"content-length", "content-encoding", "transfer-encoding"} if is_decoded else frozenset[str]()
    headers = [pair for pair in response.headers.multi_items() if pair[0].lower() not in changed]
    if is_decoded:
        headers.append(("content-length", str(len(raw))))
    return httpx.Response(
        response.status_code,
        headers=headers,
        stream=httpx.ByteStream(raw),
        extensions=response.extensions,
        request=getattr(response, "_request", None),
    )


def _decoded(response: httpx.Response, raw: bytes) -> bytes:
    """Return a body after content decoding; as it came where it cannot be decoded, for the judge to find unreadable."""
    try:
        return _unread(response, raw).read()
    except httpx.DecodingError:
        return raw


def _sent(request: httpx.Request) -> bytes | None:
    """Return the body of a request; None where it has none, or was a stream that can be read once only."""
    try:
        return request.read() or None if isinstance(request.stream, httpx.SyncByteStream) else None
    except httpx.StreamError:
        return None


def _told(judged: Judged, sightings: tuple[Sighting, ...]) -> str:
    """Return one line without any value of the traffic."""
    operation = judged.promise.operation.name if judged.promise is not None else "an undocumented operation"
    return sentence(operation, sightings)


def shown_at(sighting: Sighting) -> str:
    """Return where a sighting is, without names that are shaped like secrets: a map may be keyed by tokens."""
    return mask_pointer(sighting.pointer) if sighting.pointer else "the answer"


def sentence(operation: str, sightings: tuple[Sighting, ...]) -> str:
    """Return an operation with what was seen, the first five of it, and no value of the traffic."""
    shown = "; ".join(f"{each.rule} at {shown_at(each)}: {each.observed}" for each in sightings[:5])
    more = f"; {len(sightings) - 5} more" if len(sightings) > 5 else ""
    return f"{operation}: {shown}{more}"
