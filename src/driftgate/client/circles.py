"""Circles of arrays and unions: schemas that contain themselves with no object in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "#/components/schemas/"


def circles(tree: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the pairs of component and reference in it that close a circle, which the generator cannot enter."""
    schemas = (tree.get("components") or {}).get("schemas") or {}
    edges = {key: _direct(node) for key, node in schemas.items()}
    return frozenset(
        (key, target) for key, targets in edges.items() for target in targets if _reaches(edges, target, key)
    )


def _reaches(edges: Mapping[str, set[str]], start: str, goal: str) -> bool:
    stack, seen = [start], set()
    while stack:
        key = stack.pop().removeprefix(_PREFIX)
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            stack.extend(edges.get(key, ()))
    return False


def _direct(node: Any) -> set[str]:
    """Return the references of a schema that are reached without passing through an object's properties."""
    if not isinstance(node, dict):
        return set()
    if isinstance(node.get("$ref"), str):
        return {node["$ref"]}
    parts = [node.get("items")]
    for key in ("oneOf", "anyOf", "allOf", "prefixItems"):
        branches = node.get(key)
        # An `allOf` of several makes a class; of one, it is that one.
        if isinstance(branches, list) and (key != "allOf" or len(branches) == 1):
            parts.extend(branches)
    return set().union(*(_direct(part) for part in parts))
