"""One side of a comparison: a document whose schemas are read, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.revision.merge import merge
from driftgate.revision.places import Places
from driftgate.revision.view import ANYTHING, Node, View

if TYPE_CHECKING:
    from collections.abc import Mapping


class Side(Places):
    """
    A document, read by pointer and by schema.

    Args:
        tree: An OpenAPI document, after its overlays.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        super().__init__(tree)
        self._views: dict[Node, View] = {}
        self.prints: dict[tuple[Node, int], str] = {}

    def view(self, node: Node) -> View:
        """Return what the schema at `node` says."""
        found = self._views.get(node)
        if found is None:
            found = self._views[node] = merge(self, node) if node else View(node=ANYTHING)
        return found
