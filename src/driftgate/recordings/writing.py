"""
Writing recordings: HAR 1.2 and NDJSON of HAR entries, streamed, without secrets, and whole or not at all.

Source:
    HAR 1.2, "log", "entries", "content".
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from driftgate import __version__
from driftgate.errors import RecordingError
from driftgate.exchange import WRONG_ON_PURPOSE, WrongRequest
from driftgate.recordings.source import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from driftgate.exchange import Exchange, Headers
    from driftgate.redaction import Redactor

    Clock = Callable[[], datetime]
    Write = Callable[[Exchange], None]

_NO_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)


def write(target: str | Path, exchanges: Iterable[Exchange], *, redactor: Redactor | None) -> int:
    """
    Write a recording and return how many exchanges it has: NDJSON where the name says so, else HAR.

    Args:
        redactor: Takes the secrets out; None writes exchanges as they are, secrets included.
    """
    is_lines = any(suffix in {".ndjson", ".jsonl"} for suffix in Path(target).suffixes[-2:])
    count = 0
    with (ndjson_writer if is_lines else har_writer)(target, redactor=redactor) as add:
        for exchange in exchanges:
            add(exchange)
            count += 1
    return count


@contextmanager
def har_writer(target: str | Path, *, redactor: Redactor | None, clock: Clock | None = None) -> Iterator[Write]:
    """
    Yield a function that adds an exchange to a HAR file.

    The file takes its place when the block ends, and only if it ends well. `.gz` and `.zst` are compressed.

    Args:
        redactor: Takes the secrets out; None writes exchanges as they are, secrets included.
        clock: Gives `startedDateTime`; by default the year 1970, so that the same exchanges are the same bytes.
    """
    with _replaced(Path(target)) as file:
        creator = orjson.dumps({"name": "driftgate", "version": __version__})
        file.write(b'{"log":{"version":"1.2","creator":' + creator + b',"entries":[')
        separator = b"\n"

        def add(exchange: Exchange) -> None:
            nonlocal separator
            file.write(separator + _line(exchange, redactor, clock))
            separator = b",\n"

        yield add
        file.write(b"\n]}}\n")


@contextmanager
def ndjson_writer(target: str | Path, *, redactor: Redactor | None, clock: Clock | None = None) -> Iterator[Write]:
    """Yield a function that adds an exchange to NDJSON of HAR entries; otherwise as `har_writer`."""
    with _replaced(Path(target)) as file:

        def add(exchange: Exchange) -> None:
            file.write(_line(exchange, redactor, clock) + b"\n")

        yield add


def _line(exchange: Exchange, redactor: Redactor | None, clock: Clock | None) -> bytes:
    entry = entry_of(exchange if redactor is None else redactor.exchange(exchange), clock() if clock else _NO_CLOCK)
    try:
        return orjson.dumps(entry)
    except TypeError:  # half a surrogate pair, which JSON can spell and UTF-8 cannot
        return json.dumps(entry, separators=(",", ":")).encode()


@contextmanager
def _replaced(target: Path) -> Iterator[BinaryIO]:
    """Yield a file beside `target` that takes its place if all goes well, and is gone if not."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = part.open("wb")
    try:
        with raw, _packed(target.suffix.lower(), raw) as file:
            yield file
        with _reported(target):
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _reported(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordingError(f"{target}: the recording cannot be written ({error.strerror or error}).") from None


def _packed(suffix: str, raw: BinaryIO) -> Any:
    if suffix == ".gz":
        import gzip

        return gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0)  # same exchanges, same bytes
    if suffix == ".zst":
        return zstd().ZstdFile(raw, "w")
    return nullcontext(raw)


def entry_of(exchange: Exchange, started: datetime) -> dict[str, Any]:
    """Return an exchange as a HAR entry. One without an answer has status 0, as browsers write it."""
    request, response, _ = exchange
    query = request.url.partition("#")[0].partition("?")[2]
    elapsed_ms = -1 if response is None or response.elapsed_s is None else round(response.elapsed_s * 1000, 3)
    frame = {"httpVersion": "HTTP/1.1", "cookies": [], "headersSize": -1, "bodySize": -1}
    asked: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "headers": _headers(request.headers),
        "queryString": [{"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)],
        **frame,
    }
    if request.body is not None:
        asked["postData"] = {"mimeType": request.headers.get("content-type") or "", **_text(request.body)}
    if response is None:
        answered = {"status": 0, "statusText": "", "headers": [], "content": {"size": 0, "mimeType": ""}}
    else:
        content: dict[str, Any] = {"size": -1, "mimeType": response.content_type or ""}
        if response.body is not None:
            content |= {"size": _size(response.body), **_text(response.body)}
        answered = {
            "status": response.status,
            "statusText": _phrase(response.status),
            "headers": _headers(response.headers),
            "content": content,
        }
    marks = {WRONG_ON_PURPOSE: True} if isinstance(request, WrongRequest) else {}
    return {
        "startedDateTime": started.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "time": elapsed_ms,
        "request": asked,
        "response": {**answered, "redirectURL": "", **frame},
        "cache": {},
        "timings": {"send": 0, "wait": max(elapsed_ms, 0), "receive": 0},
        **marks,
    }


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.as_dict().items()]


def _text(body: str | bytes) -> dict[str, str]:
    if isinstance(body, str):
        return {"text": body}
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": b64encode(body).decode(), "encoding": "base64"}


def _size(body: str | bytes) -> int:
    return len(body) if isinstance(body, bytes) else len(body.encode("utf-8", "surrogatepass"))


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
