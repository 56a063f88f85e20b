"""What a contract marks as sensitive: no value under these names may be shown to anyone."""

from __future__ import annotations

from typing import Any


def names_marked(tree: Any) -> frozenset[str]:
    """
    Return the names of the properties and parameters that a document marks sensitive, and those of its API keys.

    Marks are `x-sensitive` and, of properties, `format: password`.
    """
    names: set[str] = set()
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            for name, part in (node["properties"] if isinstance(node.get("properties"), dict) else {}).items():
                if isinstance(part, dict) and (part.get("x-sensitive") or part.get("format") == "password"):
                    names.add(name)
            schema = node.get("schema")
            marked = node.get("x-sensitive") or (isinstance(schema, dict) and schema.get("x-sensitive"))
            if (marked or node.get("type") == "apiKey") and isinstance(node.get("name"), str):
                names.add(node["name"])
            stack.extend(value for key, value in node.items() if key not in {"example", "examples"})
    return frozenset(names)
