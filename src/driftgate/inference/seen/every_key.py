"""The fields of an object that is a map."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


class EveryKey(dict[str, T]):
    """The fields of a map: whatever the key, the one node of all values. Holds no items of its own."""

    __slots__ = ("node",)

    def __init__(self, node: T) -> None:
        super().__init__()
        self.node = node

    def __missing__(self, key: str) -> T:
        return self.node

    def get(self, key: str, default: Any = None) -> T:
        return self.node
