"""Nodes: every object, and every scalar, of a JSON value, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = frozenset({"example", "examples"})
"""Members of OpenAPI objects that hold the vendor's values: what looks like a schema in one is none."""


def objects_in(*values: Any, without: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Yield every object in values, themselves included, those around others first; not what stands under `without`."""
    stack = list(values)
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            yield node
            stack.extend(value for key, value in node.items() if key not in without)


def scalars_in(*values: Any) -> Iterator[Any]:
    """Yield every string, number, boolean and null in values, themselves included, in no order that means anything."""
    stack = list(values)
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
        else:
            yield node
