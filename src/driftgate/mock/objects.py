"""Which properties a drawn object has, and which schemas properties and items must satisfy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.mock.pattern import UnwritablePattern, text_matching
from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

Part = tuple[Any, str]
"""A translated schema and its pointer in the document."""


def property_names(nodes: Sequence[dict[str, Any]], required: set[str]) -> list[str]:
    """Return listed and required names, in the order in which the schemas list them."""
    names = dict.fromkeys(name for node in nodes for name in node.get("properties", ()))
    names.update(dict.fromkeys(sorted(required - names.keys())))
    for node in nodes:
        for name, dependents in (node.get("dependentRequired") or {}).items():
            if name in names and isinstance(dependents, list):
                names.update(dict.fromkeys(each for each in dependents if isinstance(each, str)))
    return list(names)


def property_parts(parts: Sequence[Part], name: str) -> list[Part] | None:
    """Return the schemas that a property must satisfy; None where one of `parts` rules the property out."""
    found: list[Part] = []
    for node, pointer in parts:
        listed = False
        if name in node.get("properties", ()):
            found.append((node["properties"][name], f"{pointer}/properties/{escape(name)}"))
            listed = True
        for pattern, schema in (node.get("patternProperties") or {}).items():
            if _matches(pattern, name):
                found.append((schema, f"{pointer}/patternProperties/{escape(pattern)}"))
                listed = True
        if not listed and "additionalProperties" in node:
            if node["additionalProperties"] is False:
                return None
            found.append((node["additionalProperties"], f"{pointer}/additionalProperties"))
    return found or [({}, f"{parts[0][1]}/properties/{escape(name)}")]


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


def extra_names(
    nodes: Sequence[dict[str, Any]], drawn: dict[str, Any], least: int, rng: Random, *, generous: bool
) -> Iterator[str]:
    """
    Yield names of properties that no schema lists: as many as `minProperties` asks for, one for a map.

    `generous`: give a map an entry that it need not have.
    """
    is_map = any(
        isinstance(node.get("additionalProperties"), dict) or node.get("patternProperties") for node in nodes
    ) and not any(node.get("properties") for node in nodes)
    wanted = max(least, 1 if is_map and generous else 0)
    patterns = [pattern for node in nodes for pattern in (node.get("patternProperties") or {})]
    rules = [node["propertyNames"] for node in nodes if isinstance(node.get("propertyNames"), dict)]
    for attempt in range(wanted * 4 + 4):
        if len(drawn) >= wanted:
            return
        name = _name(rules, patterns, rng, attempt)
        if name not in drawn:
            yield name


def _name(rules: Sequence[dict[str, Any]], patterns: Sequence[str], rng: Random, attempt: int) -> str:
    for rule in rules:
        if rule.get("enum"):
            return str(rule["enum"][attempt % len(rule["enum"])])
    try:
        for rule in rules:
            if "pattern" in rule:
                return text_matching(rule["pattern"], rng, min_length=rule.get("minLength", 0))
        if patterns:
            return text_matching(patterns[attempt % len(patterns)], rng)
    except UnwritablePattern:
        pass
    return f"key{attempt + 1}"


def item_parts(parts: Sequence[Part], index: int) -> list[Part]:
    """Return the schemas that an array's item must satisfy, none where nothing is said."""
    subs: list[Part] = []
    for node, pointer in parts:
        prefix = node.get("prefixItems", ())
        if index < len(prefix):
            subs.append((prefix[index], f"{pointer}/prefixItems/{index}"))
        elif "items" in node and node["items"] is not False:
            subs.append((node["items"], f"{pointer}/items"))
        if index == 0 and "contains" in node:
            subs.append((node["contains"], f"{pointer}/contains"))
    return subs
