"""What a contract marks as sensitive: no value under these names may be shown to anyone."""

from __future__ import annotations

from typing import Any

from driftgate.nodes import EXAMPLES, objects_in


def names_marked(tree: Any) -> frozenset[str]:
    """
    Return the names of the properties and parameters that a document marks sensitive, and those of its API keys.

    Marks are `x-sensitive` and, of properties, `format: password`.
    """
    names: set[str] = set()
    for node in objects_in(tree, without=EXAMPLES):
        for name, part in (node["properties"] if isinstance(node.get("properties"), dict) else {}).items():
            if isinstance(part, dict) and (part.get("x-sensitive") or part.get("format") == "password"):
                names.add(name)
        schema = node.get("schema")
        marked = node.get("x-sensitive") or (isinstance(schema, dict) and schema.get("x-sensitive"))
        if (marked or node.get("type") == "apiKey") and isinstance(node.get("name"), str):
            names.add(node["name"])
    return frozenset(names)
