"""Prefixed ids: what stands before their separator, and what the ids of a document say about how they are formed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.nodes import scalars_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9]{0,15})[-_](?=[A-Za-z0-9])")
_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_IS_UUID = re.compile(_UUID)
_MARKS = ("-", "_")
_ANY_MARK = "[-_]"
_MARK_IN_PATTERN = re.compile(r"\^(?:\(\?:[^)]*\)|[A-Za-z0-9]+)(?:\(\?:)?([-_])")
FEWEST_UUIDS = 2
"""Different ids of one prefix that must all be UUIDs before its others are expected to be."""


def id_prefix(text: str) -> str | None:
    """Return what stands before the first separator of something like an id (`TSUID` of `TSUID-d7b3…`), else None."""
    found = _PREFIX.match(text)
    return found[1] if found else None


def aliases_of(prefix: str, glossary: Mapping[str, str]) -> tuple[str, ...]:
    """Return the prefixes that name the same resource as `prefix`, itself included, sorted."""
    resource = glossary.get(prefix)
    if resource is None:
        return (prefix,)
    return tuple(sorted(known for known, named in glossary.items() if named == resource))


class Form(NamedTuple):
    """
    How the ids of a prefix are formed.

    Args:
        mark: Pattern of the separator: `-`, `_`, or both where nothing tells.
        tail: Pattern of what follows it; None where nothing tells.
    """

    mark: str = _ANY_MARK
    tail: str | None = None


def form_of(prefixes: Iterable[str], ids: Mapping[str, frozenset[str]]) -> Form:
    """Return the form that all of a document's ids of some prefixes share. `ids` is what `ids_in` returns."""
    prefixes = tuple(prefixes)
    marks = {text[len(prefix)] for prefix in prefixes for text in ids.get(prefix, ())}
    tails = {text[len(prefix) + 1 :] for prefix in prefixes for text in ids.get(prefix, ())}
    uuids = len(tails) >= FEWEST_UUIDS and all(map(_IS_UUID.fullmatch, tails))
    return Form(marks.pop() if len(marks) == 1 else _ANY_MARK, _UUID if uuids else None)


def ids_in(node: Any) -> dict[str, frozenset[str]]:
    """Return, by prefix, every string in a document that looks like an id with that prefix."""
    found: dict[str, set[str]] = {}
    for part in scalars_in(node):
        if isinstance(part, str) and len(part) < 100 and " " not in part and (prefix := id_prefix(part)):
            found.setdefault(prefix, set()).add(part)
    return {prefix: frozenset(texts) for prefix, texts in found.items()}


def id_pattern(prefixes: Iterable[str], form: Form) -> str:
    """Return the pattern of ids that carry one of `prefixes` and have a form."""
    start = _start(prefixes) + form.mark
    return f"{start}[0-9A-Za-z]" if form.tail is None else f"{start}{form.tail}$"


def joined_pattern(prefixes: Iterable[str], pattern: str) -> str | None:
    """
    Return the pattern of ids that carry one of `prefixes` and go on as `pattern` says.

    None where the pattern does not begin with a separator: then it says something about the whole id.
    """
    return f"{_start(prefixes)}(?:{pattern})" if pattern.startswith((*_MARKS, _ANY_MARK)) else None


def _start(prefixes: Iterable[str]) -> str:
    choices = "|".join(re.escape(prefix) for prefix in sorted(prefixes))
    return f"^(?:{choices})"


def promised_mark(pattern: str) -> str | None:
    """Return the separator that a pattern asks for after the literal prefixes it begins with; None where either will do."""
    found = _MARK_IN_PATTERN.match(pattern)
    return found[1] if found else None
