"""Instances: the objects of one kind in sampled bodies, flat, so that their fields can be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from driftgate.inference.decision import Decision

MOST_INSTANCES = 600
MOST_LEAVES = 80
DEPTH = 3

Path = tuple[str, ...]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace", "null",
    "return", "true", "var", "void", "while",
})  # fmt: skip


class Instance(NamedTuple):
    """
    One object.

    Args:
        leaves: Scalars and arrays by path, through nested objects; an object that is null stands as null.
        body: Number of the body it stands in.
    """

    leaves: dict[Path, Any]
    body: int


def flat(value: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what stands in an object, down to three levels of objects; arrays as they are."""
    leaves: dict[Path, Any] = {}

    def walk(node: Mapping[str, Any], path: Path) -> None:
        for key, part in node.items():
            if isinstance(part, dict):
                if len(path) < DEPTH - 1:
                    walk(part, (*path, key))
            elif len(leaves) < MOST_LEAVES:
                leaves[*path, key] = part

    walk(value, ())
    return leaves


def objects_of(
    value: Any,
    schema: Any,
    decisions: Mapping[int, Decision],
    follow: Callable[[dict[str, Any]], Any],
    depth: int = 0,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every object that stands where a kind of object was inferred, with the `id` of its schema."""
    if not isinstance(schema, dict) or depth > 30:
        return
    schema = follow(schema)
    if not isinstance(schema, dict):
        return
    for part in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        yield from objects_of(value, part, decisions, follow, depth + 1)
    if isinstance(value, dict):
        properties = schema.get("properties") or {}
        if id(schema) in decisions and properties:
            yield id(schema), value
        rest = schema.get("additionalProperties")
        for key, part in value.items():
            if isinstance(part, (dict, list)):
                yield from objects_of(part, properties.get(key, rest), decisions, follow, depth + 1)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, (dict, list)):
                yield from objects_of(part, schema.get("items"), decisions, follow, depth + 1)


def access(path: Path, root: str = "self") -> str | None:
    """Return the CEL expression of a path; None where CEL cannot name it."""
    parts = [root]
    for name in path:
        if _NAME.fullmatch(name) and name not in _RESERVED:
            parts.append(f".{name}")
        elif "'" not in name and "\\" not in name and name.isprintable():
            parts.append(f"['{name}']")
        else:
            return None
    return "".join(parts)


def guards(path: Path, optional: frozenset[Path], nullable: frozenset[Path], root: str = "self") -> list[str]:
    """Return what must be false for a rule on `path` to apply: that it, or what holds it, is absent or null."""
    found = []
    for length in range(1, len(path) + 1):
        step = path[:length]
        holder, name = access(step[:-1], root), step[-1]
        if step in optional:
            quoted = name.replace("'", "")
            found.append(f"!('{quoted}' in {holder})")
        if step in nullable:
            found.append(f"{access(step, root)} == null")
    return found
