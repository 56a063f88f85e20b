"""What is said otherwise and what is lost, while a contract is made readable; and following references on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.client.cures import add, jsonpath, remove
from driftgate.pointer import MISSING, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_REFERENCES = 20


class Ledger:
    """
    Collects sentences, each once.

    Args:
        tree: The effective document.
        operation: The one being read, `GET /pets`; None while components are.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.operation: str | None = None
        self.notes: dict[str, None] = {}
        self.losses: dict[str, None] = {}
        self.schema_losses: dict[tuple[str, str], str | None] = {}

    def note(self, sentence: str) -> None:
        """Remember what the client says otherwise than the contract."""
        self.notes.setdefault(sentence)

    def lose(self, sentence: str) -> None:
        """Remember what the client cannot say."""
        self.losses.setdefault(sentence)

    def lose_in_schema(self, pointer: str, sentence: str) -> None:
        """Remember what the schema at `pointer` cannot say, with the operation in whose course it came up."""
        self.schema_losses.setdefault((pointer, sentence), self.operation)

    def followed(self, node: Any, pointer: str, spoken: str) -> tuple[Mapping[str, Any], str] | None:
        """Return a node that is no schema, or what it refers to, with its pointer; None (and a loss) if that is nothing."""
        for _ in range(MAX_REFERENCES):
            if not isinstance(node, dict):
                break
            target = node.get("$ref")
            if not isinstance(target, str):
                return node, pointer
            if not target.startswith("#"):
                self.lose(f"{spoken}: refers to {target!r}, outside the document. Bundle the document into one file")
                return None
            pointer = unescape_uri(target[1:])
            node = resolve(self.tree, pointer)
        if node is MISSING:
            cure = add(self.tree, pointer)
            self.lose(f"{spoken}: refers to #{pointer}, which does not exist. Add it in an overlay: {cure}")
        else:
            is_loop = isinstance(node, dict)
            why = "refers to itself" if is_loop else "is no object"
            cure = (
                remove(self.tree, f"{pointer}/$ref") if is_loop else f'{{target: "{jsonpath(self.tree, pointer)}", …}}'
            )
            self.lose(f"{spoken}: refers to #{pointer}, which {why}. Say what it is in overlays, after {cure}")
        return None
