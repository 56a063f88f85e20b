"""Naming: what the kinds of objects of a document are called, as a person would call a class."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate.inference.names.words import pascal, plain, singular
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from driftgate.inference.seen.node import Shape
    from driftgate.inference.shape.shapes import Kind

GENERIC = frozenset({
    "item", "items", "data", "result", "results", "record", "records", "entry", "entries", "value", "values", "row", "rows", "list", "content",
    "element", "object", "node", "edge", "attributes", "meta", "metadata", "response", "payload", "body", "hit", "collection", "resource",
    "_embedded", "embedded", "detail", "details", "info", "option", "options", "objects", "elements",
    "properties",
})  # fmt: skip

PARTS = frozenset({"attributes", "meta", "metadata", "detail", "details", "info", "option", "options", "properties"})
"""Names, of those, of what is no thing for itself but tells of the one it stands in."""
_ROLES = frozenset({
    "to", "from", "by", "for", "with", "self", "this", "other", "new", "old", "current", "previous", "next", "first", "last",
    "before", "after", "default", "left", "right", "source", "target", "origin", "destination", "primary", "secondary", "main",
})  # fmt: skip
"""Names that say in which part something appears, not what it is."""
_ENDINGS = ("Record", "Item", "Entry", "Details", "View", "Summary")
_LIST_ENDINGS = ("List", "Page", "Listing")


def name_all(kinds: Iterable[Kind], taken: Iterable[str]) -> None:
    """
    Give every kind a name of its own that no schema of the vendor has.

    Args:
        kinds: Those without a name, in document order; `name` is set.
        taken: Names that are given already, in lower case.
    """
    used = set(taken)
    for kind in kinds:
        if not kind.name:
            found = (each for each in _options(kind) if each[:1].isalpha() and each.lower() not in used)
            kind.name = next(found, "") or _numbered(next(_options(kind), "Body"), used)
        used.add(kind.name.lower())


def _options(kind: Kind) -> Iterator[str]:
    """Yield names, the best first: after the place, after what it stands in, and with an ending that tells it from its namesakes."""
    ranked = sorted(kind.hints.items(), key=lambda each: (_says_little(each[0]), -each[1], len(each[0]), each[0]))
    parents = [pascal(name) for name, _ in sorted(kind.parents.items(), key=lambda each: (-each[1], each[0])) if name]
    hint = pascal(ranked[0][0]) or "Body"
    parent = parents[0] if parents else ""
    if plain(hint) in _ROLES and (shared := _shared_word(kind.shape)):
        yield shared
        hint = shared
    is_list = _is_list(kind.shape)
    one = singular(hint) if is_list else hint
    if is_list and one == hint and any(plain(key) in GENERIC for key, node in kind.shape.fields.items() if node.item):
        yield from (f"{one}{ending}" for ending in _LIST_ENDINGS)  # its items have the bare name
    if singular(hint) == hint and "" in kind.parents and _is_envelope(kind.shape):
        yield f"{hint}Response"  # what it holds has the bare name
    if plain(hint) not in GENERIC | _ROLES or not parent:
        yield hint
    joined = [_joined(each, hint) for each in parents]
    if all(joined):  # what also stands where it belongs is not named after one of the others
        yield from joined
    yield from (f"{one}{ending}" for ending in (*(_LIST_ENDINGS if is_list else ()), *_ENDINGS))
    yield from (pascal(name) for name, _ in ranked[1:])
    yield f"{parent}{hint}"


def _says_little(hint: str) -> int:
    return 2 if plain(hint) in GENERIC else 1 if plain(hint) in _ROLES else 0


def _joined(parent: str, hint: str) -> str:
    """Return what a thing in another is called, shared words once: `ItemHistory` and `HistoryRecord` are `ItemHistoryRecord`."""
    first, second = [part.title() for part in words(parent)], [part.title() for part in words(hint)]
    for length in range(min(len(first), len(second)), 0, -1):
        if [singular(part) for part in first[-length:]] == [singular(part) for part in second[:length]]:
            return "" if length == len(second) else parent[: len(parent) - sum(map(len, first[-length:]))] + hint
    return parent + hint


def _shared_word(shape: Shape) -> str:
    """Return the word that three fields or more, and most of those of several words, begin with: `address_city` is of an address."""
    begun = Counter(parts[0] for key in shape.fields if len(parts := words(key)) > 1)
    if not begun:
        return ""
    word, times = begun.most_common(1)[0]
    return (
        pascal(word)
        if times >= 3 and 2 * times > begun.total() and word not in {"is", "has", "date", "created"}
        else ""
    )


def _is_list(shape: Shape) -> bool:
    """Tell whether an object is what a list comes in: one array of objects, and nothing else that holds objects."""
    arrays = [node for node in shape.fields.values() if node.item is not None and node.item.shape is not None]
    return len(arrays) == 1 and all(
        node.shape is None or plain(key) in PARTS | {"pagination", "paging", "page", "links"}
        for key, node in shape.fields.items()
    )


def _is_envelope(shape: Shape) -> bool:
    """Tell whether an object only wraps another, under a name that says nothing: `{"error_code": 0, "result": {…}}`."""
    held = [key for key, node in shape.fields.items() if node.shape is not None or node.item is not None]
    return len(held) == 1 and plain(held[0]) in GENERIC - PARTS and shape.fields[held[0]].shape is not None


def _numbered(name: str, used: set[str]) -> str:
    name = name if name[:1].isalpha() else f"Body{name}"
    number = 2
    while f"{name}{number}".lower() in used:
        number += 1
    return f"{name}{number}"
