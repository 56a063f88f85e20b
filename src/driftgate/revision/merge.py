"""
Reading a schema: references followed, `allOf` merged, the spellings of OpenAPI 3.0 and 3.1 made one.

What is read alike: `nullable` and a `null` type or alternative; boolean and numeric exclusive bounds; `const` and an
enum of one; `format: byte` and base64 `contentEncoding`; a choice between plain types, or between constants, and a
list of them; an alternative that stands alone and no choice at all.

Source:
    OpenAPI 3.0.3 and 3.1.0, Schema Object; "Migrating from OpenAPI 3.0 to 3.1.0", OpenAPI Initiative.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, escape
from driftgate.revision.parts import Parts, length_of, listed_in, type_of, types_in
from driftgate.revision.reading import canonical, reference
from driftgate.revision.view import ANNOTATIONS, STABILITY, View

if TYPE_CHECKING:
    from driftgate.revision.places import Places
    from driftgate.revision.view import Node

_SIZES = {
    "minLength": "string", "maxLength": "string", "minItems": "array", "maxItems": "array",
    "minProperties": "object", "maxProperties": "object", "minContains": "array", "maxContains": "array",
}  # fmt: skip
_IMPLIES = (
    ("object", ("properties", "additionalProperties", "patternProperties", "required", "maxProperties")),
    ("array", ("items", "prefixItems")),
)
_BOOLEAN, _INTEGER, _NOTHING = frozenset({"boolean"}), frozenset({"integer"}), frozenset[str]()
_NESTED = ("not", "if", "then", "else", "contains", "propertyNames", "contentSchema", "unevaluatedItems")


def merge(places: Places, node: Node) -> View:
    """Return the merged reading of everything that applies at `node`."""
    parts = Parts(places)
    for pointer in node:
        parts.add(pointer)
    view = View(node=tuple(parts.pointers) or node)
    view.is_never = parts.is_never
    view.opaque = frozenset(parts.opaque)
    view.unions = tuple(parts.unions)
    view.plain_union = parts.plain_unions[0] if len(parts.plain_unions) == 1 else None
    votes: list[bool] = []
    for pointer in parts.pointers:
        _read(view, places, pointer, votes)
    for pointer, types, enum in parts.folded:
        _narrow_types(view, types)
        if enum is not None:
            _narrow_enum(view, enum)
        view.at.setdefault("type", pointer)
        view.at.setdefault("enum", pointer)
    _settle(view, is_nullable=view.nullable or parts.is_nullable or bool(votes and all(votes)))
    view.name = _name(places, view.node)
    return view


def _read(view: View, places: Places, pointer: str, votes: list[bool]) -> None:
    raw = places.at(pointer)
    for key in raw:
        view.at.setdefault(key, f"{pointer}/{escape(key)}")
    _read_values(view, raw, places, votes)
    _read_numbers(view, raw)
    _read_object(view, raw, pointer)
    _read_array(view, raw, pointer)
    for keyword in _NESTED:
        if isinstance(raw.get(keyword), (dict, bool)) and raw[keyword] is not True:
            view.nested.setdefault(keyword, (f"{pointer}/{keyword}",))
    discriminator = raw.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(discriminator.get("propertyName"), str):
        view.discriminator = view.discriminator or discriminator["propertyName"]
        mapping = discriminator.get("mapping")
        if isinstance(mapping, dict):
            view.mapping = {**{str(key): _target(value) for key, value in mapping.items()}, **view.mapping}
    view.read_only = view.read_only or raw.get("readOnly") is True
    view.write_only = view.write_only or raw.get("writeOnly") is True
    view.deprecated = view.deprecated or raw.get("deprecated") is True
    view.inferred = view.inferred or bool(raw.get("x-inferred"))
    view.sensitive = view.sensitive or raw.get("x-sensitive") is True
    level = raw.get("x-stability-level")
    if level in STABILITY:
        view.stability = min(view.stability, level, key=STABILITY.index)
    rules = raw.get("x-validations")
    if isinstance(rules, list):
        view.validations |= {str(each["rule"]) for each in rules if isinstance(each, dict) and "rule" in each}
    if view.default is MISSING and "default" in raw:
        view.default = raw["default"]


def _target(value: Any) -> str:
    """Return where a value of `mapping` leads: it is a reference, or the name of a component."""
    target = reference({"$ref": value})
    return target if target is not None else f"/components/schemas/{escape(str(value))}"


def _read_values(view: View, raw: dict[str, Any], places: Places, votes: list[bool]) -> None:
    types = types_in(raw)
    says_nullable = places.is_3_0 and raw.get("nullable") is True
    if types:
        _narrow_types(view, types - {"null"})
        votes.append("null" in types or says_nullable)
    elif says_nullable:
        view.nullable = True  # beside a reference or `allOf`: strictly without effect there, but everybody means it
    elif (isinstance(raw.get("enum"), list) and None in raw["enum"]) or ("const" in raw and raw["const"] is None):
        votes.append(True)
    listed = listed_in(raw)
    if listed is not None:
        view.is_const = "const" in raw and view.enum is None
        _narrow_enum(view, listed)
    if isinstance(raw.get("format"), str):
        view.format = raw["format"] if view.format in {None, raw["format"]} else f"{view.format} and {raw['format']}"
    if isinstance(raw.get("pattern"), str) and raw["pattern"] not in view.patterns:
        view.patterns = tuple(sorted((*view.patterns, raw["pattern"])))
    for keyword, name in (("contentMediaType", "content_media_type"), ("contentEncoding", "content_encoding")):
        if isinstance(raw.get(keyword), str):
            setattr(view, name, raw[keyword])
    for keyword, name in (("x-id-prefix", "id_prefix"), ("x-date-dialect", "date_dialect")):
        if raw.get(keyword):
            setattr(view, name, _words(raw[keyword]))
    if isinstance(raw.get("x-extensible-enum"), list):
        view.extensible_enum = {canonical(value): value for value in raw["x-extensible-enum"]}


def _words(value: Any) -> str:
    return ", ".join(sorted(str(item) for item in value)) if isinstance(value, list) else str(value)


def _narrow_types(view: View, types: frozenset[str]) -> None:
    if view.types is None:
        view.types = types
        return
    both = view.types & types
    for general, special in ((view.types, types), (types, view.types)):
        if "number" in general and "number" not in special and "integer" in special:
            both |= {"integer"}
    view.types = frozenset(both)


def _narrow_enum(view: View, listed: dict[str, Any]) -> None:
    view.enum = listed if view.enum is None else {text: value for text, value in view.enum.items() if text in listed}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _read_numbers(view: View, raw: dict[str, Any]) -> None:
    for plain, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        is_lower = plain == "minimum"
        if _is_number(raw.get(plain)):
            _tighten(view, (raw[plain], raw.get(exclusive) is True), is_lower=is_lower)
        if _is_number(raw.get(exclusive)):
            _tighten(view, (raw[exclusive], True), is_lower=is_lower)
    for keyword in _SIZES:
        if _is_number(raw.get(keyword)):
            tighter = max if keyword.startswith("min") else min
            view.sizes[keyword] = tighter(view.sizes.get(keyword, raw[keyword]), raw[keyword])
    if _is_number(raw.get("multipleOf")) and raw["multipleOf"] > 0:
        view.multiple_of = _common_multiple(view.multiple_of, raw["multipleOf"])
    view.unique = view.unique or raw.get("uniqueItems") is True


def _common_multiple(one: float | None, other: float) -> float:
    if one is None or one == other:
        return other
    if float(one).is_integer() and float(other).is_integer():
        return math.lcm(int(one), int(other))
    return max(one, other)


def _tighten(view: View, bound: tuple[float, bool], *, is_lower: bool) -> None:
    held = view.lower if is_lower else view.upper
    if held is not None:
        value, is_exclusive = bound
        is_tighter = value > held[0] if is_lower else value < held[0]
        if not (is_tighter or (value == held[0] and is_exclusive)):
            return
    if is_lower:
        view.lower = bound
    else:
        view.upper = bound


def _read_object(view: View, raw: dict[str, Any], pointer: str) -> None:
    for keyword, held in (
        ("properties", view.properties),
        ("patternProperties", view.pattern_properties),
        ("dependentSchemas", view.dependent_schemas),
    ):
        if isinstance(raw.get(keyword), dict):
            for name in raw[keyword]:
                held[name] = (*held.get(name, ()), f"{pointer}/{keyword}/{escape(name)}")
    if isinstance(raw.get("required"), list):
        view.required |= {name for name in raw["required"] if isinstance(name, str)}
    if isinstance(raw.get("dependentRequired"), dict):
        for name, others in raw["dependentRequired"].items():
            view.dependent_required[name] = view.dependent_required.get(name, frozenset()) | frozenset(map(str, others))
    extra = raw.get("additionalProperties")
    if extra is False or raw.get("unevaluatedProperties") is False:
        view.additional = "closed"
    elif isinstance(extra, dict) and extra.keys() - ANNOTATIONS and view.additional != "closed":
        held_extra = view.additional if isinstance(view.additional, tuple) else ()
        view.additional = (*held_extra, f"{pointer}/additionalProperties")


def _read_array(view: View, raw: dict[str, Any], pointer: str) -> None:
    if isinstance(raw.get("items"), (dict, bool)) and raw["items"] is not True:
        view.items = (*view.items, f"{pointer}/items")
    for index in range(length_of(raw, "prefixItems")):
        place = f"{pointer}/prefixItems/{index}"
        if index < len(view.prefix_items):
            held = view.prefix_items
            view.prefix_items = (*held[:index], (*held[index], place), *held[index + 1 :])
        else:
            view.prefix_items = (*view.prefix_items, (place,))


def _settle(view: View, *, is_nullable: bool) -> None:
    """Drop what has no effect and infer the type that keywords imply."""
    view.nullable = is_nullable
    if view.types is None and view.enum is not None:
        view.types = frozenset(type_of(value) for value in view.enum.values())
    if view.types is None:
        implied = frozenset(name for name, keywords in _IMPLIES if any(keyword in view.at for keyword in keywords))
        view.types = implied or None
    if view.content_encoding == "base64" and view.format is None:
        view.format, view.content_encoding = "byte", None
    if view.content_media_type == "application/octet-stream" and view.content_encoding is None:
        view.types, view.format, view.content_media_type = frozenset({"string"}), view.format or "binary", None
    if view.enum is not None and view.types == _BOOLEAN and view.enum.keys() >= {"true", "false"}:
        view.enum = None
    if view.types == _INTEGER:  # over integers, above 0 is from 1
        if view.lower is not None:
            view.lower = (math.floor(view.lower[0]) + 1 if view.lower[1] else math.ceil(view.lower[0]), False)
        if view.upper is not None:
            view.upper = (math.ceil(view.upper[0]) - 1 if view.upper[1] else math.floor(view.upper[0]), False)
    types = view.types
    if not view.nullable and (types == _NOTHING or view.enum == {}):
        view.is_never = True
    if types is not None:
        view.sizes = {key: size for key, size in view.sizes.items() if _SIZES[key] in types}
        if not types & {"integer", "number"}:
            view.lower = view.upper = view.multiple_of = None
        if "string" not in types:
            view.patterns = ()
    view.sizes = {key: size for key, size in view.sizes.items() if not (size == 0 and key.startswith("min"))}


def _name(places: Places, node: Node) -> str:
    for pointer in node:
        if pointer.startswith("/components/schemas/") and pointer.count("/") == 3:
            return pointer.rpartition("/")[2]
    for pointer in node:
        raw = places.at(pointer)
        if isinstance(raw, dict) and isinstance(raw.get("title"), str):
            return str(raw["title"])
    return ""
