"""Parts of a document that cannot be read: references that lead nowhere, and what stands where a schema belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.pointer import MISSING, escape
from driftgate.revision.reading import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.revision.side import Side

_VALUES = {
    True: frozenset({"example", "examples", "default", "enum", "const"}),
    False: frozenset({"example", "value", "dataValue"}),
}
"""Keys, in a schema and elsewhere, below which stand values, in which `$ref` is a name like any other."""
_ONE_SCHEMA = frozenset({
    "schema", "itemSchema", "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
    "contentSchema", "unevaluatedItems", "unevaluatedProperties",
})  # fmt: skip
_LISTS = frozenset({"allOf", "oneOf", "anyOf", "prefixItems"})
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})


class Broken(NamedTuple):
    """
    A part that cannot be read.

    Args:
        pointer: Of the part.
        target: Where its reference should lead, as written; empty where it is no reference.
        is_schema: A schema is wanted there.
        why: What is wrong, as the end of a sentence.
    """

    pointer: str
    target: str
    is_schema: bool
    why: str


def broken_parts(side: Side) -> list[Broken]:
    """Return the parts of one side that cannot be read, sorted by pointer."""
    return sorted(_broken(side))


def _broken(side: Side) -> Iterator[Broken]:
    stack: list[tuple[Any, str, bool]] = [(side.tree, "", False)]
    while stack:
        node, pointer, is_schema = stack.pop()
        if isinstance(node, list):
            stack.extend((item, f"{pointer}/{index}", is_schema) for index, item in enumerate(node))
        elif isinstance(node, dict):
            text = node.get("$ref")
            if isinstance(text, str):
                why = _why(side, node)
                if why:
                    yield Broken(pointer, text, is_schema, why)
            for key, value in node.items():
                place = f"{pointer}/{escape(key)}"
                for inner, where, wants_schema in _members(key, value, place, is_schema=is_schema):
                    if wants_schema and not isinstance(inner, (dict, bool)):
                        yield Broken(where, "", True, f"is {_said(inner)}, not a schema")
                    else:
                        stack.append((inner, where, wants_schema))


def _members(key: str, value: Any, place: str, *, is_schema: bool) -> Iterator[tuple[Any, str, bool]]:
    """Yield (value, pointer, whether it must be a schema) of what stands under a key."""
    if key.startswith("x-") or key in _VALUES[is_schema]:
        return
    if not is_schema:
        if key == "schemas" and place == "/components/schemas" and isinstance(value, dict):
            yield from ((item, f"{place}/{escape(name)}", True) for name, item in value.items())
        elif key in {"schema", "itemSchema"}:
            yield value, place, True
        elif isinstance(value, (dict, list)):
            yield value, place, False
    elif key in _MAPS and isinstance(value, dict):
        yield from ((item, f"{place}/{escape(name)}", True) for name, item in value.items())
    elif key in _LISTS and isinstance(value, list):
        yield from ((item, f"{place}/{index}", True) for index, item in enumerate(value))
    elif key in _ONE_SCHEMA and not isinstance(value, list):
        yield value, place, True


def _why(side: Side, node: dict[str, Any]) -> str:
    target = reference(node)
    if target is None:
        return f"refers to {node['$ref']}, which is not a place of this document"
    if side.at(target) is MISSING:
        return f"refers to {node['$ref']}, where there is nothing"
    return ""


def _said(value: Any) -> str:
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "text" if isinstance(value, str) else "a number"
