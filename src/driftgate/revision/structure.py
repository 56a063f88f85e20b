"""How two readings differ in what they are made of: properties, items, maps, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.pointer import ANY_INDEX, escape
from driftgate.revision.change import Direction
from driftgate.revision.reading import canonical
from driftgate.revision.values import shown_types
from driftgate.revision.view import ANYTHING, STABILITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.pair import Pair
    from driftgate.revision.view import Node, View

_EACH = f"/{ANY_INDEX}"
_COVARIANT = {
    "then": ("then", ""),
    "else": ("else", ""),
    "contains": ("contains", _EACH),
    "propertyNames": ("property-names", ""),
    "contentSchema": ("content-schema", ""),
    "unevaluatedItems": ("unevaluated-items", _EACH),
}


def compare_structure(pair: Pair) -> None:
    """Record how objects, arrays and conditions differ, and go on with what they hold."""
    _properties(pair)
    _requirements(pair)
    _additional(pair)
    _named(pair, "pattern-property", "patternProperties", pair.b.pattern_properties, pair.a.pattern_properties, _EACH)
    _named(pair, "dependent-schema", "dependentSchemas", pair.b.dependent_schemas, pair.a.dependent_schemas, "")
    _dependent_required(pair)
    _arrays(pair)
    _conditions(pair)
    _markers(pair)


def compare_references(pair: Pair) -> bool:
    """Record references that the document does not hold; tell whether anything else is worth comparing."""
    before, after = ", ".join(sorted(pair.b.opaque)), ", ".join(sorted(pair.a.opaque))
    if before == after:
        return True
    if before and after:
        pair.emit("reference-changed", "$ref", before, after)
    else:
        pair.emit("reference-mended" if before else "reference-broken", "$ref", before or None, after or None)
    return not any(view.opaque and view.says_nothing for view in (pair.b, pair.a))


def _is_hidden(direction: Direction, view: View) -> bool:
    """Tell whether such a property has no place in a message of this direction."""
    return view.read_only if direction is Direction.REQUEST else view.write_only


def _properties(pair: Pair) -> None:
    b, a = pair.b, pair.a
    for name in sorted(b.properties.keys() | a.properties.keys()):
        suffix = f"/{escape(name)}"
        if name not in a.properties:
            _removed(pair, name, suffix)
        elif name not in b.properties:
            _added(pair, name, suffix)
        else:
            node_b, node_a = b.properties[name], a.properties[name]
            before, after = pair.before.view(node_b), pair.after.view(node_a)
            is_hidden = _is_hidden(pair.direction, before) or _is_hidden(pair.direction, after)
            _required(pair, name, suffix, is_void=is_hidden)
            _mutability(pair, name, suffix, before, after)
            pair.descend(node_b, node_a, suffix, is_void=is_hidden)


def _added(pair: Pair, name: str, suffix: str) -> None:
    node = pair.a.properties[name]
    view = pair.after.view(node)
    presence = "required" if name in pair.a.required else "optional"
    if pair.direction is Direction.REQUEST:
        kind = f"new-{presence}-request-property"
    else:
        kind = f"response-{presence}-property-added"
    pair.emit_place(
        kind, suffix, None, node[0], is_void=_is_hidden(pair.direction, view), inferred=view.inferred,
        after=shown_types(view),
    )  # fmt: skip


def _removed(pair: Pair, name: str, suffix: str) -> None:
    node = pair.b.properties[name]
    view = pair.before.view(node)
    if pair.direction is Direction.REQUEST:
        is_forbidden = pair.a.additional == "closed"
        kind = "request-property-forbidden" if is_forbidden else "request-property-removed"
    else:
        kind = f"response-{'required' if name in pair.b.required else 'optional'}-property-removed"
    pair.emit_place(
        kind, suffix, node[0], None, is_void=_is_hidden(pair.direction, view), inferred=view.inferred,
        before=shown_types(view),
    )  # fmt: skip


def _required(pair: Pair, name: str, suffix: str, *, is_void: bool) -> None:
    was, now = name in pair.b.required, name in pair.a.required
    if was != now:
        verb = "required" if now else "optional"
        pair.emit("", "required", was, now, kind=f"{pair.direction}-property-became-{verb}", suffix=suffix,
                  is_void=is_void)  # fmt: skip


def _requirements(pair: Pair) -> None:
    """Record properties that are required on one side and listed on neither."""
    b, a = pair.b, pair.a
    for name in sorted(b.required ^ a.required):
        if name not in b.properties and name not in a.properties:
            _required(pair, name, f"/{escape(name)}", is_void=False)


def _mutability(pair: Pair, name: str, suffix: str, before: View, after: View) -> None:
    for word, was, now in (
        ("read-only", before.read_only, after.read_only),
        ("write-only", before.write_only, after.write_only),
    ):
        if was != now:
            required = pair.a.required if was else pair.b.required
            presence = "required" if name in required else "optional"
            verb = f"became-not-{word}" if was else f"became-{word}"
            pair.emit_place(
                f"{pair.direction}-{presence}-property-{verb}", suffix, before.node[0], after.node[0],
                inferred=before.inferred or after.inferred,
            )  # fmt: skip


def _additional(pair: Pair) -> None:
    b, a = pair.b.additional, pair.a.additional
    if b == a == "open" or b == a == "closed":
        return
    if isinstance(b, tuple) and isinstance(a, tuple):
        pair.descend(b, a, _EACH)
    elif a == "closed":
        pair.emit("additional-properties-forbidden", "additionalProperties")
    elif b == "closed":
        pair.emit("additional-properties-allowed", "additionalProperties")
    elif b == "open":
        pair.emit("additional-properties-schema-added", "additionalProperties")
    else:
        pair.emit("additional-properties-schema-removed", "additionalProperties")


def _named(
    pair: Pair, stem: str, keyword: str, before: Mapping[str, Node], after: Mapping[str, Node], suffix: str
) -> None:
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            pair.emit(f"{stem}-removed", keyword, name, None)
        elif name not in before:
            pair.emit(f"{stem}-added", keyword, None, name)
        else:
            pair.descend(before[name], after[name], suffix, same_scope=suffix == "")


def _dependent_required(pair: Pair) -> None:
    before, after = pair.b.dependent_required, pair.a.dependent_required
    for name in sorted(before.keys() | after.keys()):
        for other in sorted(before.get(name, frozenset()) - after.get(name, frozenset())):
            pair.emit("dependent-required-removed", "dependentRequired", f"{name} needs {other}", None)
        for other in sorted(after.get(name, frozenset()) - before.get(name, frozenset())):
            pair.emit("dependent-required-added", "dependentRequired", None, f"{name} needs {other}")


def _arrays(pair: Pair) -> None:
    b, a = pair.b, pair.a
    if b.items or a.items:
        pair.descend(b.items, a.items, _EACH)
    for index in range(max(len(b.prefix_items), len(a.prefix_items))):
        if index >= len(a.prefix_items):
            pair.emit("prefix-items-removed", "prefixItems", index, None)
        elif index >= len(b.prefix_items):
            pair.emit("prefix-items-added", "prefixItems", None, index)
        else:
            pair.descend(b.prefix_items[index], a.prefix_items[index], _EACH)


def _conditions(pair: Pair) -> None:
    b, a = pair.b, pair.a
    for keyword, (stem, suffix) in _COVARIANT.items():
        before, after = b.nested.get(keyword, ANYTHING), a.nested.get(keyword, ANYTHING)
        if before and after:
            pair.descend(before, after, suffix, same_scope=suffix == "")
        elif before or after:
            pair.emit(f"{stem}-{'removed' if before else 'added'}", keyword)
    before, after = b.nested.get("not", ANYTHING), a.nested.get("not", ANYTHING)
    if bool(before) != bool(after):
        pair.emit(f"not-{'removed' if before else 'added'}", "not")
    for keyword in ("not", "if"):
        before, after = b.nested.get(keyword, ANYTHING), a.nested.get(keyword, ANYTHING)
        if before and after and _text(pair.before.at(before[0])) != _text(pair.after.at(after[0])):
            pair.emit(f"{keyword}-changed", keyword)


def _text(value: object) -> str:
    return canonical(value)


def _markers(pair: Pair) -> None:
    if pair.b.deprecated != pair.a.deprecated:
        pair.emit("deprecated" if pair.a.deprecated else "reactivated", "deprecated")
    for rule in sorted(pair.b.validations - pair.a.validations):
        pair.emit("validation-removed", "x-validations", rule, None)
    for rule in sorted(pair.a.validations - pair.b.validations):
        pair.emit("validation-added", "x-validations", None, rule)
    if pair.b.sensitive != pair.a.sensitive:
        pair.emit(f"became-{'sensitive' if pair.a.sensitive else 'not-sensitive'}", "x-sensitive")
    if pair.b.stability != pair.a.stability:
        is_higher = STABILITY.index(pair.a.stability) > STABILITY.index(pair.b.stability)
        verb = "increased" if is_higher else "decreased"
        pair.emit(f"stability-{verb}", "x-stability-level", pair.b.stability, pair.a.stability)
