"""A document read by pointer: each place looked for once, references followed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, escape, split
from driftgate.revision.reading import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
MAX_REFERENCES = 60
"""How many references in a row are followed."""


class Places:
    """
    The places of a document.

    Args:
        tree: An OpenAPI document, after its overlays.
    """

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.is_3_0 = str(tree.get("openapi", "3.0")).startswith("3.0")
        self._nodes: dict[str, Any] = {"": tree}

    @cached_property
    def glossary(self) -> Mapping[str, str]:
        """Id prefix to the resource it names; what `x-id-prefixes` says beside that is left out."""
        components = self.tree.get("components")
        raw = components.get("x-id-prefixes") if isinstance(components, dict) else None
        named = raw.items() if isinstance(raw, dict) else ()
        return {prefix: resource for prefix, resource in named if isinstance(resource, str)}

    def at(self, pointer: str) -> Any:
        """Return the value at `pointer`, or `MISSING`. References on the way are not followed."""
        found = self._nodes.get(pointer)
        if found is None and pointer not in self._nodes:
            found = self._nodes[pointer] = self._resolve(pointer)
        return found

    def _resolve(self, pointer: str) -> Any:
        if not pointer.startswith("/"):
            return MISSING
        holder = self.at(pointer.rpartition("/")[0])
        token = split(pointer)[-1]
        if isinstance(holder, dict):
            return holder.get(token, MISSING)
        if isinstance(holder, list) and _INDEX.fullmatch(token) and int(token) < len(holder):
            return holder[int(token)]
        return MISSING

    def follow(self, pointer: str) -> str:
        """Return the pointer of the object at `pointer`, after its references; the same where one leads nowhere."""
        place = pointer
        for _ in range(MAX_REFERENCES):
            target = reference(self.at(place))
            if target is None:
                return place
            place = target
        return pointer

    def object_at(self, pointer: str) -> dict[str, Any]:
        """Return the object at `pointer` after its references; empty where there is none."""
        found = self.at(self.follow(pointer))
        return found if isinstance(found, dict) else {}

    def members(self, pointer: str, *, is_extensible: bool = False) -> Iterator[tuple[str, str]]:
        """
        Yield (key, pointer) of the members of the object at `pointer`, by key.

        Of an extensible object `x-…` is no member; in a plain map (of headers, say) it is a name like any other.
        """
        found = self.at(pointer)
        if isinstance(found, dict):
            for key in sorted(found):
                if not (is_extensible and key.startswith("x-")):
                    yield key, f"{pointer}/{escape(key)}"
