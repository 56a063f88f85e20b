"""
Addresses: what files and schemas call themselves, whatever the place that they were read from.

Source:
    OpenAPI Specification 3.2.0, "$self" and "Establishing the Base URI"; JSON Schema 2020-12, Core, 8.2.1 (`$id`) and
    8.2.2 (`$anchor`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from driftgate.nodes import EXAMPLES
from driftgate.pointer import escape, split

if TYPE_CHECKING:
    from collections.abc import Iterator


class Addresses:
    """The addresses that are known: of a file by its `$self`, or of a schema in one by its `$id`."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def add(self, location: str, tree: Any) -> None:
        """Remember what the file at a location, and the schemas in it, call themselves. The first of a name has it."""
        for address, pointer in _named(tree, ""):
            self._known.setdefault(address, (location, pointer))

    def find(self, address: str) -> tuple[str, str] | None:
        """Return the location of the file, and the pointer in it, that an address without a fragment leads to."""
        return self._known.get(address)


def base_of(tree: Any, pointer: str) -> tuple[str, str]:
    """Return the address that references at a place are relative to, and the pointer of what has it; empty if none."""
    base, home, node, here = own_address(tree), "", tree, ""
    for token in split(pointer):
        if isinstance(node, list):
            node = node[int(token)] if token.isdecimal() and int(token) < len(node) else None
        else:
            node = node.get(token) if isinstance(node, dict) else None
        here = f"{here}/{escape(token)}"
        if isinstance(node, dict) and isinstance(node.get("$id"), str):
            base, home = joined(base, node["$id"]), here
    return base, home


def own_address(tree: Any) -> str:
    """Return what a file calls itself; empty where it does not."""
    own = (tree.get("$self") or tree.get("$id")) if isinstance(tree, dict) else None
    return joined("", own) if isinstance(own, str) else ""


def joined(base: str, reference: str) -> str:
    """Return the address, without its fragment, of a reference from a base; the reference where it is no address."""
    try:
        return urldefrag(urljoin(base, reference))[0]
    except ValueError:
        return reference


def anchored(tree: Any, name: str) -> str | None:
    """Return the pointer of the schema with an anchor; None where there is none."""
    return next(
        (pointer for node, pointer in _objects(tree, "") if name in (node.get("$anchor"), node.get("$dynamicAnchor"))),
        None,
    )


def _named(node: Any, pointer: str, base: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        own = node.get("$id") if pointer else own_address(node)
        if isinstance(own, str) and own:
            base = joined(base, own)
            yield base, pointer
    for part, place in _parts(node, pointer):
        yield from _named(part, place, base)


def _objects(node: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(node, dict):
        yield node, pointer
    for part, place in _parts(node, pointer):
        yield from _objects(part, place)


def _parts(node: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    if isinstance(node, list):
        yield from ((part, f"{pointer}/{index}") for index, part in enumerate(node))
    elif isinstance(node, dict):
        yield from ((part, f"{pointer}/{escape(key)}") for key, part in node.items() if key not in EXAMPLES)
