"""One HAR entry as an exchange, at the price of a few look-ups: headers are read only when asked for."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn

_BODILESS = frozenset({204, 205, 304})
_NO_MEDIA_TYPE = frozenset({"", "x-unknown"})


class UnusableEntryError(Exception):
    """An entry that is no exchange. The message completes "not judged: …"."""


class EntryHeaders(Headers):
    """
    The `headers` of a HAR request or response; what is malformed in them is passed over.

    Args:
        raw: The list of `{name, value}`.
        media_type: The `content.mimeType`, which spares reading the list to learn the content type.
    """

    __slots__ = ("_media_type", "_raw")

    def __init__(self, raw: Any, media_type: Any = None) -> None:
        super().__init__()
        self._raw = raw
        self._media_type = media_type if isinstance(media_type, str) and media_type not in _NO_MEDIA_TYPE else None

    def _read(self) -> dict[str, str]:
        raw = self._raw
        if isinstance(raw, dict):  # some exporters write a map
            raw = [{"name": name, "value": value} for name, value in raw.items()]
        self._pairs = [
            (each["name"], each["value"])
            for each in (raw if isinstance(raw, list) else ())
            if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("value"), str)
        ]
        self._raw = None
        return super()._read()

    def get(self, name: str, default: str | None = None) -> str | None:
        if self._media_type is not None and name == "content-type":
            return self._media_type
        return super().get(name, default)


def exchange_of(entry: Any, seen_in: SeenIn) -> Exchange:
    """
    Return the exchange of a HAR entry.

    A status of 0 means that no answer ever came. A body that was not recorded is None, one that was empty is "".

    Raises:
        UnusableEntryError: No request, no URL, no status, a body that cannot be decoded.

    Source:
        HAR 1.2, "entries", "content"; seen in Chrome, Firefox, Charles, Insomnia, mitmproxy, k6.
    """
    try:
        asked = entry["request"]
        method, url = asked["method"], asked["url"]
    except (TypeError, KeyError, IndexError):
        raise UnusableEntryError(_missing(entry)) from None
    if not isinstance(method, str) or not isinstance(url, str):
        raise UnusableEntryError("the entry's method or url is no text")
    posted = asked.get("postData")
    request = Request(
        method if method.isupper() else method.upper(),
        url,
        EntryHeaders(asked.get("headers")),
        posted.get("text") if isinstance(posted, dict) and isinstance(posted.get("text"), (str, bytes)) else None,
    )
    answered = entry.get("response")
    if not isinstance(answered, dict):
        return Exchange(request, None, seen_in)
    status = answered.get("status")
    if isinstance(status, str) and status.isdecimal():
        status = int(status)
    if isinstance(status, bool) or not isinstance(status, (int, float)):
        raise UnusableEntryError("the entry's response has no status")
    if not 100 <= status <= 999:
        return Exchange(request, None, seen_in)
    content = answered.get("content")
    if not isinstance(content, dict):
        content = {}
    elapsed = entry.get("time")
    response = Response(
        int(status),
        EntryHeaders(answered.get("headers"), content.get("mimeType")),
        _body(content, int(status)),
        elapsed / 1000 if isinstance(elapsed, (int, float)) and elapsed >= 0 else None,
    )
    return Exchange(request, response, seen_in)


def _missing(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "the entry is no object"
    if not isinstance(entry.get("request"), dict):
        return "the entry has no request"
    return "the entry's request has no method or no url"


def _body(content: dict[str, Any], status: int) -> bytes | str | None:
    text = content.get("text")
    if text is None:
        return "" if content.get("size") == 0 or status in _BODILESS else None
    if not isinstance(text, str):
        raise UnusableEntryError("the entry's body is no text")
    encoding = content.get("encoding")
    if not encoding:
        return text
    if encoding == "base64":
        try:
            return base64.b64decode(text, validate=False)
        except (binascii.Error, ValueError):
            raise UnusableEntryError("the entry's body is no base64") from None
    raise UnusableEntryError("the entry's body is encoded in an unknown way")
