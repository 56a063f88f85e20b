"""Decisions: the strictest schema of one place that its evidence supports."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS
from driftgate.inference import enums, machine
from driftgate.inference.kinds import Kinds, Mark, numbers_seen, settle_kinds
from driftgate.inference.prefix import prefixes_of, settle_prefix
from driftgate.inference.sensitive import is_sensitive
from driftgate.inference.texts import recognise, recognises
from driftgate.inference.words import plain, words
from driftgate.recognisers import recogniser
from driftgate.vocabulary import observed_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.inference.node import Node, Shape
    from driftgate.inference.texts import Refused

NEVER_EMPTY = 50
"""Recorded arrays of which none was empty, before emptiness would be news."""
MANY = 20
"""Recorded values from which on ranges, lengths and presence are worth stating."""


@dataclass(slots=True, kw_only=True)
class Decision:
    """
    What was decided at one place, and on what it rests.

    Args:
        schema: The keywords, `x-inferred` last.
        marks: Contradictions.
        refused: Alternatives and why they were not asserted, in words.
        sensitive: Whether values of this place may never be shown.
    """

    schema: dict[str, Any]
    marks: tuple[Mark, ...]
    refused: tuple[str, ...]
    sensitive: bool


@dataclass(slots=True, kw_only=True)
class Setting:
    """
    What all decisions about one document share.

    Args:
        glossary: Id prefix to resource.
        pool: What was seen under each name (without case and separators), anywhere in the document.
        declared: What the vendor declares under each such name: `integer`, `number`, …; only where all agree.
        decided: Date dialects that some value of this vendor can only be of.
        prefixes: Id prefixes that the glossary or this vendor's ids prove.
        decisions: Filled as places are decided: by `id` of the schema, which the caller keeps alive.
    """

    is_3_0: bool
    glossary: Mapping[str, str]
    pool: Mapping[str, Node]
    declared: Mapping[str, Mapping[str, Any]]
    decided: frozenset[str]
    prefixes: frozenset[str]
    decisions: dict[int, Decision] = field(default_factory=dict)


def inferred(support: int, recorded: int) -> dict[str, Any]:
    return {"support": support, "from": "recordings" if recorded else "examples"}


def schema_of(node: Node, name: str, setting: Setting, refer: Callable[[Shape, str], dict[str, Any]]) -> dict[str, Any]:
    """
    Return the schema of a place.

    Args:
        node: What was seen there.
        name: Of the field, or of what holds it.
        setting: What all decisions share; the decision is filed there.
        refer: Gives the schema of an object from its shape and a name: a reference, or the object spelt out.
    """
    pooled = setting.pool.get(plain(name))
    kinds = settle_kinds(node, name, is_fractional=_is_fractional(node, pooled, setting.declared.get(plain(name))))
    if not kinds.types:
        return _only_nulls(node, name, kinds, pooled, setting)
    kinds = _as_declared(kinds, node, name, setting.declared.get(plain(name)))
    parts = [_of_type(kind, node, name, kinds, setting, refer) for kind in kinds.types]
    marks = [*kinds.marks, *(mark for part in parts for mark in part.marks)]
    refused = tuple(reason for part in parts for reason in part.refused)
    sensitive = any(part.sensitive for part in parts)
    schema: dict[str, Any] = parts[0].schema if len(parts) == 1 else {"anyOf": [part.schema for part in parts]}
    if kinds.nullable:
        schema = _nullable(schema, is_3_0=setting.is_3_0)
    if "$ref" not in schema:  # what it refers to says on what it rests
        schema["x-inferred"] = inferred(node.count, node.recorded)
    setting.decisions[id(schema)] = Decision(schema=schema, marks=tuple(marks), refused=refused, sensitive=sensitive)
    return schema


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


def _is_fractional(node: Node, pooled: Node | None, declared: Mapping[str, Any] | None) -> bool | None:
    """Tell whether numbers of this name have fractions: by declaration, else by other values; None where nothing tells."""
    if declared is not None and declared.get("type") in {"integer", "number"}:
        return bool(declared["type"] == "number")
    if pooled is not None and len(pooled.floats) and not node.recorded:
        return True
    return None


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
    if not schema and declared is not None and declared.get("type") in {"string", "integer", "number", "boolean"}:
        schema = {"type": declared["type"]}
    if node.nulls or kinds.nullable:
        schema = _nullable(schema, is_3_0=setting.is_3_0) if schema else {"nullable": True} if setting.is_3_0 else {}
    schema["x-inferred"] = inferred(node.count, node.recorded)
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
    if kind == "object":
        assert node.shape is not None
        return Decision(schema=refer(node.shape, name), marks=(), refused=(), sensitive=False)
    if kind == "array":
        return _array(node, name, setting, refer)
    if kind == "string":
        return _text(node, name, kinds, setting)
    schema: dict[str, Any] = {"type": kind}
    sensitive = is_sensitive(name) and kind != "boolean"
    if kind in {"integer", "number"} and not sensitive:
        schema.update(_bounds(node))
    if sensitive:
        schema["x-sensitive"] = True
    return Decision(schema=schema, marks=(), refused=(), sensitive=sensitive)


def _array(node: Node, name: str, setting: Setting, refer: Callable[[Shape, str], dict[str, Any]]) -> Decision:
    item = node.item
    items = schema_of(item, name, setting, refer) if item is not None else {}
    schema: dict[str, Any] = {"type": "array", "items": items}
    if node.recorded >= NEVER_EMPTY and node.size is not None and node.size[0] >= 1:
        schema["minItems"] = 1
        if node.size == (2, 2) and item is not None and len(item.floats) and not item.strings:
            schema.update(minItems=2, maxItems=2)  # coordinates
    return Decision(schema=schema, marks=(), refused=(), sensitive=False)


def _bounds(node: Node) -> dict[str, Any]:
    """Return the sign and the order of magnitude, where enough recorded values show them."""
    seen = numbers_seen(node)
    if not node.recorded or seen < MANY or node.number is None:
        return {}
    low, high = node.number
    bounds: dict[str, Any] = {}
    spread = high - low
    # a bell far from zero says nothing about zero; what touches it, or keeps far away, does
    if low >= 0 and (not len(node.floats) or low <= spread * 0.02 or low > spread * 0.5):
        bounds["minimum"] = 0
    elif seen >= 2 * MANY:
        bounds["minimum"] = -_wide(max(-low, spread, 1))
    if len(node.ints) + len(node.floats) >= 5:
        values = sorted([*node.ints.counts(), *node.floats.counts()])
        middle = values[len(values) // 2]
        bounds["maximum"] = _wide(max(high, spread, 1) * (1 if high <= 20 * abs(middle) else 50))
    edges = node.ints.counts()
    if not len(node.floats) and 3 <= len(edges) <= 40 and not node.ints.overflowed:
        often = max(5, seen / (3 * len(edges)))
        is_dense = 2 * len(edges) > spread
        if is_dense and edges[int(low)] >= often and edges[int(high)] >= often and seen >= 100:
            bounds["minimum"], bounds["maximum"] = int(low), int(high)
    step = math.gcd(*node.ints.counts()) if len(node.ints) >= MANY and not len(node.floats) else 1
    if step >= 5:
        bounds["multipleOf"] = step
    return bounds


def _wide(value: float) -> int:
    """Return a round number at least five times as large."""
    scale = 10 ** math.floor(math.log10(value * 5))
    return int(math.ceil(value * 5 / scale) * scale)


def _text(node: Node, name: str, kinds: Kinds, setting: Setting) -> Decision:
    counts = {text: count for text, count in node.texts.counts().items() if text not in kinds.dropped}
    empties = counts.pop("", 0)
    schema: dict[str, Any] = {"type": "string"}
    if not counts:
        return Decision(
            schema=schema, marks=(), refused=("only empty strings were seen",), sensitive=is_sensitive(name)
        )
    marks: list[Mark] = []
    refused: list[str] = []
    constraints: dict[str, Any] = {}
    found = prefixes_of(counts, setting.prefixes)
    sensitive = False
    recognised = recognise(counts, name, decided=setting.decided)
    if found is not None and not recognised.kinds:
        _prefixed(constraints, marks, refused, found, name, setting, node)
    else:
        names = tuple(kind.name for kind in recognised.kinds)
        sensitive = is_sensitive(name, names)
        constraints.update(_format(recognised.kinds))
        for losing in recognised.losing:
            kind = recogniser(losing)
            sample = next(text for text in counts if kind.matches(text))
            winner = recognised.kinds[0].name
            marks.append(
                Mark("date-dialect-changed", observed_text(sample), winner, "evidence", _matches_text(kind.matches))
            )
        refused.extend(_why(each) for each in recognised.refused)
        if not constraints:
            pooled = setting.pool.get(plain(name))
            if pooled is not None and pooled.count > node.count and not node.recorded:
                wider = {text: count for text, count in pooled.texts.counts().items() if text}
                told = recognise(wider, name, decided=setting.decided).kinds
                if all(any(recognises(kind, text) for kind in told) for text in counts):
                    constraints.update(_format(told))
    sensitive = sensitive or is_sensitive(name)
    if not constraints:
        constraints.update(machine.layout(node, counts, name))
    elif "x-id-prefix" not in constraints:
        constraints.update(machine.fixed_length(node, counts, constraints))
        if (
            "pattern" in constraints
            and "format" not in constraints
            and node.recorded
            and len(counts) >= machine.FIXED_VALUES
        ):
            constraints["pattern"] = machine.runs(list(counts)) or constraints["pattern"]
    if constraints.get("format") == "uri" and node.recorded and (start := machine.common_start(counts)) is not None:
        constraints["pattern"] = start
    if not sensitive and (not constraints or {kind.name for kind in recognised.kinds} & enums.CODES):
        constraints.update(enums.enum_of(node, counts, name))
    if not constraints and not sensitive:
        coded = {} if enums.is_free(name) else machine.convention(node, counts)
        constraints.update(coded or machine.one_case(node, counts) or machine.odd_characters(node, counts))
    if empties and constraints:
        if node.recorded and empties >= 3:
            refused.append(f"{', '.join(constraints)}: {empties} values are empty")
            constraints = {}
        else:
            expected = str(
                constraints.get("format")
                or constraints.get("x-date-dialect")
                or constraints.get("x-id-prefix")
                or "a value"
            )
            marks.append(Mark("empty-string", "empty string", expected, "spelling", _is_empty_text))
    schema.update(constraints)
    if sensitive:
        schema["x-sensitive"] = True
    return Decision(schema=schema, marks=tuple(marks), refused=tuple(refused), sensitive=sensitive)


def _is_empty_text(value: Any) -> bool:
    return isinstance(value, str) and not value


def _matches_text(matches: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and matches(value)


def _why(each: Refused) -> str:
    return f"{each.name}: {each.matched} of {each.of} distinct values match; {each.reason}"


def _format(kinds: tuple[Any, ...]) -> dict[str, Any]:
    if not kinds:
        return {}
    if len(kinds) == 1:
        return dict(kinds[0].keywords)
    dialects = sorted(str(kind.keywords["x-date-dialect"]) for kind in kinds)
    mark = "/" if "/" in dialects[0] else "-"
    return {
        "pattern": f"^[0-3][0-9]{mark}[0-3][0-9]{mark}[0-9]{{4}}$",
        "x-proposed": {"x-date-dialect": [dialect for dialect in dialects if dialect in DATE_DIALECTS]},
    }


def _prefixed(
    constraints: dict[str, Any],
    marks: list[Mark],
    refused: list[str],
    found: Any,
    name: str,
    setting: Setting,
    node: Node,
) -> None:
    settled = settle_prefix(found, name, setting.glossary, recorded=node.recorded >= MANY)
    if settled.prefix is None:
        share = ", ".join(f"{prefix} {count}" for prefix, count in found.counts.items())
        refused.append(f"x-id-prefix: nothing settles which of {share} belongs here")
        if node.recorded >= MANY or len(found.counts) > 2:
            return  # an id of many resources, on purpose
        marks.extend(
            Mark(
                "id-prefix-mismatch",
                f"prefix {prefix}",
                " or ".join(f"prefix {each}" for each in settled.losing if each != prefix),
                "open",
                _has_prefix(prefix, found.separator),
            )
            for prefix in settled.losing
        )
        constraints["x-proposed"] = {"x-id-prefix": list(settled.losing)}
        return
    if found.separator and (found.is_proven or node.recorded >= MANY):
        constraints["x-id-prefix"] = settled.prefix
        if found.tail is not None:
            constraints["pattern"] = found.tail
    else:
        constraints["pattern"] = f"^{settled.prefix}{found.tail}"
    for prefix in settled.losing:
        refused.append(f"x-id-prefix {prefix}: {found.counts[prefix]} values, settled by {settled.by}")
        marks.append(
            Mark(
                "id-prefix-mismatch",
                f"prefix {prefix}",
                f"prefix {settled.prefix}",
                settled.by,
                _has_prefix(prefix, found.separator),
            )
        )


def _has_prefix(prefix: str, separator: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value.startswith(prefix + separator)
