"""Path templates from the paths of recordings, where no document says which segments are values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_Tree = dict[str, Any]

MOST_WORDS = 12
"""Different words at one place of a path above which they are values, not names of resources."""
_VERSION = re.compile(r"v?[0-9]{1,2}(\.[0-9]{1,2})*[a-z]{0,5}", re.IGNORECASE)


class Templates:
    """
    The tree of a set of paths, in which values are put together.

    Args:
        paths: Of requests, without query.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._root: _Tree = {}
        for path in sorted(set(paths)):
            here = self._root
            for depth, segment in enumerate(_segments(path)):
                here = here.setdefault("" if _is_value(segment, depth) else segment, {})
        _fold(self._root)

    def of(self, path: str) -> str:
        """Return the template of a path: `/repos/{p1}/{p2}/issues/{p3}`."""
        here = self._root
        parts = []
        values = 0
        for depth, segment in enumerate(_segments(path)):
            key = segment if segment in here and not _is_value(segment, depth) else ""
            here = here.get(key, {})
            values += not key
            parts.append(key or f"{{p{values}}}")
        return "/" + "/".join(parts)


def _segments(path: str) -> list[str]:
    return [each for each in path.split("/") if each]


def _is_value(segment: str, depth: int) -> bool:
    if depth < 2 and _VERSION.fullmatch(segment):
        return False
    return any(map(str.isdigit, segment)) or len(segment) > 30 or bool(set(segment) & set("%@ :,~"))


def _fold(here: _Tree) -> None:
    """Put the children of a place together where they are too many to be names, below them too."""
    words = [key for key in here if key]
    if len(words) > MOST_WORDS and not _are_apart([here[word] for word in words]):
        value = here.setdefault("", {})
        for word in words:
            _merge(value, here.pop(word))
    for child in here.values():
        _fold(child)


def _are_apart(children: list[_Tree]) -> bool:
    """Tell whether what follows differs too much for the children to be values of one parameter."""
    following = [set(child) for child in children]
    shared = set.union(*following)
    return sum(map(len, following)) < 1.5 * len(shared)


def _merge(into: _Tree, other: _Tree) -> None:
    for key, child in other.items():
        _merge(into.setdefault(key, {}), child)
