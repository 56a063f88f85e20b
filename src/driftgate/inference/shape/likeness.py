"""Likeness: the vendor's own schemas of a thing like this one, told by the names of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.shape.nullables import may_be_null
from driftgate.nodes import EXAMPLES, objects_in
from driftgate.schema import follow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LIKE = 0.6
"""Share of common fields from which on an object shown and an object declared are one thing."""
FEWEST = 4
"""Fields that both must have: `{id, name}` is like everything."""
NEARLY = 0.15
"""How much less like it than the nearest another declared object may be and still be heard."""
DEEPEST = 8


class Declared(NamedTuple):
    """An object that a schema declares: its fields, and which of them may be null."""

    fields: frozenset[str]
    nullable: frozenset[str]


def declared_objects(tree: Mapping[str, Any]) -> tuple[Declared, ...]:
    """Return every object that schemas of a document declare, with what its `allOf` adds, in document order, each once."""
    found: dict[Declared, None] = {}
    for node in objects_in(tree.get("components", {}), tree.get("paths", {}), without=EXAMPLES):
        if isinstance(node.get("properties"), dict) or isinstance(node.get("allOf"), list):
            properties = _properties(tree, node)
            if len(properties) >= FEWEST:
                nullable = frozenset(name for name, each in properties.items() if may_be_null(tree, each))
                found[Declared(frozenset(properties), nullable)] = None
    return tuple(found)


def _properties(tree: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> dict[str, dict[str, Any]]:
    """Return the properties of a schema by name; what stands beside an `allOf` wins over what the parts say."""
    found: dict[str, dict[str, Any]] = {}
    if depth < DEEPEST:
        for part in schema["allOf"] if isinstance(schema.get("allOf"), list) else ():
            followed = follow(tree, part)
            if isinstance(followed, dict):
                found.update(_properties(tree, followed, depth + 1))
    own = schema.get("properties")
    found.update({name: each for name, each in own.items() if isinstance(each, dict)} if isinstance(own, dict) else {})
    return found


def told_of_null(fields: Iterable[str], declared: Iterable[Declared]) -> dict[str, bool]:
    """
    Return, by field, whether the declared objects most like one with these `fields` let it be null.

    Empty where none is like it. Of several that are nearly as like it as the nearest, one that takes null is enough.
    """
    named = frozenset(fields)
    likenesses = {
        each: len(named & each.fields) / len(named | each.fields)
        for each in declared
        if len(named & each.fields) >= FEWEST
    }
    least = max(LIKE, max(likenesses.values(), default=0.0) - NEARLY)
    nearest = [each for each, likeness in likenesses.items() if likeness >= least]
    return {
        name: any(name in each.nullable for each in nearest)
        for name in sorted(named)
        if any(name in each.fields for each in nearest)
    }
