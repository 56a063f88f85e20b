"""What strings and numbers hide: JSON written as text, check digits, moments counted from 1970."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.encoded import passes_luhn
from driftgate.recognisers import recogniser
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.seen.node import Node

LONGEST = 512
"""Characters that are kept of a string; a longer one is cut off and cannot be read."""


def json_text(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return what says that the strings are JSON objects or arrays; nothing where one is not."""
    return {"contentMediaType": "application/json"} if counts and all(map(_is_json, counts)) else {}


def _is_json(text: str) -> bool:
    if text[:1] not in {"{", "["}:
        return False
    if len(text) >= LONGEST:
        return True
    try:
        return isinstance(orjson.loads(text), (dict, list))
    except orjson.JSONDecodeError:
        return False


ENOUGH_CHECKED = 8
"""Numbers that must all pass: one in ten does by chance, eight in a row one in a hundred million."""


def checksum(counts: Mapping[str, int]) -> dict[str, Any]:
    """Return `x-checksum` where every one of enough numbers passes Luhn's formula."""
    numbers = [text for text in counts if text.isdecimal() and text.isascii() and len(text) >= 8]
    if len(numbers) < max(ENOUGH_CHECKED, len(counts)) or not all(map(passes_luhn, numbers)):
        return {}
    return {"x-checksum": "luhn"}


def epoch(node: Node, name: str) -> dict[str, Any]:
    """Return `x-date-dialect` of integers that count seconds or milliseconds since 1970, where the name speaks of time."""
    values = [str(value) for value in node.ints.counts()]
    for kind in (recogniser("epoch_seconds"), recogniser("epoch_milliseconds")):
        if values and kind.words & set(words(name)) and all(map(kind.matches, values)):
            return {"x-date-dialect": kind.keywords["x-date-dialect"]}
    return {}
