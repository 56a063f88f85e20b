"""Declarations: what a vendor's own schemas say of a name, for the places where they say nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.inference.names.words import plain, singular
from driftgate.nodes import EXAMPLES, objects_in
from driftgate.schema import follow, types_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.inference.shape.shapes import Shapes

ANY_SHAPE = frozenset({
    "data", "result", "results", "items", "item", "response", "payload", "body", "content", "value", "values", "records", "record", "entries",
    "list", "output", "errors", "error", "attributes", "metadata", "meta", "details", "included",
})  # fmt: skip
"""Names that hold one thing in one answer and a list of things in the next, on purpose."""
DEEPEST = 8
"""Compositions that are looked into for the types of a property."""
MANY = 4
"""How many times more values must show a structure than show the other one, before the few are slips."""


def declared_properties(tree: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property that schemas of a document list, with its schema."""
    for node in objects_in(tree.get("components", {}), tree.get("paths", {}), without=EXAMPLES):
        properties = node.get("properties")
        if isinstance(properties, dict):
            yield from ((name, part) for name, part in properties.items() if isinstance(part, dict))


def declared_kinds(tree: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> frozenset[str]:
    """Return the types, null left out, that a schema names itself or through what it refers to and is made of."""
    whole = follow(tree, schema)
    if not isinstance(whole, dict) or depth >= DEEPEST:
        return frozenset()
    kinds = set(types_of(whole))
    for key in ("allOf", "anyOf", "oneOf") if not kinds else ():
        for part in whole[key] if isinstance(whole.get(key), list) else ():
            kinds |= declared_kinds(tree, part, depth + 1) if isinstance(part, dict) else set()
    if not kinds and "properties" in whole:
        kinds = {"object"}
    return frozenset(kinds - {"null"})


def structures(tree: Mapping[str, Any], shapes: Shapes) -> dict[str, str]:
    """
    Return, by name without case and separators, `array` or `object` where a vendor means one of them.

    That is what all its declarations of the name say and some example agrees with (requests and answers may differ on
    purpose), else what four times as many values show as show the other, where the grammar of the name agrees: `Invoice` is
    no list, `Budgets` is one.
    """
    declared: dict[str, set[str]] = {}
    for name, schema in declared_properties(tree):
        whole = follow(tree, schema)
        kinds = _structure(whole) if isinstance(whole, dict) else set()
        if kinds & {"array", "object"}:
            declared.setdefault(plain(name), set()).update(kinds)
    found: dict[str, str] = {}
    shown: dict[str, Counter[str]] = {}
    for kind in shapes.kinds.values():
        for name, node in kind.shape.fields.items():
            if plain(name) not in ANY_SHAPE:
                shown.setdefault(plain(name), Counter()).update(array=node.arrays, object=node.objects)
    for name, votes in shown.items():
        if name in declared:
            (said, *others) = declared[name]
            if not others and votes[said]:
                found[name] = said
            continue
        winner = "array" if singular(name) != name else "object"
        loser = "object" if winner == "array" else "array"
        if votes[winner] >= MANY * votes[loser] and votes[loser]:
            found[name] = winner
    return found


def _structure(schema: dict[str, Any]) -> set[str]:
    """Return the types a schema names, or means by listing properties, items or parts."""
    kinds = set(types_of(schema)) - {"null"}
    if not kinds and {"properties", "allOf", "additionalProperties"} & schema.keys():
        kinds = {"object"}
    if {"oneOf", "anyOf"} & schema.keys():
        kinds |= {"array", "object"}  # may be either
    return kinds or ({"array"} if "items" in schema else set())


def alternatives(tree: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the names, likewise plain, that the vendor declares to be of one of several types, with all of these."""
    found: dict[str, set[str]] = {}
    for name, schema in declared_properties(tree):
        whole = follow(tree, schema)
        if not isinstance(whole, dict):
            continue
        parts = [part for key in ("oneOf", "anyOf") for part in whole.get(key) or () if isinstance(part, dict)]
        kinds = {kind for part in (whole, *parts) for kind in types_of(follow(tree, part) or {})} - {"null"}
        if len(kinds) >= 2:
            found.setdefault(plain(name), set()).update(kinds)
    return {name: frozenset(kinds) for name, kinds in found.items()}
