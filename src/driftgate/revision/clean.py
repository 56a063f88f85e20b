"""What two documents plainly have in common: the same text, with references to nothing that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.nodes import objects_in
from driftgate.pointer import MISSING
from driftgate.revision.reading import canonical, reference

if TYPE_CHECKING:
    from driftgate.revision.side import Side


class Clean:
    """
    Which places are the same on both sides, references included.

    Only text is compared, so it is quick; a place that is not clean may still mean the same. Between OpenAPI 3.0 and
    3.1 nothing is clean: the same text may mean different things.
    """

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self._is_comparable = before.is_3_0 == after.is_3_0
        self._references: dict[int, frozenset[str]] = {}
        self._dirty = self._find_dirty() if self._is_comparable else frozenset()

    def is_same(self, before: str, after: str) -> bool:
        """Tell whether the values at two pointers are plainly the same."""
        if not self._is_comparable:
            return False
        one, other = self.before.at(before), self.after.at(after)
        return one is not MISSING and same(one, other) and not (self._leads_to(one) & self._dirty)

    def _leads_to(self, value: Any) -> frozenset[str]:
        found = self._references.get(id(value))
        if found is None:
            found = self._references[id(value)] = frozenset(references(value))
        return found

    def _find_dirty(self) -> frozenset[str]:
        """Return the targets of references that differ, or lead to one that does."""
        holders: dict[str, set[str]] = {}
        dirty: list[str] = []
        waiting = sorted(references(self.before.tree) | references(self.after.tree))
        seen = set(waiting)
        while waiting:
            target = waiting.pop()
            before, after = self.before.at(target), self.after.at(target)
            if not same(before, after):
                dirty.append(target)
            for inner in self._leads_to(before):
                holders.setdefault(inner, set()).add(target)
                if inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)
        closed = set(dirty)
        while dirty:
            for holder in holders.get(dirty.pop(), ()):
                if holder not in closed:
                    closed.add(holder)
                    dirty.append(holder)
        return frozenset(closed)


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal; unlike `==`, `true` is not 1."""
    if one != other or one is MISSING:
        return one is other
    try:
        return orjson.dumps(one, option=orjson.OPT_SORT_KEYS) == orjson.dumps(other, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # integers beyond 64 bits, lone surrogates
        return canonical(one) == canonical(other)


def references(value: Any) -> set[str]:
    """Return the pointers that references inside `value` lead to."""
    return {target for node in objects_in(value) if (target := reference(node)) is not None}
