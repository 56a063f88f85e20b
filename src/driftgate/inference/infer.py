"""The inferred overlay of a document: every step from bodies to actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.conflict import Conflict, conflicts_of
from driftgate.inference.decision.decision import Decision, Setting
from driftgate.inference.decision.steady import keep_steady
from driftgate.inference.rendering.relations import relate, sampled
from driftgate.inference.rendering.render import Rendering
from driftgate.inference.seen.bare import BareScalars
from driftgate.inference.seen.learned import Learned, LearnedBody, learn
from driftgate.inference.seen.node import Node
from driftgate.inference.seen.places import Answer, Place, Places, answers, response_of, schema_examples
from driftgate.inference.seen.unlearned import Unlearned, unlearned
from driftgate.inference.shape.declarations import alternatives, structures
from driftgate.inference.shape.likeness import declared_objects
from driftgate.inference.shape.nullables import nullable_names
from driftgate.inference.shape.pool import (
    abbreviated_prefixes,
    decided_dialects,
    declared_types,
    known_prefixes,
    pool_of,
)
from driftgate.inference.shape.shapes import Shapes
from driftgate.inference.text.empties import leaves_empty
from driftgate.inference.unmet import Unmet, declared_kind, unmet
from driftgate.operation import read_operations
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

OVERLAY_VERSION = "1.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """
    What was inferred.

    Args:
        overlay: An Overlay 1.1 document, ready for `pyyaml.dumps`; None where there was nothing to infer.
        conflicts: In document order.
        decisions: Pointer in the effective document of each inferred schema to what it rests on.
        bodies: Place in a body, array indexes as `*`, to the pointers of the schemas that describe it there, each with the
            answers that have it: `GET /pets 200`.
        unlearned: Examples that teach nothing, and why.
        unmet: Promised objects and arrays that are something else.
    """

    overlay: dict[str, Any] | None
    conflicts: tuple[Conflict, ...]
    decisions: Mapping[str, Decision]
    bodies: Mapping[str, Mapping[str, tuple[str, ...]]]
    unlearned: tuple[Unlearned, ...] = ()
    unmet: tuple[Unmet, ...] = ()


def infer_overlay(
    tree: dict[str, Any],
    *,
    title: str,
    source_name: str,
    exchanges: Iterable[LearnedBody] = (),
    learned: Learned | None = None,
) -> Inference:
    """
    Return the overlay that types what `tree` leaves untyped, from its own examples and from recorded bodies.

    Args:
        tree: An OpenAPI document after the reviewed overlays that come before inference. Stays as it was.
        title: Of the overlay.
        source_name: Of the document, for the overlay's description.
        exchanges: Recorded bodies; their operations as `GET /path/{template}`.
        learned: What was learned already, for instance by several processes; `exchanges` are added to a copy.
    """
    operations = read_operations(tree)
    traffic = Learned().merge(learned) if learned is not None else Learned()
    traffic.merge(learn(exchanges))
    asked = list(answers(tree, operations))
    _teach(asked, traffic)
    places = Places(tree)
    for answer in asked:
        places.add(answer)
    for place in places.found.values():
        for _, value in schema_examples(place.declared or {}, place.pointer):
            if not any(value == example for answer in asked for _, example in answer.examples):
                node = Node()
                node.observe(value)
                place.nodes.append((node.settle(), place.nodes[0][1]))
    broken = tuple(unmet(tree, asked, places.found.values()))
    kept = [place for place in places.found.values() if _trim(place)]
    shapes = Shapes([place.nodes for place in kept])
    glossary = _glossary(tree)
    pool = pool_of(shapes, kept)
    setting = Setting(
        is_3_0=str(tree.get("openapi", "")).startswith("3.0"),
        glossary=glossary,
        pool=pool,
        prefixes=known_prefixes(pool, glossary),
        abbreviated=abbreviated_prefixes(tree, shapes),
        declared=declared_types(tree),
        decided=decided_dialects(shapes),
        nullable=nullable_names(tree, shapes),
        leaves_empty=leaves_empty(pool),
        objects=declared_objects(tree),
        structures=structures(tree, shapes),
        alternatives=alternatives(tree),
    )
    rendering = Rendering(tree, shapes, setting)
    for place in kept:
        rendering.place(place)
    rendering.bare(BareScalars(tree, asked).places())
    follow = _follower(rendering)
    samples = [
        (rendering.effective(_home_of(answer)), sampled(answer, traffic), _is_query(answer.operation.path))
        for answer in asked
    ]
    keep_steady(samples, setting, follow)
    amendments = relate(asked, rendering, traffic, follow)
    actions = [*rendering.actions(), *amendments]
    conflicts = _conflicts(asked, traffic, rendering, follow)
    overlay = None
    if actions:
        overlay = {
            "overlay": OVERLAY_VERSION,
            "info": {
                "title": title,
                "version": "1.0.0",
                "description": f"Written by `driftgate infer` from {source_name}. Edits are lost: decide in an overlay after this one.",
            },
            "actions": actions,
        }
    return Inference(
        overlay=overlay,
        conflicts=tuple(conflicts),
        decisions=rendering.decisions_by_pointer(),
        bodies=rendering.places_in_bodies(asked),
        unlearned=tuple(unlearned(tree, asked)),
        unmet=broken,
    )


def _glossary(tree: Mapping[str, Any]) -> dict[str, str]:
    raw = (tree.get("components") or {}).get("x-id-prefixes")
    return {key: value for key, value in raw.items() if isinstance(value, str)} if isinstance(raw, dict) else {}


def _teach(asked: list[Answer], traffic: Learned) -> None:
    """Give every answer what its examples and the recordings of it show."""
    by_response: dict[tuple[str, str, str], Answer] = {}
    for answer in asked:
        by_response[answer.operation.name, answer.status, answer.media_type.name] = answer
        for _, value in answer.examples:
            answer.node.observe(value)
        answer.node.settle()
    operations = {answer.operation.name: answer.operation for answer in asked}
    recorded: dict[tuple[str, str, str], Node] = {}
    for (name, status, media_type), seen in sorted(traffic.responses.items(), key=lambda each: each[0]):
        operation = operations.get(name)
        response = response_of(operation, status) if operation is not None else None
        entry = response.media_type_for(media_type) if response is not None else None
        if response is not None and entry is not None:
            key = (name, response.status, entry.name)
            recorded.setdefault(key, Node()).merge(seen.node)
    for key, node in recorded.items():
        if key in by_response:
            by_response[key].node = _combined(by_response[key].node, _marked(node.settle()))


def _marked(node: Node) -> Node:
    """Say of everything below that it was recorded."""
    node.recorded = node.count
    if node.item is not None:
        _marked(node.item)
    if node.shape is not None:
        node.shape.recorded = node.shape.count
        for part in [*node.shape.fields.values(), *([node.shape.values] if node.shape.values is not None else [])]:
            _marked(part)
    return node


ENOUGH = 10
"""Recorded values of a field from which on examples, which people edit by hand, say nothing about its form any more."""


def _combined(shown: Node, recorded: Node) -> Node:
    """Return recordings, completed by what only examples show: fields, and types that contradict them."""
    if not shown.count:
        return recorded
    whole = recorded.scalars()
    whole.item, whole.shape = recorded.item, recorded.shape
    if recorded.count < ENOUGH or _basic_types(shown) - _basic_types(recorded):
        whole.merge(shown.scalars())
    if shown.item is not None:
        whole.item = shown.item if whole.item is None else _combined(shown.item, whole.item)
    if shown.shape is not None:
        if whole.shape is None or whole.shape.is_collapsed:
            whole.shape = whole.shape or shown.shape
        else:
            for key, node in shown.shape.fields.items():
                mine = whole.shape.fields.get(key)
                whole.shape.fields[key] = node if mine is None else _combined(node, mine)
    return whole


def _basic_types(node: Node) -> set[str]:
    found = {"boolean"} if node.trues or node.falses else set()
    for name, seen in (
        ("string", node.strings),
        ("array", node.arrays),
        ("object", node.objects),
        ("null", node.nulls),
    ):
        if seen:
            found.add(name)
    if len(node.ints) or len(node.floats):
        found.add("number")
    return found


def _trim(place: Place) -> bool:
    """Leave to a declared `object` or `array` only values of that type: what contradicts it is a finding, not an edit."""
    kind = declared_kind(place.declared)
    if kind is None:
        return bool(place.nodes)
    kept = []
    for node, name in place.nodes:
        fitting = node.shape if kind == "object" else node.item
        if fitting is None:
            continue
        whole = Node()
        if kind == "object":
            whole.shape, whole.objects, whole.count = node.shape, node.objects, node.objects
        else:
            whole.item, whole.arrays, whole.count, whole.size = node.item, node.arrays, node.arrays, node.size
        whole.recorded = min(node.recorded, whole.count)
        kept.append((whole, name))
    place.nodes[:] = kept
    return bool(kept)


def _follower(rendering: Rendering) -> Callable[[dict[str, Any]], Any]:
    found_at: dict[str, Any] = {}  # one schema a place: what was decided about it is known by its identity

    def follow(schema: dict[str, Any]) -> dict[str, Any]:
        for _ in range(20):
            target = schema.get("$ref")
            if not isinstance(target, str) or not target.startswith("#"):
                break
            pointer = unescape_uri(target[1:])
            if pointer not in found_at:
                found_at[pointer] = rendering.effective(pointer)
            found = found_at[pointer]
            schema = found
        return schema

    return follow


def _is_query(path: str) -> bool:
    """Tell whether a path is that of a collection, as `/things`, rather than of one record, as `/things/{id}`."""
    return "{" not in path.rstrip("/").rpartition("/")[2]


def _home_of(answer: Answer) -> str:
    return answer.media_type.schema_pointer or f"{answer.media_type.pointer}/schema"


def _conflicts(
    asked: list[Answer], traffic: Learned, rendering: Rendering, follow: Callable[[dict[str, Any]], Any]
) -> list[Conflict]:
    found: list[Conflict] = []
    decisions = rendering.setting.decisions
    if not any(each.marks for each in decisions.values()):
        return found
    pointers = {id(each.schema): pointer for pointer, each in rendering.decisions_by_pointer().items()}
    for answer in asked:
        schema = rendering.effective(_home_of(answer))
        recorded = [each.body for each in sampled(answer, traffic)]
        found.extend(conflicts_of(answer, recorded, schema, decisions, follow, pointers))
    return found
