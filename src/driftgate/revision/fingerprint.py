"""A short text that schemas share which say the same: whatever the order, the prose, the dialect, and the references."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING
from driftgate.revision.reading import canonical
from driftgate.revision.view import ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.side import Side
    from driftgate.revision.view import Node

_DEPTH = 5
"""How many schemas deep is looked; what differs only below shares a fingerprint."""


def fingerprint(side: Side, node: Node, depth: int = _DEPTH) -> str:
    """Return the fingerprint of the schema at `node`; it is found out once a node and depth."""
    found = side.prints.get((node, depth))
    if found is None:
        text = canonical(_said(side, node, depth))
        found = side.prints[node, depth] = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return found


def identity(side: Side, pointer: str) -> str:
    """Return where a schema really stands: after its references, and after an `allOf` that only wraps it."""
    place = side.follow(pointer)
    for _ in range(_DEPTH):
        raw = side.at(place)
        parts = raw.get("allOf") if isinstance(raw, dict) and raw.keys() - ANNOTATIONS == {"allOf"} else None
        if not isinstance(parts, list) or len(parts) != 1:
            break
        place = side.follow(f"{place}/allOf/0")
    return place


def _said(side: Side, node: Node, depth: int) -> Any:
    view = side.view(node)

    def inner(each: Node) -> str:
        return fingerprint(side, each, depth - 1) if depth else ""

    def inner_all(named: Mapping[str, Node]) -> dict[str, str]:
        return {name: inner(each) for name, each in named.items()}

    return [
        None if view.types is None else sorted(view.types),
        None if view.enum is None else sorted(view.enum),
        [view.nullable, view.unique, view.read_only, view.write_only, view.is_never],
        [view.format, view.patterns, view.lower, view.upper, view.multiple_of, sorted(view.sizes.items())],
        inner_all(view.properties),
        sorted(view.required),
        inner(view.additional) if isinstance(view.additional, tuple) else view.additional,
        inner(view.items),
        [inner(each) for each in view.prefix_items],
        sorted([union.keyword, *sorted(inner(each) for each in union.branches)] for union in view.unions),
        [inner_all(view.nested), inner_all(view.pattern_properties), inner_all(view.dependent_schemas)],
        {name: sorted(others) for name, others in view.dependent_required.items()},
        [view.content_media_type, view.content_encoding, view.id_prefix, view.date_dialect],
        [view.discriminator, sorted(view.mapping), sorted(view.opaque)],
        None if view.default is MISSING else canonical(view.default),
    ]
