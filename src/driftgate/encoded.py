"""What strings hold beyond their characters: check digits, encoded bytes, JSON; as formats that a validator can ask for."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LUHN = "x-luhn"
CHECKSUMS: Mapping[str, str] = {"luhn": LUHN}
"""Name of each checksum a schema may carry as `x-checksum`, and the format that asserts it."""


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (ISO/IEC 7812-1); False of what is no digits."""
    if not (digits.isdecimal() and digits.isascii()):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _base64(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)  # RFC 2045, 6.8: line breaks are no part of it


def _base64url(text: str) -> bytes:
    if "+" in text or "/" in text:
        raise ValueError("of the other alphabet")
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


_DECODERS: Mapping[str, Callable[[str], bytes]] = {
    "base64": _base64,
    "base64url": _base64url,
    "base32": base64.b32decode,
    "base16": lambda text: base64.b16decode(text, casefold=True),
}
_SHOWN = {"json": "JSON", "base64": "base64", "base64url": "base64url", "base32": "base32", "base16": "base16"}


def _is_json(raw: str | bytes) -> bool:
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def _asserts(encoding: str | None, *, json: bool) -> Callable[[str], bool]:
    decode = _DECODERS[encoding] if encoding is not None else None

    def holds(text: str) -> bool:
        try:
            content = decode(text) if decode is not None else text
        except (ValueError, binascii.Error):
            return False
        return not json or _is_json(content)

    return holds


def _name(encoding: str | None, *, json: bool) -> str:
    return "-".join(("x", *([encoding] if encoding else []), *(["json"] if json else [])))


FORMATS: Mapping[str, Callable[[str], bool]] = {
    LUHN: passes_luhn,
    **{
        _name(encoding, json=json): _asserts(encoding, json=json)
        for encoding in (None, *_DECODERS)
        for json in (False, True)
        if encoding or json
    },
}
"""Formats beyond those of JSON Schema, for `jsonschema_rs`: name to whether a string is of it."""


def content_format(schema: Mapping[str, Any], *, is_3_0: bool) -> str | None:
    """
    Return the format that asserts what a schema says of the content of its strings; None where it says nothing to check.

    Source:
        JSON Schema 2020-12, Validation, 8.3 and 8.4; OpenAPI Specification 3.0.3, "Data Types", `byte`; RFC 4648.
    """
    encoding, media_type = schema.get("contentEncoding"), schema.get("contentMediaType")
    if is_3_0 and encoding is None and schema.get("format") == "byte":
        encoding = "base64"
    known = encoding.lower() if isinstance(encoding, str) and encoding.lower() in _DECODERS else None
    if encoding is not None and known is None:
        return None  # whatever it is, it cannot be looked into
    bare = media_type.partition(";")[0].strip().lower() if isinstance(media_type, str) else ""
    json = bare == "application/json" or bare.endswith("+json")
    return _name(known, json=json) if known or json else None


def shown_content(format_name: Any) -> str | None:
    """Return what a format of `content_format` asks for, as words: `JSON in base64`; None for any other format."""
    if format_name == LUHN or format_name not in FORMATS:
        return None
    parts = [_SHOWN[part] for part in str(format_name).split("-")[1:]]
    return " in ".join(reversed(parts))
