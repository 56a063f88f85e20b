"""Composed schemas, rearranged so that the generator reads every part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.nodes import EXAMPLES, objects_in
from driftgate.schema import follow, unescape_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_UNIONS = ("oneOf", "anyOf")
_OWN = ("properties", "required", "additionalProperties")
_OBJECT = frozenset({"$ref", "properties", "allOf", "oneOf", "anyOf", "additionalProperties"})


def rearranged(
    tree: Mapping[str, Any], node: dict[str, Any], where: str, note: Callable[[str], None]
) -> dict[str, Any]:
    """
    Return a schema that is one of: plain, an `allOf`, or a union.

    NOTE: the generator reads nothing but the union of a schema that also has properties, nothing but the reference of
    an `allOf` that has one, refuses an `allOf` of a union, and makes an object of an `allOf` of strings. All seen with
    openapi-python-client 0.29.1.
    """
    origin = node
    members = node.get("allOf") if isinstance(node.get("allOf"), list) else None
    if (
        members
        and all(isinstance(member, dict) and _is_plain(member) for member in members)
        and _is_plain(node, "allOf")
    ):
        merged: dict[str, Any] = {}
        for member in members:
            merged |= member
        node = merged | {key: value for key, value in node.items() if key != "allOf"}
        members = None
    unions = [key for key in _UNIONS if isinstance(node.get(key), list) and node[key]]
    told = [key for key in unions if tells_more(node[key])]
    if len(unions) > len(told):
        node = {key: value for key, value in node.items() if key not in unions or key in told}
        if not told and "type" not in node and not members and "properties" not in node:
            node |= {"type": "object"}
    own = {key: node[key] for key in _OWN if node.get(key) is not None and node[key] != []}
    if told and ("properties" in own or members):
        if len(told) > 1:
            note(f"{where}: of `oneOf` and `anyOf` the client reads only `oneOf`")
        base = [*(members or []), *([{"type": "object", **own}] if own else [])]
        heirs = [_extends(tree, follow(tree, branch), origin) for branch in node[told[0]]]
        if all(heirs):  # they have all of this already
            return {key: value for key, value in node.items() if key not in {*_OWN, "allOf", "type", *told[1:]}}
        return _distributed(node, base, node[told[0]], told[0])
    if not members:
        return node
    return _without_unions(tree, node, members, own, where, note)


def _distributed(node: Mapping[str, Any], base: list[Any], branches: list[Any], union: str) -> dict[str, Any]:
    """Return the union of `base` with each branch."""
    rest = {key: value for key, value in node.items() if key not in {*_OWN, *_UNIONS, "allOf", "type", "discriminator"}}
    return {**rest, union: [{"allOf": [*base, branch]} for branch in branches]}


def _without_unions(
    tree: Mapping[str, Any],
    node: dict[str, Any],
    members: list[Any],
    own: dict[str, Any],
    where: str,
    note: Callable[[str], None],
) -> dict[str, Any]:
    """Return an `allOf` without references to unions (at most one is distributed over the rest), and all own parts in it."""
    whole = [*(_own_part(tree, node, member) for member in members), *([{"type": "object", **own}] if own else [])]
    alternatives = [index for index, member in enumerate(whole) if _union_of(tree, member)]
    if alternatives and len(whole) > 1:
        first = alternatives[0]
        for index in alternatives[1:]:
            note(f"{where}/allOf/{index}: a second set of alternatives is read as additional properties")
        base = [member for index, member in enumerate(whole) if index not in alternatives]
        if not any(_says_anything(member) for member in base):
            return {key: value for key, value in node.items() if key not in {*_OWN, "allOf"}} | {
                "allOf": [whole[first]]
            }
        return _distributed(node, base, _union_of(tree, whole[first]), "oneOf")
    return {key: value for key, value in node.items() if key not in _OWN} | {"allOf": whole}


def _own_part(tree: Mapping[str, Any], node: Mapping[str, Any], member: Any) -> Any:
    """
    Return a member without its alternatives where one of them is `node` itself.

    So is inheritance written: Pet is one of Cat and Dog, and Cat is all of Pet and something more.
    """
    found = follow(tree, member)
    if found is member or not isinstance(found, dict):
        return member
    unions = [found[key] for key in _UNIONS if isinstance(found.get(key), list)]
    branches = [branch for union in unions for branch in union]
    if not any(follow(tree, branch) is node or _extends(tree, follow(tree, branch), found) for branch in branches):
        return member
    return {key: found[key] for key in (*_OWN, "allOf", "description") if key in found} | {"type": "object"}


def _extends(tree: Mapping[str, Any], node: Any, parent: Any) -> bool:
    members = node.get("allOf") if isinstance(node, dict) else None
    return isinstance(members, list) and any(follow(tree, member) is parent for member in members)


def _union_of(tree: Mapping[str, Any], member: Any) -> list[Any]:
    """Return the alternatives that a member refers to or is, with what they share; empty where it is no union."""
    found = follow(tree, member)
    if not isinstance(found, dict):
        return []
    for key in _UNIONS:
        branches = found.get(key)
        if isinstance(branches, list) and tells_more(branches):
            shared = {each: found[each] for each in (*_OWN, "allOf") if found.get(each)}
            return [{"allOf": [{"type": "object", **shared}, branch]} for branch in branches] if shared else branches
    return []


def _says_anything(member: Any) -> bool:
    return isinstance(member, dict) and bool((_OBJECT | {"required"}) & member.keys())


def _is_plain(node: Mapping[str, Any], beside: str = "") -> bool:
    """Tell whether a schema is surely no object and no reference."""
    types = node.get("type")
    return (
        not ((_OBJECT - {beside}) & node.keys())
        and types != "object"
        and not (isinstance(types, list) and "object" in types)
        and not (beside == "" and types is None and "required" in node)
    )


def tells_more(branches: list[Any]) -> bool:
    """Tell whether some alternative says more than which properties are required."""
    return any(
        isinstance(branch, dict) and ({"type", "enum", "const", "items", "format"} | _OBJECT) & branch.keys()
        for branch in branches
    )


def extended(tree: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pointers of all schemas that some `allOf` refers to, sorted: they are parts of other schemas."""
    found: set[str] = set()
    for node in objects_in(tree, without=EXAMPLES):
        members = node.get("allOf")
        for member in members if isinstance(members, list) else ():
            target = member.get("$ref") if isinstance(member, dict) else None
            if isinstance(target, str) and target.startswith("#"):
                found.add(unescape_uri(target[1:]))
    return tuple(sorted(found))


def is_model(node: Mapping[str, Any], types: list[str]) -> bool:
    """Tell whether the generator makes a class of it."""
    return "object" in types or bool(node.get("allOf")) or (not types and bool(node.get("properties")))
