"""
One HAR entry as an exchange: what HAR files and NDJSON lines have in common.

This is the hot path of a scan: no URL is parsed, no header read, no body copied.

Source:
    HAR 1.2, "entries", "request", "response", "postData", "content".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from driftgate.exchange import WRONG_ON_PURPOSE, Exchange, Headers, Request, Response, SeenIn, WrongRequest
from driftgate.recordings.content import UnreadableBodyError, decoded, from_base64

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Complain = Callable[[int, str], None]
    """Called with a position and a reason where something cannot be read; counts it, or raises when strict."""

_new = tuple.__new__  # builds a NamedTuple in half the time
_NUMBERS: frozenset[Any] = frozenset({int, float})
_NO_MEDIA_TYPE = frozenset({"", "x-unknown", "application/x-unknown"})


class UnusableEntryError(Exception):
    """An entry is no exchange. The message says what is wrong with it."""


class RecordedHeaders(Headers):
    """
    Headers as recordings hold them, read when first asked for: `[{"name": …, "value": …}]`, `{name: value or values}`.

    HTTP/2 pseudo-headers (`:path`) are no headers and are left out, and so is what has no name.

    Args:
        recorded: The list or mapping as it stands in the recording.
        media_type: HAR's `content.mimeType`: stands for a Content-Type that is not among the headers.
    """

    __slots__ = ("_glanced", "_media_type")

    def __init__(self, recorded: Any, media_type: Any = None) -> None:
        self._pairs = recorded
        self._by_name = None
        self._media_type = media_type
        self._glanced: dict[str, Any] | None = None

    def _read(self) -> dict[str, str]:
        self._pairs = tuple(header_pairs(self._pairs))
        by_name = super()._read()
        kind = self._media_type
        if "content-type" not in by_name and isinstance(kind, str) and kind.lower() not in _NO_MEDIA_TYPE:
            by_name["content-type"] = kind
        return by_name

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return one header's value. What is written as HAR asks for it is not looked at more closely."""
        if self._by_name is None:
            glanced = self._glanced
            if glanced is None:
                glanced = self._glanced = _glance(self._pairs)
            wanted = name.lower()
            value = glanced.get(wanted)
            if value.__class__ is str:
                return value
            if value is None and glanced and wanted not in glanced and wanted != "content-type":
                return default
        return super().get(name, default)


def _glance(recorded: Any) -> dict[str, Any]:
    """Return headers by name, if no name comes twice and nothing about them is odd; else an empty mapping."""
    try:
        by_name = {header["name"].lower(): header["value"] for header in recorded}
    except (TypeError, KeyError, AttributeError):
        return {}
    return by_name if len(by_name) == len(recorded) else {}


def header_pairs(recorded: Any) -> Iterator[tuple[str, str]]:
    """Yield the header fields of any of the shapes that recorders write."""
    if isinstance(recorded, dict):
        named = recorded.items()
    elif isinstance(recorded, list):
        named = (
            (header.get("name"), header.get("value")) if isinstance(header, dict) else tuple(header)
            for header in recorded
            if isinstance(header, dict) or (isinstance(header, (list, tuple)) and len(header) == 2)
        )  # type: ignore[assignment]
    else:
        return
    for name, values in named:
        if isinstance(name, bytes):
            name = name.decode("latin-1")
        if not isinstance(name, str) or not name or name.startswith(":"):
            continue
        for value in values if isinstance(values, (list, tuple)) else (values,):
            yield name, header_text(value)


def header_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else "" if value is None else str(value)


class _Latest:
    """The latest headers on one side: those of one exchange are often those of the one before, and then are read once."""

    __slots__ = ("_headers", "_is_plain", "_media_type", "_recorded")

    def __init__(self) -> None:
        self._recorded: Any = None
        self._media_type: Any = None
        self._headers = RecordedHeaders(None)
        self._is_plain: bool | None = None

    def of(self, recorded: Any, media_type: Any = None) -> RecordedHeaders:
        """Return headers as recorded: the same object where they are the same."""
        if recorded == self._recorded and media_type == self._media_type:
            if self._is_plain is None:
                self._is_plain = _is_plain(recorded)
            if self._is_plain:
                return self._headers
        self._recorded, self._media_type, self._is_plain = recorded, media_type, None
        self._headers = RecordedHeaders(recorded, media_type)
        return self._headers


def _is_plain(recorded: Any) -> bool:
    """Tell whether all that headers hold are texts: what equals them reads as they do, as 1 and true do not."""
    return recorded.__class__ is list and all(
        header.__class__ is dict and all(value.__class__ is str for value in header.values()) for header in recorded
    )


class Entries:
    """
    Reads the entries of one recording as exchanges.

    Args:
        recording: Name under which exchanges are seen.
        complain: Told about a body that cannot be had; the exchange then has none.
    """

    __slots__ = ("_complain", "_received", "_recording", "_sent")

    def __init__(self, recording: str, complain: Complain) -> None:
        self._recording = recording
        self._complain = complain
        self._sent = _Latest()
        self._received = _Latest()

    def exchange(self, entry: Any, position: int) -> Exchange:
        """
        Return the exchange of one HAR entry.

        An answer that never came (`status` 0, no `response`) is None. A response body is the recorded text; bytes where it
        was base64; empty where the recording says it was; None where it was not recorded.

        Raises:
            UnusableEntryError: No request, no method, no URL, or a status that is no number.
        """
        try:
            request = entry["request"]
            url = request["url"]
            if url.__class__ is not str:
                raise UnusableEntryError("`request.url` is no string")
            post = request.get("postData")
            if "?" not in url and request.get("queryString"):
                url = _with_query(url, request["queryString"])
            method = request["method"].upper()
            sent = self._sent.of(request.get("headers"))
            body = None if post is None else _posted(post, position, self._complain)
            asked = _new(WrongRequest if entry.get(WRONG_ON_PURPOSE) is True else Request, (method, url, sent, body))
            seen_in = _new(SeenIn, (self._recording, position))
            response = entry.get("response")
            if not response:
                return _new(Exchange, (asked, None, seen_in))
            status = response.get("status")
            if status.__class__ is not int:
                status = _status(status)
            if not 100 <= status <= 999:
                if status > 0:
                    raise UnusableEntryError(f"`response.status` is {status}")
                return _new(Exchange, (asked, None, seen_in))
            content = response.get("content")
            media_type = body = None
            if content.__class__ is dict:
                media_type = content.get("mimeType")
                body = content.get("text")
            headers = self._received.of(response.get("headers"), media_type)
            if not body or body.__class__ is not str or "encoding" in content:
                body = _answered(content, body, method, status, response, headers, position, self._complain)
            time = entry.get("time")
            elapsed = time / 1000 if time.__class__ in _NUMBERS and time >= 0 else None
            return _new(Exchange, (asked, _new(Response, (status, headers, body, elapsed)), seen_in))
        except (KeyError, TypeError, AttributeError):
            raise UnusableEntryError(_what_is_wrong(entry)) from None


def _status(status: Any) -> int:
    if status is None or status is False:
        return 0
    if isinstance(status, float) and status.is_integer():
        return int(status)
    if isinstance(status, str) and status.strip()[:3].isdecimal() and status.isascii():  # "200", "200 OK"
        first = status.split()[0]
        if not first.isdecimal():
            return int(first[:3])
        if len(first) < 4:
            return int(first)
        raise UnusableEntryError("`response.status` has more than three digits")
    raise UnusableEntryError("`response.status` is no number")


def _with_query(url: str, query: Any) -> str:
    """Return a URL with the query that Insomnia and k6 keep beside it."""
    pairs = [
        f"{_encoded(each.get('name'))}={_encoded(each.get('value'))}"
        for each in query
        if isinstance(each, dict) and each.get("name")
    ]
    bare, hash_, fragment = url.partition("#")
    return f"{bare}?{'&'.join(pairs)}{hash_}{fragment}" if pairs else url


def _encoded(text: Any) -> str:
    # HAR does not say whether these are encoded; browsers write them as they stand in the URL.
    return quote(header_text(text), safe="%/:@!$'()*,;?{}~[]", errors="replace")


def _posted(post: Any, position: int, complain: Complain) -> str | bytes | None:
    if not isinstance(post, dict):
        return None
    text = post.get("text")
    if isinstance(text, str) and (text or not post.get("params")):
        if post.get("encoding") != "base64":
            return text
        try:
            return in_bytes(text, post.get("mimeType"))
        except UnreadableBodyError as error:
            complain(position, f"the request body is {error}")
            return None
    params = post.get("params")
    kind = post.get("mimeType")
    if not isinstance(params, list) or not isinstance(kind, str) or "x-www-form-urlencoded" not in kind.lower():
        return None
    pairs = [
        (header_text(each.get("name")), header_text(each.get("value"))) for each in params if isinstance(each, dict)
    ]
    return urlencode(pairs, errors="replace")


def in_bytes(text: str, kind: Any, encoding: str | None = None) -> bytes | str:
    """Return the body of base64 text, decoded as far as can be told."""
    return decoded(from_base64(text), encoding=encoding, content_type=kind if isinstance(kind, str) else None)


def _answered(
    content: Any,
    text: Any,
    method: str,
    status: int,
    response: dict[str, Any],
    headers: RecordedHeaders,
    position: int,
    complain: Complain,
) -> str | bytes | None:
    """Return a response body that is no plain text: encoded, empty or absent."""
    if not isinstance(content, dict):
        content = {}
        text = response.get("body")  # as some gateways log it
    if isinstance(text, str) and text:
        if str(content.get("encoding")).lower() != "base64":
            return text
        try:
            return in_bytes(text, headers.get("content-type"), headers.get("content-encoding"))
        except UnreadableBodyError as error:
            complain(position, f"the response body is {error}")
            return None
    if has_no_body(method, status):
        return ""
    if text is not None and text != "":
        complain(position, "the response body is no text")
        return None
    if content.get("_file") is not None:  # Playwright
        complain(position, "the response body is in a file of its own; record with `content: 'embed'`")
        return None
    size = content.get("size")
    sent = response.get("bodySize")
    if isinstance(size, (int, float)) and size > 0:
        return None  # there was a body, and the recorder did not keep it
    if text == "":
        return ""
    # NOTE: Chrome writes `size: 0` without `text` for a body it threw away, and for one that was empty; only the bytes on
    # the wire tell them apart.
    return "" if size == 0 and not (isinstance(sent, (int, float)) and sent > 0) else None


def has_no_body(method: str, status: int) -> bool:
    """Tell whether HTTP allows this answer no body (RFC 9110, section 6.4.1)."""
    return status in {204, 205, 304} or status < 200 or method == "HEAD"


def _what_is_wrong(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "is no HAR entry: no object"
    request = entry.get("request")
    if not isinstance(request, dict):
        return "is no HAR entry: has no `request`"
    for name in ("method", "url"):
        if not isinstance(request.get(name), str):
            return f"has no `request.{name}`"
    if not isinstance(entry.get("response"), dict):
        return "`response` is no object"
    return "is no HAR entry"
