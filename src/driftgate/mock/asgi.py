"""The mock as an ASGI application."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from driftgate.mock.answer import Answer, Asked, Refusal, problem
from driftgate.mock.engine import Mock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
    from pathlib import Path

    from driftgate.contract import Contract
    from driftgate.mock.injection import Injection

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY_BYTES = 16 * 1024 * 1024


class ConnectionDropped(ConnectionError):  # noqa: N818 - it is meant to happen
    """The connection breaks in the middle of an answer: an injected fault."""


class Application:
    """
    An ASGI application around a `Mock`.

    NOTE: no framework: the matcher of the contract is the router, and the two messages of an answer are all that is
    sent. On granian this is 1.2 times the speed of a static response of Starlette (`scripts/benchmark_mock.py`).
    """

    def __init__(self, mock: Mock) -> None:
        self.mock = mock

    @property
    def notices(self) -> Sequence[str]:
        return self.mock.notices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        headers = _read_headers(scope["headers"])
        method = scope["method"]
        body = b""
        if method != "GET" or "content-length" in headers or "transfer-encoding" in headers:
            try:
                body = await _read_body(receive)
            except ValueError:
                await _send(send, method, problem(Refusal(413, "the body is larger than 16 MiB")))
                return
        raw_path = scope.get("raw_path")
        path = raw_path.decode("latin-1").partition("?")[0] if raw_path else _quoted(scope["path"])
        asked = Asked(method, path, scope["query_string"].decode("latin-1"), headers, body)
        answer = self.mock.answer(asked)
        if answer.delay_s:
            await asyncio.sleep(answer.delay_s)
        await _send(send, method, answer)


def application(
    contract: Contract, *, injections: Iterable[str | Path | Injection] = (), **settings: Any
) -> Application:
    """
    Return the mock of a contract as an ASGI application.

    Args:
        contract: What is served.
        injections: See `Mock`.
        **settings: See `Mock`.

    Raises:
        ContractError, ConfigError: The contract cannot be served, or an injection does not fit it.
    """
    return Application(Mock(contract, injections=injections, **settings))


def _read_headers(pairs: Any) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _read_body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size_bytes = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        chunk = message.get("body", b"")
        size_bytes += len(chunk)
        if size_bytes > MAX_BODY_BYTES:
            raise ValueError("too large")
        chunks.append(chunk)
        if not message.get("more_body"):
            break
    return b"".join(chunks)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/~!$&'()*+,;=:@%")


async def _send(send: Send, method: str, answer: Answer) -> None:
    headers = [(b"content-length", b"%d" % len(answer.body))]
    if answer.content_type is not None:
        headers.append((b"content-type", answer.content_type.encode("latin-1")))
    headers += [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    body = answer.body
    if answer.status in {204, 304} or answer.status < 200:
        body, headers = b"", headers[1:]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.is_dropped:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        raise ConnectionDropped("the mock drops the connection, as an injection asks")
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
