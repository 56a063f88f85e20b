"""Maps: where a schema gives no names, so that a key is data, as an index is, and stands as `*` in a pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import ANY_INDEX, escape
from driftgate.schema.keywords import COMPOSING
from driftgate.schema.shape import follow, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def fold_in(tree: Mapping[str, Any], root: str | None, path: Sequence[str | int]) -> str:
    """
    Return the pointer of a path, with array indexes and keys of maps as `*`: `/trips/*/stops/*/at`.

    A key of a map is one that no `properties` lists and that has a schema of its own by `additionalProperties`,
    `unevaluatedProperties` or `patternProperties`: an id, a date, a locale. What is promised is the same for all of them.

    Args:
        tree: The effective document.
        root: Pointer of the schema that the path begins at; None where nobody knows, and every key is a name.
    """
    nodes = [] if root is None else [node_at(tree, root)]
    folded = ""
    for token in path:
        parts = list(_parts(tree, nodes))
        if isinstance(token, int):
            nodes = list(_elements(parts, token))
            folded += f"/{ANY_INDEX}"
            continue
        named = [part["properties"][token] for part in parts if token in _object(part.get("properties"))]
        others = [] if named else list(_others(parts))
        nodes = named or others
        folded += f"/{ANY_INDEX}" if others else f"/{escape(token)}"
    return folded


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _parts(tree: Mapping[str, Any], nodes: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what schemas are composed of, each part once."""
    stack, seen = list(nodes), set()
    while stack:
        node = stack.pop()
        part = follow(tree, node)
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        for key in COMPOSING:
            below = part.get(key)
            stack.extend(below if isinstance(below, list) else [below])
        stack.extend(_object(part.get("dependentSchemas")).values())


def _elements(parts: Iterable[Mapping[str, Any]], index: int) -> Iterator[Any]:
    for part in parts:
        first = part.get("prefixItems")
        if isinstance(first, list) and index < len(first):
            yield first[index]
        else:
            yield part.get("items")


def _others(parts: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """Yield the schemas of what goes by no listed name; a boolean, or `{}`, promises nothing and makes no map."""
    for part in parts:
        for each in (part.get("additionalProperties"), part.get("unevaluatedProperties")):
            if isinstance(each, dict) and each:
                yield each
        yield from _object(part.get("patternProperties")).values()
