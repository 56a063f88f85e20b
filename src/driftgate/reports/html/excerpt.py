"""Excerpts of the vendored document: the promise, with its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from driftgate.redaction.secret import MASK, is_secret_name, mask_shapes
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.document import Document

AROUND = 3
"""Lines shown above and below the one that counts."""
MAX_WIDTH = 160

_MEMBER = re.compile(
    r"""((?<![\w-])["']?([\w.$-]+)["']?\s*:\s*)"""  # a name, quoted or not
    r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'{\[,}][^,}\n]*)"""  # and its value, where that is a scalar
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A few lines of a file: number, text, and whether it is the line that counts."""

    lines: tuple[tuple[int, str, bool], ...]


def excerpt(document: Document, line: int, sensitive: frozenset[str]) -> Excerpt | None:
    """
    Return the lines around `line` (from 1, in the received file); None where the document has no such line.

    Values of sensitive fields, of fields that are called like secrets, and values that look like one are masked. A
    long line is cut.
    """
    lines = _lines(document.text)
    index = line - document.line_offset - 1
    if not 0 <= index < len(lines):
        return None
    first, last = max(0, index - AROUND), min(len(lines), index + AROUND + 1)
    shown = lines[first:last]
    indent = min((len(text) - len(text.lstrip(" ")) for text in shown if text.strip()), default=0)
    return Excerpt(
        lines=tuple(
            (number + 1 + document.line_offset, _shown(text[indent:], sensitive), number == index)
            for number, text in enumerate(shown, start=first)
        )
    )


def _shown(text: str, sensitive: frozenset[str]) -> str:
    return visible(masked(text[: MAX_WIDTH * 4].replace("\t", "    "), sensitive), MAX_WIDTH)


def masked(text: str, sensitive: frozenset[str]) -> str:
    """Return JSON or YAML text in which the values of secrets are masked: by the field's name, or by their shape."""
    hidden = {name.lower() for name in sensitive}

    def shown(found: re.Match[str]) -> str:
        start, name, value = found.groups()
        if name.lower() not in hidden and not is_secret_name(name):
            return found[0]
        quote = value[0] if value[0] in "\"'" else ""
        return f"{start}{quote}{MASK}{quote}"

    return mask_shapes(_MEMBER.sub(shown, text))


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.split("\n")
