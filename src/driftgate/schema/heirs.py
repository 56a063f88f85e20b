"""Heirs: the schemas that a discriminator leads to, although the schema that has it names none of their properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema.keywords import unescape_uri
from driftgate.schema.shape import follow, listed_properties

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEMAS = "/components/schemas/"
MAX_HEIRS = 1_000


class Heirs:
    """
    Which properties a value of a schema with a `discriminator` may have by being one of its heirs.

    Source:
        OpenAPI 3.0.3 and 3.1.1, "Discriminator Object": "a parent schema": what stands in its place is any schema that
        has it in its `allOf`, or that its `mapping` names.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        schemas = (tree.get("components") or {}).get("schemas")
        self._schemas: Mapping[str, Any] = schemas if isinstance(schemas, dict) else {}
        self._children: dict[str, list[str]] | None = None

    def names(self, node: Any) -> frozenset[str]:
        """Return the properties that heirs of `node` list; none where it has no discriminator of its own."""
        if (
            isinstance(node, dict)
            and "$ref" not in node
            and isinstance(parts := node.get("allOf"), list)
            and len(parts) == 1
        ):
            node = parts[0]
        parent = follow(self._tree, node)
        if not isinstance(parent, dict) or not isinstance(told := parent.get("discriminator"), dict):
            return frozenset()
        if "oneOf" in parent or "anyOf" in parent:
            return frozenset()
        mapping = told.get("mapping")
        pointers = [self._pointer(each) for each in (mapping.values() if isinstance(mapping, dict) else ())]
        pointers += self._below(parent)
        found = (resolve(self._tree, pointer) for pointer in pointers[:MAX_HEIRS])
        return frozenset().union(*(listed_properties(self._tree, each) for each in found if each is not MISSING))

    def _pointer(self, target: Any) -> str:
        """Return where the schema stands that a mapping names, by reference or by name."""
        text = str(target)
        return unescape_uri(text[1:]) if text.startswith("#") else f"{_SCHEMAS}{escape(text)}"

    def _below(self, parent: Any) -> list[str]:
        """Return the pointers of all schemas that have a parent in their `allOf`, and of theirs."""
        if self._children is None:
            self._children = {}
            for name, schema in self._schemas.items():
                parts = schema.get("allOf") if isinstance(schema, dict) else None
                for part in parts if isinstance(parts, list) else ():
                    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                        self._children.setdefault(self._pointer(part["$ref"]), []).append(f"{_SCHEMAS}{escape(name)}")
        own = next((f"{_SCHEMAS}{escape(name)}" for name, schema in self._schemas.items() if schema is parent), "")
        found: list[str] = []
        stack = [own]
        while stack and len(found) <= MAX_HEIRS:
            for child in self._children.get(stack.pop(), ()):
                if child not in found:
                    found.append(child)
                    stack.append(child)
        return found
