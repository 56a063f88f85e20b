"""The recording: what the suite saw, as a HAR file, written while it goes and without secrets."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from driftgate import __version__
from driftgate.errors import RecordingError
from driftgate.redaction import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from driftgate.exchange import Exchange, Headers
    from driftgate.redaction import Redactor

_PAIR = re.compile(r'"([^"\\]{1,100})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\]\s]+)')


class Recording:
    """
    A HAR 1.2 file that grows exchange by exchange.

    A body that is JSON keeps its text as it came unless there is a secret in it; then the secret is masked, its type
    kept. In a body that is no JSON what looks like a sensitive member is masked.

    Args:
        path: Written over where it exists; its folder is made.
        redactor: Knows what is sensitive.
        secrets: Returns the secrets in use, which are masked wherever they stand.
    """

    def __init__(self, path: Path, *, redactor: Redactor, secrets: Callable[[], Sequence[str]]) -> None:
        self._redactor = redactor
        self._secrets = secrets
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
        text = orjson.dumps(self._entry(exchange)).decode()
        for secret in self._secrets():
            text = text.replace(secret, MASK)
        self._file.write((",\n" if self._count else "\n").encode() + text.encode())
        self._count += 1

    def close(self) -> None:
        self._file.write(b"\n]}}\n")
        self._file.close()

    def _entry(self, exchange: Exchange) -> dict[str, Any]:
        request, response, _ = exchange
        url = self._redactor.url(request.url)
        elapsed_ms = round((response.elapsed_s or 0.0) * 1000.0, 3) if response is not None else 0
        asked: dict[str, Any] = {
            "method": request.method,
            "url": url,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": self._headers(request.headers),
            "queryString": [
                {"name": name, "value": value} for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
            ],
            "headersSize": -1,
            "bodySize": len(request.body or b""),
        }
        if request.body:
            asked["postData"] = {
                "mimeType": request.headers.get("content-type") or "",
                "text": self._content(request.body)["text"],
            }
        return {
            "startedDateTime": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "time": elapsed_ms,
            "request": asked,
            "response": self._answer(exchange),
            "cache": {},
            "timings": {"send": 0, "wait": elapsed_ms, "receive": 0},
        }

    def _answer(self, exchange: Exchange) -> dict[str, Any]:
        response = exchange.response
        frame = {"httpVersion": "HTTP/1.1", "cookies": [], "redirectURL": "", "headersSize": -1}
        if response is None:
            nothing = {"size": 0, "mimeType": ""}
            return {"status": 0, "statusText": "", "headers": [], "content": nothing, "bodySize": -1, **frame}
        return {
            "status": response.status,
            "statusText": _phrase(response.status),
            "headers": self._headers(response.headers),
            "content": {
                "size": len(response.body or b""),
                "mimeType": response.content_type or "",
                **self._content(response.body or b""),
            },
            "bodySize": -1,
            **frame,
        }

    def _headers(self, headers: Headers) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in sorted(self._redactor.headers(headers).items())]

    def _content(self, body: bytes | str) -> dict[str, str]:
        try:
            text = body if isinstance(body, str) else body.decode()
        except UnicodeDecodeError:
            return {"text": base64.b64encode(body if isinstance(body, bytes) else b"").decode(), "encoding": "base64"}
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            return {"text": _PAIR.sub(self._masked, text)}
        shown = self._redactor.body(value)
        return {"text": text if shown == value else orjson.dumps(shown).decode()}

    def _masked(self, found: re.Match[str]) -> str:
        return f'"{found[1]}"{found[2]}"{MASK}"' if self._redactor.is_sensitive(found[1]) else found[0]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
