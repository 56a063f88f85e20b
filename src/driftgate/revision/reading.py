"""What both sides of a comparison are read with: references, and a text that equal values share."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote


def reference(value: Any) -> str | None:
    """
    Return the pointer that a Reference Object leads to; None where it is none, or is not a pointer into the document.

    Another document is none, and so is an anchor (`#pets`).
    """
    text = value.get("$ref") if isinstance(value, dict) else None
    if isinstance(text, str) and (text == "#" or text.startswith("#/")):
        return unquote(text[1:])
    return None


def canonical(value: Any) -> str:
    """Return JSON text that is the same for equal values: `1` for 1 and 1.0, keys sorted."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
