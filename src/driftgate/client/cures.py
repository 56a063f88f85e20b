"""Overlay actions that would cure a loss, written so that they can be pasted into an overlay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, join, resolve, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def jsonpath(tree: Any, pointer: str) -> str:
    """Return the JSONPath of the place at a pointer: `$.paths['/pets'].get` of `/paths/~1pets/get`."""
    path, node = "$", tree
    for token in split(pointer):
        if isinstance(node, list):
            path += f"[{token}]"
        elif re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", token):
            path += f".{token}"
        else:
            quoted = token.replace("\\", "\\\\").replace("'", "\\'")
            path += f"['{quoted}']"
        node = resolve(node, join([token]))
    return path


def update(tree: Any, pointer: str, change: str) -> str:
    """Return an action that merges `change`, YAML in one line, into the place at a pointer."""
    return f'{{target: "{jsonpath(tree, pointer)}", update: {change}}}'


def remove(tree: Any, pointer: str) -> str:
    """Return an action that removes the place at a pointer."""
    return f'{{target: "{jsonpath(tree, pointer)}", remove: true}}'


def add(tree: Mapping[str, Any], pointer: str) -> str:
    """Return an action that adds what is missing at a pointer, below the nearest place that exists."""
    tokens: Sequence[str] = split(pointer)
    length = len(tokens)
    while length and resolve(tree, join(tokens[:length])) is MISSING:
        length -= 1
    change = "…"
    for token in reversed(tokens[length:]):
        plain = re.fullmatch("[A-Za-z_][A-Za-z0-9_-]*", token)
        change = f"{{{token if plain else json.dumps(token, ensure_ascii=False)}: {change}}}"
    return update(tree, join(tokens[:length]), change)
