"""
Coverage: which of the fields that an answer promises were seen.

A field is a property that the effective schema declares, named by its pointer with `*` for array indexes and for the
keys of maps; what is declared of array elements or map values that are no objects is a field as well (`/tags/*`).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from driftgate.media_type import is_json
from driftgate.pointer import ANY_INDEX, escape
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract

MAX_FIELDS = 2_000
"""Fields counted of one kind of answer; those nearest to the root come first, the rest is left out."""

_COMPOSED = ("allOf", "anyOf", "oneOf", "then", "else")


class Place:
    """
    An object, array or map that declares fields: what to look for in a value that stands there.

    Args:
        leaves: Pointer by name, of the properties below which nothing is declared.
        inner: The properties below which something is, by name.
        each: What is declared of every array element or map value; None where nothing is below them.
        each_pointer: The pointer of the elements themselves, where they are a field; None where `each` says more.
        named: All properties; other keys of an object are those of a map.
    """

    __slots__ = ("each", "each_pointer", "inner", "leaves", "named", "pointer")

    def __init__(self, pointer: str) -> None:
        self.pointer = pointer
        self.leaves: dict[str, str] = {}
        self.inner: dict[str, Place] = {}
        self.each: Place | None = None
        self.each_pointer: str | None = None
        self.named: frozenset[str] = frozenset()

    @property
    def declares(self) -> bool:
        return bool(self.leaves or self.inner or self.each is not None or self.each_pointer is not None)

    def pointers(self) -> Iterator[str]:
        """Yield the pointer of every field declared here and below, in no order."""
        yield from self.leaves.values()
        if self.each_pointer is not None:
            yield self.each_pointer
        for place in self.inner.values():
            yield place.pointer
            yield from place.pointers()
        if self.each is not None:
            yield from self.each.pointers()

    def seen_in(self, body: Any) -> tuple[str, ...]:
        """Return the pointers of the fields that a parsed body has, each once, in no order."""
        found: set[str] = set()
        self.look(body, found)
        return tuple(found)

    def look(self, value: Any, found: set[str]) -> None:
        """Add to `found` the pointers of the fields that a value at this place has."""
        if value.__class__ is dict:
            for name in value.keys() & self.leaves.keys():
                found.add(self.leaves[name])
            for name, place in self.inner.items():
                if name in value:
                    found.add(place.pointer)
                    place.look(value[name], found)
            if self.each is not None or self.each_pointer is not None:
                self._look_into([part for name, part in value.items() if name not in self.named], found)
        elif value.__class__ is list:
            self._look_into(value, found)

    def _look_into(self, parts: list[Any], found: set[str]) -> None:
        if not parts:
            return
        if self.each_pointer is not None:
            found.add(self.each_pointer)
        each = self.each
        if each is None:
            return
        if each.is_flat:
            each.look_through(parts, found)
            return
        for part in parts:
            each.look(part, found)

    @property
    def is_flat(self) -> bool:
        return not self.inner and self.each is None and self.each_pointer is None

    def look_through(self, parts: list[Any], found: set[str]) -> None:
        """As `look`, at each of many values of a flat place: it ends when every field was found."""
        missing = set(self.leaves)
        for part in parts:
            if part.__class__ is dict and not part.keys().isdisjoint(missing):
                here = part.keys() & missing
                found.update(self.leaves[name] for name in here)
                missing -= here
                if not missing:
                    return


def declared_fields(contract: Contract, schema_pointer: str) -> Place:
    """
    Return the fields that the schema at a pointer of the effective document declares.

    All branches of `allOf`, `anyOf`, `oneOf`, `then` and `else` count; a schema inside itself is not entered again, and
    no more than `MAX_FIELDS` are taken, level by level.
    """
    tree = contract.tree
    root = Place("")
    waiting = deque([(root, [node_at(tree, schema_pointer)], frozenset[int]())])
    left = MAX_FIELDS
    while waiting:
        place, schemas, above = waiting.popleft()
        parts = _parts(tree, schemas, above)
        above |= {id(part) for part in parts}
        properties, elements = _members(tree, parts)
        place.named = frozenset(properties)
        for name, declared in properties.items():
            if not left:
                break
            left -= 1
            pointer = f"{place.pointer}/{escape(name)}"
            if _declares(tree, declared, above):
                place.inner[name] = Place(pointer)
                waiting.append((place.inner[name], declared, above))
            else:
                place.leaves[name] = pointer
        if elements:
            pointer = f"{place.pointer}/{ANY_INDEX}"
            if _declares(tree, elements, above):
                place.each = Place(pointer)
                waiting.append((place.each, elements, above))
            elif left:
                left -= 1
                place.each_pointer = pointer
    return root


def _parts(tree: Mapping[str, Any], schemas: list[Any], above: frozenset[int]) -> list[dict[str, Any]]:
    """Return the schemas with all that they are composed of, but those that stand above."""
    stack, parts, seen = list(reversed(schemas)), [], set(above)
    while stack:
        node = follow(tree, written := stack.pop())
        if isinstance(written, dict) and written is not node:
            parts.append(written)  # OpenAPI 3.1: what stands beside a reference holds too
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        parts.append(node)
        for key in _COMPOSED:
            branches = node.get(key)
            stack.extend(branches if isinstance(branches, list) else [branches])
    return parts


def _members(tree: Mapping[str, Any], parts: list[dict[str, Any]]) -> tuple[dict[str, list[Any]], list[Any]]:
    """Return what is declared of each property, and of array elements and map values."""
    properties: dict[str, list[Any]] = {}
    elements: list[Any] = []
    for part in parts:
        declared = part.get("properties")
        for name, schema in declared.items() if isinstance(declared, dict) else ():
            node = follow(tree, schema)
            if not (isinstance(node, dict) and node.get("writeOnly") is True):
                properties.setdefault(str(name), []).append(schema)
        elements.extend(part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict))
        patterns = part.get("patternProperties")
        elements.extend(patterns.values() if isinstance(patterns, dict) else ())
        elements.extend(part["prefixItems"] if isinstance(part.get("prefixItems"), list) else ())
    return properties, elements


def _declares(tree: Mapping[str, Any], schemas: list[Any], above: frozenset[int]) -> bool:
    properties, elements = _members(tree, _parts(tree, schemas, above))
    return bool(properties or elements)


def declared_pointers(contract: Contract, operation: str, status: str) -> frozenset[str]:
    """Return the fields that any JSON answer of an operation with this status promises."""
    response = contract.operation(operation).response_for(int(status))
    if response is None:
        return frozenset()
    return frozenset(
        pointer
        for name, media_type in response.content.items()
        if (is_json(name) or media_type.is_sequence) and media_type.schema_pointer is not None
        for pointer in declared_fields(contract, media_type.schema_pointer).pointers()
    )
