"""How often a validator meets a value below one schema: composed schemas multiply, and some documents do so on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import resolve
from driftgate.schema.keywords import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAVIEST = 10_000
"""
Ways to the parts of one schema that are followed. Twenty schemas, each `allOf` of the next one and of a variant of it, make a
million. Measured with jsonschema-rs 0.60: 16,000 ways with `unevaluatedProperties` take a second for each value.
"""


class Weights:
    """The number of schemas that look at one and the same value, for each schema of a tree; found once each."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._known: dict[int, int] = {}

    def of(self, node: Any) -> int:
        """Return 1 and the weights of all parts that look at the same value; a circle counts once."""
        stack, open_now = [node], set()
        while stack:
            current = stack[-1]
            key = id(current)
            if not isinstance(current, dict) or key in self._known:
                stack.pop()
                continue
            parts = [part for part in self._parts(current) if isinstance(part, dict)]
            waiting = [part for part in parts if id(part) not in self._known and id(part) not in open_now]
            if key not in open_now and waiting:
                open_now.add(key)
                stack.extend(waiting)
                continue
            stack.pop()
            open_now.discard(key)
            self._known[key] = 1 + sum(self._known.get(id(part), 1) for part in parts)
        return self._known.get(id(node), 1)

    def _parts(self, node: dict[str, Any]) -> Iterator[Any]:
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            referred = resolve(self._tree, unescape_uri(target[1:]))
            if isinstance(referred, dict):
                yield referred
        for key in ("allOf", "anyOf", "oneOf"):
            listed = node.get(key)
            if isinstance(listed, list):
                yield from listed if key == "oneOf" else distinct_parts(listed)
        for key in ("not", "if", "then", "else"):
            if isinstance(node.get(key), dict):
                yield node[key]


def distinct_parts(parts: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the parts of an `allOf` or `anyOf` that are objects, of equal references the first."""
    seen: set[str] = set()
    for part in parts:
        if isinstance(part, dict):
            if part.keys() == {"$ref"} and isinstance(part["$ref"], str):
                if part["$ref"] in seen:
                    continue
                seen.add(part["$ref"])
            yield part
