"""Where schemas stand: names and pointers of places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_STRUCTURE = frozenset({"paths", "components", "schemas", "schema", "properties", "items", "content", "responses"})


def telling(tokens: list[str]) -> list[str]:
    """Return the last two tokens that say something about a schema's place."""
    return [token for token in tokens if token not in _STRUCTURE and not token.isdecimal()][-2:]


def item_pointer(where: str, node: Mapping[str, Any], index: int) -> str:
    prefix = len(node["prefixItems"]) if isinstance(node.get("prefixItems"), list) else 0
    if index < prefix:
        return f"{where}/prefixItems/{index}"
    return f"{where}/items/{index - prefix}" if isinstance(node.get("items"), list) else f"{where}/items"
