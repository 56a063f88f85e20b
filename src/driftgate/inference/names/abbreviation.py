"""Abbreviations: id prefixes that are short for what they name, as `DEP-MAN` for a depot and `card_123` under `/cards`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.inference.names.prefix import split_id
from driftgate.inference.names.words import singular
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SHORTEST = 3
"""Letters of a prefix that begin a name by less than one chance in ten thousand."""
_LETTERS = re.compile(r"([A-Z]{3,10})[-_][A-Z]{2,}(?:[-_][A-Z]{2,})*")

_COUNTED = frozenset("1234567890"[:length] for length in range(2, 11))
"""What a hand types where an id belongs: `card_123456789` says what the writer of the example thought of."""


def abbreviates(prefix: str, named: Sequence[str]) -> bool:
    """Tell whether each word of a prefix begins a word of a name, in their order: `id_val` is short for identity, validation."""
    rest = iter(named)
    parts = words(prefix)
    return len("".join(parts)) >= SHORTEST and all(any(word.startswith(part) for word in rest) for part in parts)


def skips(prefix: str, named: Sequence[str]) -> bool:
    """Tell whether a prefix is the first letter of a word and others in their order: `shp` of shipment, `cst` of customer."""
    for word in named:
        rest = iter(word[1:])
        if len(prefix) >= SHORTEST and word[:1] == prefix[:1] and all(letter in rest for letter in prefix[1:]):
            return True
    return False


def resources_of(paths: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the words of what the paths of a document name: `/us_verifications/{id}` is us, verification."""
    segments = {part for path in paths for part in path.split("/") if part and not part.startswith("{")}
    return tuple(sorted({tuple(words(singular(part))) for part in segments} - {()}))


def named_prefixes(seen: Iterable[tuple[str, Mapping[str, int]]], resources: Iterable[Sequence[str]]) -> frozenset[str]:
    """
    Return the prefixes that are short for the name of the field they stand in or, in a field `id`, for a resource.

    Args:
        seen: Names of fields with the distinct strings under them.
        resources: As `resources_of` returns them.

    A rest without digits looks like any two words with a dash: there two values must agree, in capitals. So must two where
    a prefix skips letters of the name, as `SHP-0031` under `shipmentId`.
    """
    named = tuple(resources)
    letters: dict[str, set[str]] = {}
    found: set[str] = set()
    for name, texts in seen:
        holders = (words(name), *(named if words(name) == ("id",) else ()))
        for text in texts:
            only_letters = _LETTERS.fullmatch(text)
            part = split_id(text)
            prefix = only_letters[1] if only_letters else part.prefix if part is not None and part.separator else None
            if prefix is None:
                continue
            if not any(abbreviates(prefix.lower(), each) for each in holders):
                if "id" in words(name) and any(skips(prefix.lower(), each) for each in holders):
                    letters.setdefault(prefix, set()).add(text)
                continue
            if part is not None and part.rest in _COUNTED:
                continue
            if only_letters:
                letters.setdefault(prefix, set()).add(text)
            else:
                found.add(prefix)
    return frozenset(found | {prefix for prefix, texts in letters.items() if len(texts) >= 2})
