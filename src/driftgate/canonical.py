"""The canonical bytes of a document: what its hash is taken over."""

from __future__ import annotations

import json
from typing import Any

import orjson


def canonical(tree: Any) -> bytes:
    """Return the JSON of a document with its keys sorted: the same bytes whatever the order they came in."""
    try:
        return orjson.dumps(tree, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # NOTE: orjson 3.13 has no integers beyond 64 bits
        return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
