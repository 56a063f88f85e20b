"""Places: paths in bodies with their indexes folded, and the pointers that reports show for them, found once each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.schema import fold_in

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value in a body."""
Place = tuple[str | None, ...]
"""The root of a schema, and a path in its bodies with None for each index."""

MAX_PATHS = 20_000
"""Paths, with their indexes, whose places are remembered in all."""
MAX_POINTERS = 5_000
_DEEP = 10
"""Tokens of a path; what lies deeper is folded each time."""


class Places:
    """The places of one contract's bodies, remembered in bounded memory: hostile traffic must not fill it."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._places: dict[str | None, dict[Path, Place]] = {}
        self._room = MAX_PATHS
        self._pointers: dict[Place, str] = {}

    def known(self, root: str | None) -> Mapping[Path, Place]:
        """Return the places below a root that are remembered, by path."""
        return self._places.get(root, {})

    def of(self, root: str | None, path: Path) -> Place:
        """Return the root and a path without its indexes, as places are told apart."""
        found = self._places.get(root, {}).get(path)
        if found is not None:
            return found
        place = (root, *[token if token.__class__ is str else None for token in path])
        if len(path) <= _DEEP:
            if not self._room:
                self._places.clear()
                self._room = MAX_PATHS
            self._room -= 1
            self._places.setdefault(root, {})[path] = place
        return place

    def pointer(self, root: str | None, path: Path) -> str:
        """Return the pointer of a path's place: `*` for each index, and for the keys of a map."""
        key = self.of(root, path)
        found = self._pointers.get(key)
        if found is None:
            if len(self._pointers) >= MAX_POINTERS:
                self._pointers.clear()
            found = self._pointers[key] = fold_in(self._tree, root, path)
        return found
