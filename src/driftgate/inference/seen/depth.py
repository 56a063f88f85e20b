"""Depth: how far objects and arrays may lie within each other to be learned from."""

from __future__ import annotations

from typing import Any

DEEPEST = 100
"""Levels of objects and arrays that are learned from. A value nested deeper is no answer that people wrote."""


def is_too_deep(value: Any) -> bool:
    """Tell whether objects and arrays lie within each other more than `DEEPEST` levels deep."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(DEEPEST):
        level = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, (dict, list))
        ]
        if not level:
            return False
    return True
