"""What was inferred against what the vendor wrote, place by place, as far down as the examples reach."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from driftgate.pointer import resolve
from driftgate.vocabulary import json_type


@dataclass(slots=True)
class Measured:
    """Counts over all fields that examples show; `shown` keeps a few disagreements of each kind for people."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, where: str) -> None:
        self.counts[what] += 1
        self.shown.setdefault(what, []).append(where)


def follow(tree: Any, schema: Any) -> Any:
    for _ in range(20):
        if not isinstance(schema, dict) or "$ref" not in schema:
            break
        schema = resolve(tree, schema["$ref"][1:].replace("%7B", "{").replace("%7D", "}"))
    return schema if isinstance(schema, dict) else {}


def branches(tree: Any, schema: Any, depth: int = 0) -> list[dict[str, Any]]:
    """Return the alternatives of a schema, each with its `allOf` merged in."""
    schema = follow(tree, schema)
    if depth > 8:
        return [schema]
    own = {key: value for key, value in schema.items() if key not in {"allOf", "oneOf", "anyOf"}}
    found = [own]
    for part in schema.get("allOf", ()):
        found = [_both(one, other) for one in found for other in branches(tree, part, depth + 1)]
    alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    if alternatives:
        found = [
            _both(one, other) for part in alternatives for one in found for other in branches(tree, part, depth + 1)
        ]
    return found[:24]


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    whole = {**one, **other}
    if "properties" in one and "properties" in other:
        whole["properties"] = {**one["properties"], **other["properties"]}
    return whole


def types(schema: dict[str, Any]) -> set[str]:
    kind = schema.get("type")
    if kind is None:
        if "properties" in schema:
            return {"object"}
        if "items" in schema:
            return {"array"}
        if "enum" in schema:
            return {"string"} if all(isinstance(each, str) for each in schema["enum"]) else set()
        return set()
    named = set(kind) if isinstance(kind, list) else {kind}
    return named | ({"null"} if schema.get("nullable") else set())


def compare(
    measured: Measured, inferred_tree: Any, truth_tree: Any, inferred: Any, truth: Any, values: list[Any], where: str
) -> None:
    """Compare what was inferred at a place with the truth, as far down as the examples reach."""
    values = [value for value in values if value is not ...]
    if not values or where.count("/") > 24:
        return
    told = branches(inferred_tree, inferred)
    true = branches(truth_tree, truth)
    true_types = set().union(*(types(each) for each in true)) if all(types(each) for each in true) else set()
    told_types = set().union(*(types(each) for each in told)) if all(types(each) for each in told) else set()
    if true_types:
        _compare_types(measured, told_types, true_types, values, where)
        _compare_formats(measured, told, true, values, where)
    objects = [value for value in values if isinstance(value, dict)]
    keys = dict.fromkeys(key for value in objects for key in value)
    for key in keys:
        below = [part for each in true for part in [(each.get("properties") or {}).get(key)] if part is not None]
        mine = [
            part
            for each in told
            for part in [(each.get("properties") or {}).get(key, each.get("additionalProperties"))]
            if isinstance(part, dict)
        ]
        if below and mine:
            compare(
                measured,
                inferred_tree,
                truth_tree,
                mine[0],
                {"anyOf": below} if len(below) > 1 else below[0],
                [value.get(key, ...) for value in objects],
                f"{where}/{key}",
            )
    lists = [value for value in values if isinstance(value, list)]
    if lists:
        below = [each["items"] for each in true if "items" in each]
        mine = [each["items"] for each in told if "items" in each]
        if below and mine:
            compare(
                measured,
                inferred_tree,
                truth_tree,
                mine[0],
                {"anyOf": below} if len(below) > 1 else below[0],
                [item for value in lists for item in value],
                f"{where}/*",
            )


def _compare_types(measured: Measured, told: set[str], true: set[str], values: list[Any], where: str) -> None:
    bare_true, bare_told = true - {"null"}, told - {"null"}
    if not bare_true:
        return
    copied = {_copied_type(value) for value in values} - {"null"}
    is_right = bare_told == bare_true
    measured.note("type right" if is_right else "type wrong", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}")
    if copied != bare_true:
        kind = "null" if not copied else "number" if bare_true == {"number"} else "mixed"
        measured.note(
            f"hard {kind} {'right' if is_right else 'wrong'}", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}"
        )
    if bare_told and not (bare_true <= bare_told or (bare_told >= {"number"} and bare_true <= {"number", "integer"})):
        measured.note("contradicted type", f"{where}: {sorted(bare_told)} for {sorted(bare_true)}")
    if "null" in told or "null" in true:
        kind = "right" if "null" in told and "null" in true else "missed" if "null" in true else "invented"
        measured.note(f"nullable {kind}", where)
    measured.counts["nullable pairs"] += 1


_FORMATS = {"uuid", "guid", "date", "date-time", "email", "uri", "url", "ipv4", "ipv6", "hostname", "byte"}
_SAME = {"guid": "uuid", "url": "uri"}


def _compare_formats(
    measured: Measured, told: list[dict[str, Any]], true: list[dict[str, Any]], values: list[Any], where: str
) -> None:
    texts = [value for value in values if isinstance(value, str) and value]
    if not texts:
        return
    said = {_SAME.get(name, name) for each in told if (name := each.get("format")) in _FORMATS}
    promised = {_SAME.get(name, name) for each in true if (name := each.get("format")) in _FORMATS}
    for name in said | promised:
        if name in said and name in promised:
            measured.note("format right", f"{where}: {name}")
        elif name in said:
            free = all("format" not in each and "enum" not in each for each in true)
            measured.note(
                "format unsaid by the truth" if free else "format wrong",
                f"{where}: {name}, truth {[each.get('format') or each.get('pattern') for each in true]}",
            )
        else:
            measured.note("format missed", f"{where}: {name}, shown {texts[0][:50]!r}")
    patterns = [each["pattern"] for each in true if isinstance(each.get("pattern"), str)]
    prefixed = [
        pattern
        for pattern in patterns
        if pattern.lstrip("^(").split("_")[0].isalnum() and "_" in pattern[:14] and "[" in pattern
    ]
    prefix = next((each["x-id-prefix"] for each in told if "x-id-prefix" in each), None)
    if prefix is not None:
        is_right = any(
            f"{prefix}_" in pattern or f"{prefix}-" in pattern or f"{prefix}[" in pattern for pattern in patterns
        )
        measured.note(
            "prefix right" if is_right else "contradicted prefix" if patterns else "prefix unsaid by the truth",
            f"{where}: {prefix}, truth {patterns}",
        )
    elif prefixed:
        measured.note("prefix missed", f"{where}: {prefixed[0]}, shown {texts[0][:50]!r}")


def _copied_type(value: Any) -> str:
    """Return the type one gets by copying the JSON type of an example: `1.0` is a number."""
    return "number" if isinstance(value, float) else json_type(value)
