"""Fetching: the bytes at a path or http(s) URL, bounded in size and time, and from no other host than the one named."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from driftgate.errors import DocumentError

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 64 * 1024 * 1024
FETCH_TIMEOUT_S = 30.0
MAX_FETCH_S = 120.0
"""A server that sends a byte now and then keeps every read alive; the whole answer has to come within this time."""
MAX_REDIRECTS = 10


def is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def shown(source: str) -> str:
    """Return a path as it is, or a URL without user, query and fragment: those may hold a token."""
    if not is_url(source):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:
        return source.partition("?")[0]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def fetch(source: str, *, allow_outside: bool = False) -> bytes:
    """
    Return the bytes at a path or http(s) URL.

    Args:
        allow_outside: Whether a URL may lead on to another host.

    Raises:
        DocumentError: Missing, a directory, unreadable, unreachable, larger than 64 MiB, slower than two minutes, or on
            another host than the URL says. The message names no user and no query of the URL.
    """
    if is_url(source):
        return _download(source, allow_outside=allow_outside)
    if not source:
        raise DocumentError("no document is named. Give a path or an http(s) URL.")
    path = Path(source)
    try:
        if path.is_dir():
            raise DocumentError(f"{source}: is a directory. Name the OpenAPI document in it.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DocumentError(f"{source}: no such file. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{source}: cannot be read ({reason}).") from None
    return _checked_size(len(raw), raw, source)


def _download(url: str, *, allow_outside: bool) -> bytes:
    import httpx

    name = shown(url)
    until = time.monotonic() + MAX_FETCH_S
    try:
        with httpx.Client(timeout=FETCH_TIMEOUT_S) as client:
            request: httpx.Request | None = client.build_request("GET", url)
            for _ in range(MAX_REDIRECTS + 1):
                assert request is not None
                response = client.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        return _body(response, name, until)
                    request = response.next_request
                finally:
                    response.close()
                if request is not None and request.url.host != httpx.URL(url).host and not allow_outside:
                    raise DocumentError(
                        f"{name}: is redirected to another host, {request.url.host}. "
                        f"Name {shown(str(request.url))} itself, if that is meant."
                    )
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        reason = " ".join(str(error).split()).replace(url, name) or type(error).__name__
        raise DocumentError(f"{name}: cannot be fetched ({reason}).") from None
    raise DocumentError(f"{name}: is redirected more than {MAX_REDIRECTS} times. Check the address.")


def _body(response: httpx.Response, name: str, until: float) -> bytes:
    if response.status_code != 200:
        raise DocumentError(f"{name}: answered {response.status_code}. Check the address.")
    chunks: list[bytes] = []
    size_bytes = 0
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        size_bytes += len(chunk)
        if size_bytes > MAX_BYTES:
            break
        if time.monotonic() > until:
            raise DocumentError(f"{name}: had not come in full after {MAX_FETCH_S:.0f} s.")
    return _checked_size(size_bytes, b"".join(chunks), name)


def _checked_size(size_bytes: int, raw: bytes, name: str) -> bytes:
    if size_bytes > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES // 2**20} MiB. No OpenAPI document is.")
    return raw
