"""Bare scalars: strings and integers that a vendor declares without saying what is in them, while its examples show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.names.words import plain
from driftgate.inference.seen.node import Node
from driftgate.inference.seen.places import ANNOTATIONS, Place, follow, schema_examples
from driftgate.pointer import escape
from driftgate.schema import types_of
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.inference.seen.places import Answer

SAID = frozenset({"format", "x-date-dialect", "x-id-prefix", "x-sensitive"})
"""What may be added to what a vendor declares; a pattern only beside one of these."""
FREE = frozenset({"value", "text", "content", "data", "query", "search", "label", "example", "default", "comment", "note", "notes"})  # fmt: skip
"""Names of what may hold anything, whatever one example shows."""


def is_bare(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema is a string, or an integer, and says nothing else; `int64` is the width of every integer."""
    said = {key for key in schema if key not in ANNOTATIONS and not key.startswith("x-")}
    kinds = set(types_of(schema)) - {"null"}
    if kinds == {"integer"} and str(schema.get("format")).startswith("int"):
        said.discard("format")
    return said == {"type"} and kinds in ({"string"}, {"integer"})


class BareScalars:
    """The bare scalars that responses of a document reach, with what examples show there."""

    def __init__(self, tree: Mapping[str, Any], asked: Sequence[Answer]) -> None:
        self._tree = tree
        self._found: dict[str, Place] = {}
        self._seen: set[str] = set()
        for answer in asked:
            if answer.media_type.schema_pointer is not None:
                self._walk(answer.media_type.schema_pointer)
        for answer in asked if self._found else ():
            for _, value in answer.examples:
                if answer.media_type.schema_pointer is not None:
                    self._observe(answer.media_type.schema_pointer, value)

    def places(self) -> list[Place]:
        """Return those of which examples show strings, or integers, as declared."""
        found = []
        for place in self._found.values():
            node, name = place.nodes[0]
            node.settle()
            values = node.count - node.nulls
            of_type = (
                node.strings if types_of(place.declared or {})[0] == "string" else sum(node.ints.counts().values())
            )
            if values == of_type > 0 and not FREE & set(words(name)[-1:]):
                found.append(place)
        return found

    def _walk(self, start: str) -> None:
        """Find the bare scalars below a schema, with the examples that their own schemas carry."""
        stack = [(start, "")]
        while stack:
            start, name = stack.pop()
            for pointer, schema in self._parts(start):
                if pointer in self._seen:
                    continue
                self._seen.add(pointer)
                if is_bare(schema) and name:
                    node = Node()
                    for _, value in schema_examples(schema, pointer):
                        node.observe(value)
                    self._found[pointer] = Place(pointer=pointer, declared=schema, nodes=[(node, name)])
                    continue
                properties = schema.get("properties")
                below = [
                    (f"{pointer}/properties/{escape(key)}", key)
                    for key in (properties if isinstance(properties, dict) else ())
                ]
                below += [(f"{pointer}/{key}", name) for key in ("items", "additionalProperties") if key in schema]
                stack.extend(reversed(below))

    def _observe(self, start: str, value: Any) -> None:
        """Give the bare scalars below a schema what a value shows there."""
        stack = [(start, value)]
        while stack:
            start, value = stack.pop()
            for pointer, schema in self._parts(start):
                if pointer in self._found and not isinstance(value, (dict, list)):
                    self._found[pointer].nodes[0][0].observe(value)
                elif isinstance(value, dict):
                    properties = schema.get("properties")
                    named = properties if isinstance(properties, dict) else {}
                    stack.extend(
                        (
                            f"{pointer}/properties/{escape(key)}"
                            if key in named
                            else f"{pointer}/additionalProperties",
                            part,
                        )
                        for key, part in value.items()
                        if key in named or "additionalProperties" in schema
                    )
                elif isinstance(value, list) and "items" in schema:
                    stack.extend((f"{pointer}/items", part) for part in value)

    def _parts(self, start: str) -> list[tuple[str, dict[str, Any]]]:
        """Return a schema and the parts it is made of; none of several alternatives, of which a value may be any."""
        found: dict[str, dict[str, Any]] = {}
        stack = [start]
        while stack:
            schema, pointer = follow(self._tree, stack.pop())
            if not isinstance(schema, dict) or pointer in found:
                continue
            found[pointer] = schema
            parts = schema.get("allOf")
            stack.extend(f"{pointer}/allOf/{index}" for index, _ in enumerate(parts if isinstance(parts, list) else ()))
        return list(found.items())


def told(place: Place, update: Mapping[str, Any], others: Mapping[str, set[tuple[Any, ...]]]) -> dict[str, Any]:
    """
    Return what an inferred schema adds to a bare declaration; nothing where another field of the name holds something else.

    Args:
        others: By plain name, what each bare field of that name was found to be (`form_of`).
    """
    if len(others[plain(place.nodes[0][1])]) > 1:
        return {}
    added = {key: value for key, value in update.items() if key in SAID}
    if "pattern" in update and {"x-id-prefix"} & added.keys():
        added["pattern"] = update["pattern"]
    return {**added, "x-inferred": update["x-inferred"]} if added else {}


def form_of(update: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a schema says of the form of its values, to compare fields of one name."""
    return tuple(update.get(key) for key in ("format", "x-date-dialect", "x-id-prefix"))
