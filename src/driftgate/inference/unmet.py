"""Unmet: what the document promises and no body keeps: an object where all bodies are arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.inference.seen.places import follow
from driftgate.inference.shape.kinds import numbers_seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from driftgate.inference.seen.places import Answer, Place


class Unmet(NamedTuple):
    """
    A bare object or array that is something else in traffic or examples; nothing is learned from what it is.

    Args:
        answers: Those whose whole body it is: `GET /pets 200`; empty where it stands inside a body.
        pointer: Of the schema.
        promised: `object` or `array`.
        seen: JSON types that were seen instead, the most frequent first, with how often.
        out_of: Values seen there, without null.
    """

    answers: tuple[str, ...]
    pointer: str
    promised: str
    seen: tuple[tuple[str, int], ...]
    out_of: int


def declared_kind(declared: Mapping[str, Any] | None) -> str | None:
    """Return which of `object` and `array` an untyped schema is declared to be; None where it is neither."""
    kind = (declared or {}).get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    return kind if kind in {"object", "array"} else None


def unmet(tree: Mapping[str, Any], asked: Iterable[Answer], places: Iterable[Place]) -> Iterator[Unmet]:
    """Yield every promise of `places` that some of what was seen there does not keep, in their order."""
    whole: dict[str, list[str]] = {}
    for answer in asked:
        if answer.media_type.schema_pointer is not None and answer.node.count:
            _, pointer = follow(tree, answer.media_type.schema_pointer)
            whole.setdefault(pointer, []).append(f"{answer.operation.name} {answer.status}")
    for place in places:
        promised = declared_kind(place.declared)
        if promised is None:
            continue
        seen = {"object": 0, "array": 0, "string": 0, "number": 0, "boolean": 0}
        for node, _ in place.nodes:
            seen["object"] += node.objects
            seen["array"] += node.arrays
            seen["string"] += node.strings
            seen["number"] += numbers_seen(node)
            seen["boolean"] += node.trues + node.falses
        others = sorted(((kind, n) for kind, n in seen.items() if n and kind != promised), key=lambda each: -each[1])
        if others:
            answers = tuple(dict.fromkeys(whole.get(place.pointer, ())))
            yield Unmet(answers, place.pointer, promised, tuple(others), sum(seen.values()))
