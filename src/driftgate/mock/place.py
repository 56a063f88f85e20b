"""Places: the schema that a pointer into a body stands under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import ANY_INDEX, MISSING, escape, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from driftgate.contract import Contract

_BRANCHES = ("allOf", "anyOf", "oneOf")


def schema_at(contract: Contract, schema_pointer: str, tokens: Sequence[str]) -> str | None:
    """
    Return the pointer, in the document, of the schema for a place in a body; None where the schema knows none.

    References are followed and the first composed part that lists the place is taken. An index is `*` or a number.
    """
    tree = contract.translation().tree
    here = [schema_pointer]
    for token in tokens:
        found = (below for pointer in here for whole in _parts(tree, pointer) for below in _below(tree, whole, token))
        here = list(dict.fromkeys(found))
        if not here:
            return None
    return here[0]


def names_at(contract: Contract, schema_pointer: str, tokens: Sequence[str]) -> list[str]:
    """Return what may stand one step below a place: property names, `*` for the items of an array."""
    found = schema_at(contract, schema_pointer, tokens)
    tree = contract.translation().tree
    names: dict[str, None] = {}
    for pointer in _parts(tree, found) if found is not None else ():
        node = resolve(tree, pointer)
        if isinstance(node, dict):
            names.update(dict.fromkeys(node.get("properties") or ()))
            if "items" in node:
                names[ANY_INDEX] = None
    return list(names)


def keywords_at(contract: Contract, schema_pointer: str) -> frozenset[str]:
    """Return every keyword that a schema, its references and composed parts have."""
    tree = contract.translation().tree
    return frozenset(keyword for part in _parts(tree, schema_pointer) for keyword in resolve(tree, part))


def _parts(tree: Any, pointer: str) -> Iterator[str]:
    """Yield a schema's pointer and those of its referenced and composed parts."""
    stack, seen = [pointer], set()
    while stack:
        place = stack.pop()
        node = resolve(tree, place)
        if place in seen or node is MISSING or not isinstance(node, dict):
            continue
        seen.add(place)
        yield place
        for key in reversed(_BRANCHES):
            stack.extend(f"{place}/{key}/{index}" for index in reversed(range(len(node.get(key) or ()))))
        if isinstance(node.get("$ref"), str) and node["$ref"].startswith("#"):
            stack.append(unescape_uri(node["$ref"][1:]))


def _below(tree: Any, pointer: str, token: str) -> Iterator[str]:
    node = resolve(tree, pointer)
    properties = node.get("properties")
    if isinstance(properties, dict) and token in properties:
        yield f"{pointer}/properties/{escape(token)}"
    elif token == ANY_INDEX or token.isdecimal():
        if isinstance(node.get("prefixItems"), list) and token.isdecimal() and int(token) < len(node["prefixItems"]):
            yield f"{pointer}/prefixItems/{token}"
        elif "items" in node and node["items"] is not False:
            yield f"{pointer}/items"
    elif isinstance(node.get("additionalProperties"), dict):
        yield f"{pointer}/additionalProperties"
