"""
The difference between schemas, each pair compared once however often and however deep it is reached.

Comparing and reaching are two passes: first every pair of schemas is compared on its own, with edges to the pairs
inside it; then, from each operation, the edges are walked to those pairs that differ. So recursion ends by itself, and
a shared component costs once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.revision.pair import Edge, Found, Pair, PairKey
from driftgate.revision.structure import compare_references, compare_structure
from driftgate.revision.union import compare_discriminators, compare_unions, compare_wrapping
from driftgate.revision.values import compare_types, compare_values

if TYPE_CHECKING:
    from driftgate.revision.clean import Clean
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node


class Compared(NamedTuple):
    """What was found at one pair, and the pairs inside it."""

    found: tuple[Found, ...]
    edges: tuple[Edge, ...]


class Schemas:
    """
    All comparisons of schemas between two documents.

    Args:
        clean: Tells at once of most schemas that they are the same.
    """

    def __init__(self, before: Side, after: Side, clean: Clean) -> None:
        self.before, self.after = before, after
        self._clean = clean
        self._compared: dict[PairKey, Compared] = {}
        self._differing: set[PairKey] | None = None

    def add(self, key: PairKey) -> PairKey | None:
        """Compare the pair and all that it leads to; return its key, None where the two are plainly the same."""
        if self._is_same(key.before, key.after):
            return None
        waiting = [key]
        while waiting:
            current = waiting.pop()
            if current in self._compared:
                continue
            compared = self._compare(current)
            self._compared[current] = compared
            waiting.extend(edge.key for edge in compared.edges)
        self._differing = None
        return key

    def _is_same(self, before: Node, after: Node) -> bool:
        return len(before) == len(after) and all(map(self._clean.is_same, before, after))

    def _compare(self, key: PairKey) -> Compared:
        pair = Pair(key, self.before, self.after)
        if pair.b.is_never != pair.a.is_never:
            pair.emit("became-unsatisfiable" if pair.a.is_never else "became-satisfiable", "not")
        elif not pair.a.is_never and compare_references(pair) and not compare_wrapping(pair) and compare_types(pair):
            compare_values(pair)
            compare_structure(pair)
            compare_discriminators(pair, compare_unions(pair))
        edges = tuple(edge for edge in pair.edges if not self._is_same(edge.key.before, edge.key.after))
        return Compared(tuple(pair.found), edges)

    def reach(self, root: PairKey) -> list[tuple[Found, str]]:
        """Return every difference in reach of a pair with its place, each once: the shortest place, then the first."""
        differing = self._find_differing()
        if root not in differing:
            return []
        reached: list[tuple[Found, str]] = []
        seen = {root}
        layer = [(root, "")]
        while layer:
            deeper: list[tuple[PairKey, str]] = []
            for key, place in layer:
                compared = self._compared[key]
                reached.extend((found, place + found.suffix) for found in compared.found)
                for edge in compared.edges:
                    if edge.key in differing and edge.key not in seen:
                        seen.add(edge.key)
                        deeper.append((edge.key, place + edge.suffix))
            layer = deeper
        return reached

    def _find_differing(self) -> set[PairKey]:
        """Return the pairs from which a difference can be reached."""
        if self._differing is None:
            holders: dict[PairKey, list[PairKey]] = {}
            for key, compared in self._compared.items():
                for edge in compared.edges:
                    holders.setdefault(edge.key, []).append(key)
            waiting = [key for key, compared in self._compared.items() if compared.found]
            differing = set(waiting)
            while waiting:
                for holder in holders.get(waiting.pop(), ()):
                    if holder not in differing:
                        differing.add(holder)
                        waiting.append(holder)
            self._differing = differing
        return self._differing
