"""The recording: what the suite saw, as a HAR file, written while it goes and without secrets."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from driftgate import __version__
from driftgate.errors import RecordingError
from driftgate.exchange import WRONG_ON_PURPOSE, WrongRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from driftgate.exchange import Exchange, Headers, Response


class Recording:
    """
    A HAR 1.2 file that grows exchange by exchange, redacted.

    A body that holds nothing to hide keeps its text as it came, byte for byte.

    Args:
        path: Written over where it exists; its folder is made.
        redact: Returns an exchange as it may be stored.
    """

    def __init__(self, path: Path, *, redact: Callable[[Exchange], Exchange]) -> None:
        self._redact = redact
        self._count = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("wb")
        except OSError as error:
            raise RecordingError(f"{path}: the recording cannot be written ({error.strerror}).") from None
        creator = orjson.dumps({"name": "driftgate", "version": __version__})
        self._file.write(b'{"log":{"version":"1.2","creator":' + creator + b',"entries":[')

    def add(self, exchange: Exchange) -> None:
        """Write one exchange; one without an answer has status 0, as browsers write it."""
        self._file.write(b",\n" if self._count else b"\n")
        self._file.write(orjson.dumps(_entry(self._redact(exchange))))
        self._count += 1

    def close(self) -> None:
        self._file.write(b"\n]}}\n")
        self._file.close()


def _entry(exchange: Exchange) -> dict[str, Any]:
    request, response, _ = exchange
    elapsed_ms = round((response.elapsed_s or 0.0) * 1000.0, 3) if response is not None else 0
    asked: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(request.headers),
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": len(request.body or b""),
    }
    if request.body:
        asked["postData"] = {"mimeType": request.headers.get("content-type") or "", **_content(request.body)}
    return {
        "startedDateTime": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "time": elapsed_ms,
        "request": asked,
        "response": _answer(response),
        "cache": {},
        "timings": {"send": 0, "wait": elapsed_ms, "receive": 0},
        **({WRONG_ON_PURPOSE: True} if isinstance(request, WrongRequest) else {}),
    }


def _answer(response: Response | None) -> dict[str, Any]:
    frame = {"httpVersion": "HTTP/1.1", "cookies": [], "redirectURL": "", "headersSize": -1}
    if response is None:
        nothing = {"size": 0, "mimeType": ""}
        return {"status": 0, "statusText": "", "headers": [], "content": nothing, "bodySize": -1, **frame}
    body = response.body or b""
    return {
        "status": response.status,
        "statusText": _phrase(response.status),
        "headers": _headers(response.headers),
        "content": {"size": len(body), "mimeType": response.content_type or "", **_content(body)},
        "bodySize": -1,
        **frame,
    }


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in sorted(headers.as_dict().items())]


def _content(body: bytes | str) -> dict[str, str]:
    if isinstance(body, str):
        return {"text": body}
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
