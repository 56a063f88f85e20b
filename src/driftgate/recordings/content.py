"""Bodies as recordings hold them: base64, still compressed, or in another charset than UTF-8."""

from __future__ import annotations

import binascii
import codecs
import re
import zlib
from base64 import b64decode
from typing import Any

from driftgate.recordings.source import zstd

MAX_BODY_BYTES = 1 << 28
"""What a compressed body may grow to."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)


class UnreadableBodyError(Exception):
    """A body is there and cannot be had. The message completes "the response body is …"."""


def from_base64(text: str) -> bytes:
    """
    Return the bytes of base64 text, in the standard or the URL-safe alphabet, with line breaks or not.

    Raises:
        UnreadableBodyError: It is none.
    """
    compact = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        raise UnreadableBodyError("marked as base64 and is none") from None


def decoded(raw: bytes, *, encoding: str | None, content_type: str | None) -> bytes | str:
    """
    Return a body after content decoding, as bytes where they are UTF-8, else as the text its charset makes of them.

    A recorder may or may not have undone the Content-Encoding and kept the header all the same: gzip and zstd are told by
    their first bytes. Bytes that fit no charset are returned as they are, for the judge to find unreadable.

    Args:
        encoding: The Content-Encoding header.
        content_type: Of the body, charset included.

    Raises:
        UnreadableBodyError: It is compressed in a way that we cannot undo, or is damaged.
    """
    for name in reversed((encoding or "").lower().split(",")):
        raw = _undone(raw, name.strip())
    return in_charset(raw, content_type)


def _undone(raw: bytes, name: str) -> bytes:
    if name in {"gzip", "x-gzip"} and raw.startswith(b"\x1f\x8b"):
        return _inflated(raw, 31, "gzip")
    if name == "deflate" and not _is_text(raw):
        # RFC 9110 means zlib; some servers send the bare stream.
        return _inflated(raw, 15 if (raw[0] & 15 == 8 and (raw[0] << 8 | raw[1]) % 31 == 0) else -15, "deflate")
    if name == "zstd" and raw.startswith(b"\x28\xb5\x2f\xfd"):
        return _unpacked_zstd(raw)
    if name in {"br", "compress", "x-compress", "dcb", "dcz"} and not _is_text(raw):
        raise UnreadableBodyError(f"still compressed as {name!r}, which cannot be undone here")
    return raw


def _is_text(raw: bytes) -> bool:
    if len(raw) < 2:
        return True
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.isprintable() or re.search(r"[\x00-\x08\x0e-\x1f]", text) is None


def _inflated(raw: bytes, window_bits: int, name: str) -> bytes:
    inflater = zlib.decompressobj(window_bits)
    try:
        body = inflater.decompress(raw, MAX_BODY_BYTES)
    except zlib.error:
        raise UnreadableBodyError(f"damaged {name} data") from None
    if inflater.unconsumed_tail:
        raise UnreadableBodyError(f"{name} data of more than {MAX_BODY_BYTES >> 20} MiB")
    if not inflater.eof:
        raise UnreadableBodyError(f"{name} data that ends early")
    return body


def _unpacked_zstd(raw: bytes) -> bytes:
    module: Any = zstd()
    unpacker = module.ZstdDecompressor()
    try:
        body: bytes = unpacker.decompress(raw, MAX_BODY_BYTES)
    except module.ZstdError:
        raise UnreadableBodyError("damaged zstd data") from None
    if not unpacker.eof:
        if len(body) >= MAX_BODY_BYTES:
            raise UnreadableBodyError(f"zstd data of more than {MAX_BODY_BYTES >> 20} MiB")
        raise UnreadableBodyError("zstd data that ends early")
    return body


def in_charset(raw: bytes, content_type: str | None) -> bytes | str:
    """Return bytes as they are where they are UTF-8, else the text that the charset of `content_type` makes of them."""
    found = _CHARSET.search(content_type) if content_type is not None else None
    if found is None:
        return raw
    try:
        codec = codecs.lookup(found[1])
    except (LookupError, ValueError):
        return raw
    if codec.name in {"utf-8", "ascii"} or not codec._is_text_encoding:  # noqa: SLF001 -- `hex` and `zip` are codecs too
        return raw
    if not codec.name.startswith(("utf-16", "utf-32")):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return raw  # says ISO-8859-1 out of habit and sends UTF-8
    try:
        return codec.decode(raw, "strict")[0]
    except (UnicodeError, ValueError):
        return raw
