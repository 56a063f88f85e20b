"""The fields of an object that is a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftgate.inference.node import Node


class EveryKey(dict[str, Any]):
    """The fields of a map: whatever the key, the one node of all values. Holds no items of its own."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node

    def __missing__(self, key: str) -> Node:
        return self.node

    def get(self, key: str, default: Any = None) -> Any:
        return self.node
