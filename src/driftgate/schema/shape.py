"""What an object schema lists, and whether it leaves room for more, over references and composed parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, ROOT, escape, resolve
from driftgate.schema.keywords import COMPOSING, types_of, unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_REFERENCES = 60
"""How many references in a row are followed."""


def follow(tree: Mapping[str, Any], node: Any) -> Any:
    """Return the schema that `node` is or refers to; None where a reference leads nowhere or in a circle."""
    for _ in range(MAX_REFERENCES):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        node = resolve(tree, unescape_uri(node["$ref"][1:])) if node["$ref"].startswith("#") else None
        node = None if node is MISSING else node
    return None


def shape(tree: Mapping[str, Any], node: Any) -> tuple[bool, bool]:
    """
    Tell of an object schema whether it lists properties, and whether it says that others may come.

    A schema that is composed of one part twice is looked at once: the work grows with the parts, not with the ways to them.
    """
    lists = is_open = False
    stack, seen = [node], set()
    while stack:
        part = follow(tree, stack.pop())
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        lists = lists or bool(part.get("properties"))
        if says_what_else(part):
            is_open = is_open or not _is_closed(part)
            continue
        for key in ("allOf", "then", "else"):
            stack.extend(_parts(part.get(key)))
        for key in ("anyOf", "oneOf"):
            branches = _parts(part.get(key))
            stack.extend(branches)
            is_open = is_open or any(_may_hold_more(tree, each) for each in branches)
    return lists, is_open


def _may_hold_more(tree: Mapping[str, Any], branch: Any) -> bool:
    """Tell whether an alternative lists nothing and leaves room for all."""
    return _may_be_object(branch) and not _is_closed(branch) and not shape(tree, branch)[0]


def says_what_else(node: Mapping[str, Any]) -> bool:
    """Tell whether an object schema itself says what it may hold beside the properties that it lists."""
    return bool({"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"} & node.keys())


def _is_closed(node: Any) -> bool:
    """Tell whether it says that nothing else may come."""
    if not isinstance(node, dict) or {"patternProperties", "propertyNames"} & node.keys():
        return False
    return False in (node.get("additionalProperties"), node.get("unevaluatedProperties"))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else []


def _may_be_object(node: Any) -> bool:
    if not isinstance(node, dict):
        return node is True
    return not {"$ref", "required", *COMPOSING} & node.keys() and (not types_of(node) or "object" in types_of(node))


def composed_references(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pointers that some `allOf`, `anyOf`, `oneOf`, … refers to: those schemas are parts, not wholes."""
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, composed = stack.pop()
        if isinstance(node, list):
            stack.extend((value, composed) for value in node)
        elif isinstance(node, dict):
            target = node.get("$ref")
            # OpenAPI 3.1: a reference with properties beside it is one part of a whole, too.
            extended = "properties" in node or bool(COMPOSING & node.keys())
            if (composed or extended) and isinstance(target, str) and target.startswith("#"):
                yield unescape_uri(target[1:])
            for key, value in node.items():
                if key not in {"example", "examples", "enum", "default", "const"}:
                    stack.append((value, key in COMPOSING or key in {"not", "if", "then", "else"}))


def node_at(tree: Mapping[str, Any], location: str) -> Any:
    """Return the translated schema node at a pointer, `{}` where there is none."""
    node = resolve(tree, location)
    return {} if node is MISSING else node


def listed_properties(tree: Mapping[str, Any], node: Any) -> frozenset[str]:
    """Return the names of all properties that `node`, its references and its composed parts list."""
    names: set[str] = set()
    stack, seen = [node], set()
    while stack:
        part = stack.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        properties = part.get("properties")
        names.update(properties if isinstance(properties, dict) else ())
        if isinstance(target := part.get("$ref"), str) and target.startswith("#"):
            stack.append(resolve(tree, unescape_uri(target[1:])))
        for key in ("allOf", "anyOf", "oneOf", "then", "else", "if"):
            stack.extend(_parts(part.get(key)))
        dependent = part.get("dependentSchemas")
        stack.extend(dependent.values() if isinstance(dependent, dict) else ())
    return frozenset(names)


def required_properties(tree: Mapping[str, Any], node: Any) -> frozenset[str]:
    """Return the names that `node`, its reference or any of its composed parts require."""
    listed = (part.get("required") for part in composed_parts(tree, node))
    return frozenset(name for names in listed if isinstance(names, list) for name in names if isinstance(name, str))


def kinds_of(tree: Mapping[str, Any], node: Any) -> frozenset[str]:
    """Return every type that a schema, its references and composed parts name; empty where they name none."""
    return frozenset(kind for part in composed_parts(tree, node) for kind in types_of(part))


def kinds_of_members(tree: Mapping[str, Any], node: Any) -> dict[str, frozenset[str]]:
    """Return, for each property that a schema and its parts list, every type that any of them names for it."""
    kinds: dict[str, frozenset[str]] = {}
    for part in composed_parts(tree, node):
        for name, member in (part.get("properties") or {}).items():
            kinds[name] = kinds.get(name, frozenset()) | kinds_of(tree, member)
    return kinds


def composed_parts(tree: Mapping[str, Any], node: Any) -> Iterator[Mapping[str, Any]]:
    """Yield a schema, what it refers to, and all that it is composed of, each once."""
    stack, seen = [node], set()
    while stack:
        part = stack.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if isinstance(target := part.get("$ref"), str) and target.startswith("#"):
            stack.append(node_at(tree, unescape_uri(target[1:])))
        for key in ("allOf", "anyOf", "oneOf", "then", "else"):
            stack.extend(_parts(part.get(key)))


def marked_properties(tree: Mapping[str, Any], node: Any, mark: str) -> frozenset[str]:
    """Return the names of the properties that `node`, its reference or any of its composed parts marks (`writeOnly`)."""
    names: set[str] = set()
    for part in composed_parts(tree, node):
        properties = part.get("properties")
        for name, schema in properties.items() if isinstance(properties, dict) else ():
            found = follow(tree, schema)
            if isinstance(found, dict) and found.get(mark) is True:
                names.add(name)
    return frozenset(names)


def records_in(tree: Mapping[str, Any], schema_pointer: str) -> str | None:
    """Return where the records are in a body: the root of an array, or its one array of objects; None elsewhere."""
    schema = follow(tree, node_at(tree, schema_pointer))
    if not isinstance(schema, dict):
        return None
    if "array" in types_of(schema) or "items" in schema:
        return ROOT
    properties = schema.get("properties")
    arrays = [
        name
        for name, part in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(follow(tree, part), dict)
        and "array" in types_of(part)
        and isinstance(item := follow(tree, part.get("items")), dict)
        and ("object" in types_of(item) or "properties" in item)
    ]
    return f"/{escape(arrays[0])}" if len(arrays) == 1 else None
