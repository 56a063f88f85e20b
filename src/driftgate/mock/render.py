"""Values in the bytes of a media type."""

from __future__ import annotations

import zlib
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

import orjson

from driftgate.media_type import is_json
from driftgate.sequence import is_sequential, write_sequence


def render(value: Any, media_type: str, *, name: str = "response") -> bytes:
    """
    Return `value` as a body of `media_type`.

    JSON as JSON, an array of a sequential media type as its items, XML as one element a property, forms as a query string, the rest as its text; for media types that
    are no text and have no text to show, the smallest file of the kind.

    `name` is the root element of XML.
    """
    if is_json(media_type):
        return orjson.dumps(value)
    if isinstance(value, list) and is_sequential(media_type):
        return write_sequence(value, media_type)
    if media_type in {"application/xml", "text/xml"} or media_type.endswith("+xml"):
        if isinstance(value, str) and value.lstrip().startswith("<"):
            return value.encode()
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_element(name, value)).encode()
    if media_type == "application/x-www-form-urlencoded" and isinstance(value, dict):
        return urlencode(
            {key: part if isinstance(part, str) else orjson.dumps(part) for key, part in value.items()}
        ).encode()
    if media_type in _SMALLEST and not isinstance(value, dict):
        return _SMALLEST[media_type]
    if isinstance(value, str):
        return value.encode()
    if media_type == "text/csv" and isinstance(value, list) and all(isinstance(row, dict) for row in value):
        rows = [",".join(value[0]), *(",".join(str(cell) for cell in row.values()) for row in value)] if value else []
        return "\r\n".join(rows).encode()
    return b"" if value is None else orjson.dumps(value)


def _element(name: str, value: Any) -> list[str]:
    tag = name if name.replace("-", "_").replace(".", "_").isidentifier() else "item"
    opening = f"<{tag}>" if tag == name else f"<{tag} name={quoteattr(name)}>"
    if isinstance(value, dict):
        inner = [piece for key, part in value.items() for piece in _children(key, part)]
    elif isinstance(value, list):
        inner = [piece for part in value for piece in _element("item", part)]
    elif value is None:
        inner = []
    elif isinstance(value, bool):
        inner = ["true" if value else "false"]
    else:
        inner = [escape(str(value))]
    return [opening, *inner, f"</{tag}>"]


def _children(name: str, value: Any) -> list[str]:
    if isinstance(value, list):  # OpenAPI, XML Object: an array that is not wrapped repeats its element
        return [piece for part in value for piece in _element(name, part)]
    return _element(name, value)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


_SMALLEST = {
    "application/pdf": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ),
    "image/png": (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0")
        + _chunk(b"IDAT", zlib.compress(b"\0\0"))
        + _chunk(b"IEND", b"")
    ),
    "image/gif": b"GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;",
    "application/zip": b"PK\x05\x06" + b"\0" * 18,
    "application/octet-stream": b"driftgate\n",
}
