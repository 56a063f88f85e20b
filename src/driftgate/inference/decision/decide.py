"""Deciding: the strictest schema of one place that its evidence supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from driftgate.inference.decision.decision import Decision, Setting
from driftgate.inference.decision.numbers import bounds_of
from driftgate.inference.decision.strings import decide_text
from driftgate.inference.names.sensitive import is_sensitive, is_sensitive_number
from driftgate.inference.names.words import names_money, plain
from driftgate.inference.shape.elsewhere import as_elsewhere
from driftgate.inference.shape.kinds import Kinds, Mark, settle_kinds
from driftgate.inference.text import hidden
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from driftgate.inference.seen.node import Node, Shape

NEVER_EMPTY = 50
"""Recorded arrays of which none was empty, before emptiness would be news."""


def inferred(support: int, recorded: int) -> dict[str, Any]:
    return {"support": support, "from": "recordings" if recorded else "examples"}


def schema_of(
    node: Node,
    name: str,
    setting: Setting,
    refer: Callable[[Shape, str], dict[str, Any]],
    *,
    stands_as: Literal["field", "rare", "item", "whole"],
    may_be_null: bool | None = None,
) -> dict[str, Any]:
    """
    Return the schema of a place.

    Args:
        node: What was seen there.
        name: Of the field, or of what holds it.
        setting: What all decisions share; the decision is filed there.
        stands_as: A `field` is what others of its name are, a `rare` one may be null as its neighbours are; an `item` has the name of its array; a `whole` has one of ours.
        refer: Gives the schema of an object from its shape and a name: a reference, or the object spelt out.
        may_be_null: What the vendor declares of the field in objects like the one it stands in; None where it declares none.
    """
    pooled = setting.pool.get(plain(name))
    fractional = _is_fractional(node, name, pooled, setting.declared.get(plain(name)))
    kinds = settle_kinds(node, name, is_fractional=fractional, is_item=stands_as == "item")
    if not kinds.types:
        return _only_nulls(node, name, kinds, pooled, setting)
    shown = kinds
    if pooled is not None and not node.recorded:
        kinds = as_elsewhere(kinds, node, name, pooled)
    kinds = _as_declared(kinds, node, name, setting.declared.get(plain(name)))
    if stands_as == "rare":
        kinds = kinds._replace(nullable=True)
    if not node.recorded and stands_as == "field":
        told = plain(name) in setting.nullable if may_be_null is None else may_be_null
        kinds = kinds._replace(nullable=shown.nullable or told)
    if not node.recorded and stands_as == "field":
        kinds = _as_meant(kinds, node, name, setting)
    parts = [_of_type(kind, node, name, kinds, setting, refer) for kind in kinds.types]
    marks = [*kinds.marks, *(mark for part in parts for mark in part.marks)]
    refused = tuple(reason for part in parts for reason in part.refused)
    if may_be_null is False and plain(name) in setting.nullable and not kinds.nullable:
        refused = (
            "null: others of its name may be, but the vendor's schema of an object like this one denies it",
            *refused,
        )
    sensitive = any(part.sensitive for part in parts)
    schema: dict[str, Any] = parts[0].schema if len(parts) == 1 else {"anyOf": [part.schema for part in parts]}
    if kinds.nullable:
        schema = _nullable(schema, is_3_0=setting.is_3_0)
    if "$ref" not in schema:  # what it refers to says on what it rests
        schema["x-inferred"] = inferred(_told(node), node.recorded)
    setting.decisions[id(schema)] = Decision(
        schema=schema,
        marks=tuple(marks),
        refused=refused,
        sensitive=sensitive,
        node=node,
        because=tuple(_reasons(shown, kinds, node, name, is_fractional=fractional)),
    )
    return schema


def _told(node: Node) -> int:
    """Return how many values tell what a place is: of recordings, a null says no more than that it may be null."""
    return max(1, node.count - node.nulls) if node.recorded else node.count


def _reasons(shown: Kinds, decided: Kinds, node: Node, name: str, *, is_fractional: bool | None) -> Iterator[str]:
    """Yield what other than the values of a place decided about it."""
    if decided.nullable and not shown.nullable:
        told = "the vendor says or shows so of this name elsewhere"
        yield f"may be null: {'it was seen rarely, and others of its object are' if node.recorded else told}"
    if decided.types != shown.types:
        yield f"{' or '.join(decided.types)}: what the vendor means by this name elsewhere"
    elif decided.types == ("integer",) and is_fractional is False and names_money(name) and not node.recorded:
        yield "integer: the vendor says so, or its amounts are whole, large and not round, as cents are"
    elif decided.types == ("number",) and not len(node.floats):
        told = (
            "others of its name have fractions" if is_fractional else "its name speaks of what is measured, not counted"
        )
        yield f"number: {told}"


_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def _as_declared(kinds: Kinds, node: Node, name: str, declared: Mapping[str, Any] | None) -> Kinds:
    """
    Let the vendor's own word for a name of several words win over what an example shows.

    Examples are typed by hand: `"TotalAmount": "1.00"` where every schema of the document says number.
    """
    if declared is None or node.recorded or len(words(name)) < 2:
        return kinds
    nullable = kinds.nullable or declared["nullable"]
    said = declared["type"]
    shown = kinds.types[0]
    if len(kinds.types) != 1 or shown == said or {shown, said} == {"integer", "number"}:
        return kinds._replace(nullable=nullable)
    if shown not in _SCALARS or said not in _SCALARS:
        return kinds._replace(nullable=nullable)
    seen = "string" if shown == "string" else shown
    mark = Mark("type-mismatch", seen, said, "evidence", lambda value: value is not None)
    return kinds._replace(types=(said,), nullable=nullable, marks=(*kinds.marks, mark))


def _as_meant(kinds: Kinds, node: Node, name: str, setting: Setting) -> Kinds:
    """Let one thing be a list, or a list one thing, where the vendor means that; and be of every type it declares."""
    if len(kinds.types) != 1:
        return kinds
    (shown,) = kinds.types
    meant = setting.structures.get(plain(name), shown)
    if shown in {"array", "object"} and meant != shown and (meant == "array" or _holds_objects(node)):
        mark = Mark("type-mismatch", shown, meant, "evidence", _is_list if shown == "array" else _is_object)
        return kinds._replace(types=(meant,), marks=(*kinds.marks, mark))
    declared = setting.alternatives.get(plain(name), frozenset())
    return kinds._replace(types=(shown, *sorted(declared - {shown}))) if shown in declared else kinds


def _holds_objects(node: Node) -> bool:
    return node.item is not None and node.item.shape is not None and node.item.objects == node.item.count


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_fractional(node: Node, name: str, pooled: Node | None, declared: Mapping[str, Any] | None) -> bool | None:
    """Tell whether numbers of this name have fractions: by declaration, else by other values; None where nothing tells."""
    if declared is not None and declared.get("type") in {"integer", "number"}:
        return bool(declared["type"] == "number")
    if pooled is not None and len(pooled.floats) and not node.recorded:
        return True
    if pooled is not None and not node.recorded and _is_in_cents(name, pooled):
        return False
    return None


CENTS = 100
"""What an amount in the smallest unit of a currency is at least, but for those that cost next to nothing."""


def _is_in_cents(name: str, pooled: Node) -> bool:
    """Tell whether amounts of money count the smallest unit: several are large and whole and not round, as `1999`."""
    values = [abs(value) for value in pooled.ints.counts() if value]
    odd = [value for value in values if value % 5]
    return names_money(name) and len(odd) >= 2 and not len(pooled.floats) and min(values) >= CENTS


def _nullable(schema: dict[str, Any], *, is_3_0: bool) -> dict[str, Any]:
    if is_3_0:
        if "$ref" in schema:
            return {"nullable": True, "allOf": [schema]}
        return {**{key: schema[key] for key in ("type",) if key in schema}, "nullable": True, **schema}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


def _only_nulls(node: Node, name: str, kinds: Kinds, pooled: Node | None, setting: Setting) -> dict[str, Any]:
    """Return the schema of a place that was always null (or an array that was always empty): other fields of its name may tell."""
    schema: dict[str, Any] = {}
    declared = setting.declared.get(plain(name))
    if pooled is not None:
        told = settle_kinds(pooled, name)
        if len(told.types) == 1 and told.types[0] in {"string", "integer", "number", "boolean"}:
            schema = {"type": told.types[0]}
    if not schema and declared is not None:
        schema = {"type": declared["type"], **({"items": {}} if declared["type"] == "array" else {})}
    if node.nulls or kinds.nullable:
        schema = _nullable(schema, is_3_0=setting.is_3_0) if schema else {"nullable": True} if setting.is_3_0 else {}
    is_only_null = not {"type", "anyOf"} & schema.keys()
    schema["x-inferred"] = inferred(node.count if is_only_null else _told(node), node.recorded)
    setting.decisions[id(schema)] = Decision(
        schema=schema, marks=kinds.marks, refused=("only null was ever seen",), sensitive=is_sensitive(name)
    )
    return schema


def _of_type(
    kind: str,
    node: Node,
    name: str,
    kinds: Kinds,
    setting: Setting,
    refer: Callable[[Shape, str], dict[str, Any]],
) -> Decision:
    shape = node.shape if node.shape is not None or node.item is None else node.item.shape
    if kind == "object" and shape is not None:
        return Decision(schema=refer(shape, name), marks=(), refused=(), sensitive=False)
    if kind == "array" and node.item is None and node.shape is not None:
        only = {"type": "array", "items": refer(node.shape, name)}
        return Decision(schema=only, marks=(), refused=(), sensitive=False)
    if kind == "array":
        return _array(node, name, setting, refer)
    if kind == "object" or (kind == "string" and not node.strings):
        return Decision(schema={"type": kind}, marks=(), refused=(), sensitive=is_sensitive(name))
    if kind == "string":
        return decide_text(node, name, kinds, setting)
    schema: dict[str, Any] = {"type": kind}
    sensitive = kind == "integer" and is_sensitive_number(name)
    if kind == "integer":
        schema.update(hidden.epoch(node, name))
    if kind in {"integer", "number"} and not sensitive:
        schema.update(bounds_of(node))
    if sensitive:
        schema["x-sensitive"] = True
    return Decision(schema=schema, marks=(), refused=(), sensitive=sensitive)


def _array(node: Node, name: str, setting: Setting, refer: Callable[[Shape, str], dict[str, Any]]) -> Decision:
    item = node.item
    items = schema_of(item, name, setting, refer, stands_as="item") if item is not None else {}
    schema: dict[str, Any] = {"type": "array", "items": items}
    if node.recorded >= NEVER_EMPTY and node.size is not None and node.size[0] >= 1:
        schema["minItems"] = 1
        if node.size == (2, 2) and item is not None and len(item.floats) and not item.strings:
            schema.update(minItems=2, maxItems=2)  # coordinates
    return Decision(schema=schema, marks=(), refused=(), sensitive=False)
