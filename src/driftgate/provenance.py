"""Provenance: what inference wrote carries `x-inferred`; what a person wrote, or changed, does not."""

from __future__ import annotations

from typing import Any


def says_inferred(value: Any) -> bool:
    """Tell whether `x-inferred` stands anywhere in a value."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if "x-inferred" in node:
                return True
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return False
