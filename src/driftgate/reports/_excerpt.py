"""Excerpts of the vendored document: the promise, with its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from driftgate.reports._words import visible

if TYPE_CHECKING:
    from driftgate.document import Document

AROUND = 3
"""Lines shown above and below the one that counts."""
MAX_WIDTH = 160

_TOLD_BY_NAME = r"[\w-]*(?:pin|passw(?:or)?d|secret|token|api[_-]?key|credential)"
_VALUE = r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'{\[,}][^,}\n]*)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A few lines of a file: number, text, and whether it is the line that counts."""

    lines: tuple[tuple[int, str, bool], ...]


def excerpt(document: Document, line: int, sensitive: frozenset[str]) -> Excerpt | None:
    """
    Return the lines around `line` (from 1, in the received file); None where the document has no such line.

    Values of sensitive fields, and of fields that are called like secrets, keep their shape only (`***-**`). A long
    line is cut.
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
    """Return JSON or YAML text with the scalar values of sensitive fields reduced to their shape."""
    return _sensitive(sensitive).sub(lambda found: found[1] + re.sub(r"\w", "*", found[2]), text)


@lru_cache(maxsize=16)
def _sensitive(names: frozenset[str]) -> re.Pattern[str]:
    known = "|".join([*(re.escape(name) for name in sorted(names)), _TOLD_BY_NAME])
    return re.compile(rf"""((?<![\w-])["']?(?:{known})["']?\s*:\s*){_VALUE}""", re.IGNORECASE)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.split("\n")
