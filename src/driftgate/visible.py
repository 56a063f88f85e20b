"""Text from outside made harmless: what it hides is shown, and no terminal obeys it."""

from __future__ import annotations

import re
import unicodedata


def visible(text: str, limit: int = 400) -> str:
    r"""
    Return text from outside as one line of at most `limit` characters that shows what it holds.

    Control characters, line ends, and marks that reorder or hide text become escapes (`\x1b`, `\u202e`).
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(char if _is_plain(char) else _escape(char) for char in text[: limit * 4])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def block(text: str, limit: int | None = 2000) -> str:
    """Return text from outside with its line ends kept, everything else as `visible`; all of it without a `limit`."""
    lines = text[:limit].replace("\r\n", "\n").split("\n")
    shown = "\n".join(visible(line.replace("\t", "    "), limit or _LONGEST * len(line) + 1) for line in lines)
    return shown + ("\n…" if limit is not None and len(text) > limit else "")


_LONGEST = 10
"""Characters of the longest escape: `\\U0001f600`."""


# Format characters are hidden or reorder what stands around them; unassigned and private ones show as nothing.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _is_plain(char: str) -> bool:
    return (char.isascii() and char.isprintable()) or unicodedata.category(char) not in _HIDDEN


def _escape(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    return named or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}")


# NOTE: C1 controls count: U+009B begins an escape sequence where a terminal is set to 8-bit controls (ECMA-48, 5.3).
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    r"""
    Return output of any length without what a terminal would obey; lines and tabs stay.

    The escapes are those of JSON (`\u001b`), so that a JSON report on standard output says what it said.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
