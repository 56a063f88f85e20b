"""
Schemas: OpenAPI's, translated in place to JSON Schema 2020-12.

The translated document keeps the shape of the original, so a JSON Pointer means the same place in both, and the
schema location of a validation error is the place in the document that made the promise.

Source:
    OpenAPI 3.0.3 and 3.1.0, Schema Object; JSON Schema 2020-12. Measured: jsonschema-rs 0.60.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from driftgate.identifier import ids_in
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema.discriminator import tell_apart
from driftgate.schema.heirs import Heirs
from driftgate.schema.keywords import COMPOSING, IGNORED, pattern_defect, types_of, unescape_uri, value_defect
from driftgate.schema.promises import assert_promises
from driftgate.schema.shape import (
    composed_references,
    follow,
    listed_properties,
    marked_properties,
    required_properties,
    says_what_else,
    shape,
)
from driftgate.schema.weight import HEAVIEST, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping

Direction = Literal["request", "response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaDefect:
    """A keyword that no validator can use and that is left out, so that the rest of the schema still judges."""

    pointer: str
    keyword: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """
    A document whose Schema Objects are JSON Schema 2020-12.

    Args:
        tree: Same shape and pointers as the document it came from.
        defects: What was left out, in document order.
    """

    tree: dict[str, Any]
    defects: tuple[SchemaDefect, ...]


# The fixed fields of OpenAPI objects that hold maps from free names to objects.
_NAMED = frozenset({
    "callbacks", "content", "encoding", "headers", "links", "paths", "pathItems", "parameters", "requestBodies",
    "responses", "securitySchemes", "webhooks", "mediaTypes", "additionalOperations",
})  # fmt: skip
_LITERAL = frozenset({
    "example", "examples", "default", "enum", "const", "value", "dataValue", "info", "tags", "servers",
})  # fmt: skip


def translate(
    tree: Mapping[str, Any],
    *,
    is_3_0: bool,
    direction: Direction,
    strict: bool,
    glossary: Mapping[str, str] | None = None,
) -> Translation:
    """
    Return `tree` with its schemas translated.

    Args:
        tree: An OpenAPI document.
        is_3_0: Read `nullable`, boolean bounds and siblings of `$ref` as OpenAPI 3.0 does.
        direction: In a response, `writeOnly` properties are not required; in a request, `readOnly` ones.
        strict: Close every object that lists properties and does not say what else it may hold, and assert
            `x-id-prefix` and `x-date-dialect`.
        glossary: Id prefix to resource; prefixes of one resource are aliases.
    """
    translator = _Translator(tree, glossary or {}, is_3_0=is_3_0, direction=direction, strict=strict)
    translated = translator.walk(tree, "")
    return Translation(tree=translated, defects=tuple(translator.defects))


class _Translator:
    def __init__(
        self,
        tree: Mapping[str, Any],
        glossary: Mapping[str, str],
        *,
        is_3_0: bool,
        direction: Direction,
        strict: bool,
    ) -> None:
        self.tree = tree
        self.is_3_0 = is_3_0
        self.strict = strict
        self.glossary = glossary
        self.excused = "writeOnly" if direction == "response" else "readOnly"
        self.marked: frozenset[str] = frozenset()
        self.heirs = Heirs(tree)
        self.defects: list[SchemaDefect] = []
        self.weights = Weights(tree)
        self.composed = frozenset(composed_references(tree)) if strict else frozenset()

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """Every prefixed id in the document; looked for when the first `x-id-prefix` asks."""
        return ids_in(self.tree)

    def walk(self, node: Any, pointer: str, *, named: bool = False) -> Any:
        """Copy OpenAPI objects, translating the schemas found in them."""
        if isinstance(node, list):
            return [self.walk(value, f"{pointer}/{index}") for index, value in enumerate(node)]
        if not isinstance(node, dict):
            return node
        copied: dict[str, Any] = {}
        for key, value in node.items():
            place = f"{pointer}/{escape(key)}"
            if not named and key in {"schema", "itemSchema"}:
                copied[key] = self.schema(value, place)
            elif not named and key == "schemas" and isinstance(value, dict):
                copied[key] = {name: self.schema(part, f"{place}/{escape(name)}") for name, part in value.items()}
            elif not named and (key in _LITERAL or key.startswith("x-")):
                continue
            else:
                copied[key] = self.walk(value, place, named=not named and key in _NAMED and isinstance(value, dict))
        return copied

    def schema(self, node: Any, pointer: str, *, composed: bool = False) -> Any:
        """Translate one Schema Object. `composed`: it is one part of an `allOf`, `anyOf`, `oneOf`, …"""
        if isinstance(node, bool):
            return node
        if not isinstance(node, dict):
            self.defects.append(SchemaDefect(pointer=pointer, keyword="", reason="a schema must be an object"))
            return {}
        before, marked = self.marked, self.marked if composed else frozenset[str]()
        self.marked = marked = marked | marked_properties(self.tree, node, self.excused) if "allOf" in node else marked
        if self.is_3_0 and "$ref" in node:
            out = {key: value for key, value in node.items() if key == "$ref" or key.startswith("x-")}
        else:
            out = {}
            is_too_heavy = self.weights.of(node) > HEAVIEST
            for key, value in node.items():
                if is_too_heavy and key in COMPOSING:
                    reason = f"leads to its parts in more than {HEAVIEST:,} ways"
                    self.defects.append(SchemaDefect(pointer=f"{pointer}/{key}", keyword=key, reason=reason))
                    continue
                self._keyword(out, key, value, pointer)
        for key in ("oneOf", "anyOf"):
            if "discriminator" in node and key in out:
                tell_apart(node["discriminator"], node[key], out[key])
        if "$ref" in out and not self._reference(out, pointer):
            del out["$ref"]
        if self.is_3_0:
            out = self._nullable(node, out)
        if isinstance(out.get("required"), list):
            out["required"] = list(dict.fromkeys(out["required"]))  # overlays add to lists; 2020-12 wants them unique
        self._excuse(out, node, marked)
        self.marked = before
        if self.strict:
            self._propose(out)
            assert_promises(out, self.glossary, lambda: self.ids, is_3_0=self.is_3_0)
            if not composed and pointer not in self.composed:
                self._close(out, node)
        return out

    def _keyword(self, out: dict[str, Any], key: str, value: Any, pointer: str) -> None:
        place = f"{pointer}/{escape(key)}"
        if key in {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}:
            if isinstance(value, dict):
                composed = key == "dependentSchemas"
                out[key] = {
                    name: self.schema(part, f"{place}/{escape(name)}", composed=composed)
                    for name, part in value.items()
                }
                if key == "patternProperties":
                    for name in list(out[key]):
                        if reason := pattern_defect(name):
                            del out[key][name]
                            self.defects.append(SchemaDefect(pointer=place, keyword=key, reason=reason))
                return
        elif key in {"allOf", "anyOf", "oneOf", "prefixItems"}:
            if isinstance(value, list) and value:
                composed = key != "prefixItems"
                out[key] = [
                    self.schema(part, f"{place}/{index}", composed=composed) for index, part in enumerate(value)
                ]
                if key in {"allOf", "anyOf"}:
                    _say_once(out[key], again=key == "allOf")
                return
        elif key in {"not", "if", "then", "else", "contains", "propertyNames"}:
            out[key] = self.schema(value, place, composed=True)
            return
        elif key in {"items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"}:
            if isinstance(value, list):
                out["prefixItems"] = [self.schema(part, f"{place}/{index}") for index, part in enumerate(value)]
            else:
                out[key] = self.schema(value, place)
            return
        elif key == "$dynamicRef" and not self.is_3_0:
            reason = "may lead to several schemas, or to none" if isinstance(value, str) else "must be text"
            self.defects.append(SchemaDefect(pointer=place, keyword=key, reason=reason))
            return
        elif key in IGNORED or (self.is_3_0 and key.startswith("$") and key != "$ref"):
            return
        else:
            defect = value_defect(key, value)
            if defect is None:
                out[key] = value
            else:
                self.defects.append(SchemaDefect(pointer=place, keyword=key, reason=defect))
            return
        self.defects.append(SchemaDefect(pointer=place, keyword=key, reason="has a value of the wrong type"))

    def _reference(self, out: dict[str, Any], pointer: str) -> bool:
        target = out["$ref"]
        if not isinstance(target, str):
            reason = "must be text"
        elif not target.startswith("#"):
            reason = "points outside the document"
        elif resolve(self.tree, unescape_uri(target[1:])) is MISSING:
            reason = "points to nothing"
        else:
            return True
        self.defects.append(SchemaDefect(pointer=f"{pointer}/$ref", keyword="$ref", reason=reason))
        return False

    def _nullable(self, node: dict[str, Any], out: dict[str, Any]) -> dict[str, Any]:
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if isinstance(node.get(exclusive), bool):
                out.pop(exclusive, None)
                if node[exclusive] and bound in out:
                    out[exclusive] = out.pop(bound)
        if node.get("nullable") is not True:
            return out
        if "$ref" not in out and isinstance(out.get("type"), str) and not COMPOSING & out.keys():
            out["type"] = [out["type"], "null"]
            if isinstance(out.get("enum"), list) and None not in out["enum"]:
                out["enum"] = [*out["enum"], None]  # NOTE: 3.0.3 rejects null here; servers and Schemathesis do not
            return out
        if not {"$ref", "type", "enum", "properties", *COMPOSING} & out.keys():
            return out
        extensions = {key: out.pop(key) for key in list(out) if key.startswith("x-")}
        return {"anyOf": [out, {"type": "null"}], **extensions}

    def _excuse(self, out: dict[str, Any], node: dict[str, Any], marked: frozenset[str]) -> None:
        required = out.get("required")
        if required and ("properties" in node or marked):
            excused = marked | marked_properties(self.tree, {"properties": node.get("properties")}, self.excused)
            out["required"] = [name for name in required if name not in excused]

    def _propose(self, out: dict[str, Any]) -> None:
        """
        Hold answers to what inference only proposes, for noticing: what breaks it weighs a note.

        Where a reviewer took the mark of inference off, the proposals were looked at, and are none any more.
        """
        proposed = out.get("x-proposed")
        if not isinstance(proposed, dict) or "x-inferred" not in out:
            return
        values, names = proposed.get("enum"), proposed.get("required")
        if isinstance(values, list) and values and "enum" not in out and "const" not in out:
            out["enum"] = [*values, None] if "null" in types_of(out) else values
        if isinstance(names, list):
            listed = list(out.get("required", ()))
            out["required"] = [*listed, *(name for name in names if isinstance(name, str) and name not in listed)]

    def _close(self, out: dict[str, Any], node: dict[str, Any]) -> None:
        lists, is_open = shape(self.tree, node)
        whole = follow(self.tree, node) or {}
        if not lists or is_open or says_what_else(whole) or self.weights.of(node) > HEAVIEST:
            return
        if {"$ref", *COMPOSING, "if", "then", "else", "dependentSchemas"} & out.keys():
            if "$ref" in out and not COMPOSING & out.keys() and "properties" not in out:
                target = unescape_uri(out["$ref"][1:])
                if target not in self.composed:
                    return  # the referenced schema is closed where it stands
            out["unevaluatedProperties"] = False
        else:
            out["additionalProperties"] = False
        # What is required is promised, although nothing says what it looks like; so is what an heir may have.
        admitted = required_properties(self.tree, node) | self.heirs.names(node)
        for name in sorted(admitted - listed_properties(self.tree, node)):
            out["properties"] = {**out.get("properties", {}), name: {}}


def _say_once(parts: list[Any], *, again: bool) -> None:
    """Put in place of a reference that stands in a list before what changes nothing there, so that it is followed once."""
    seen: set[str] = set()
    for index, part in enumerate(parts):
        target = part.get("$ref") if isinstance(part, dict) and len(part) == 1 else None
        if target in seen:
            parts[index] = again
        elif target is not None:
            seen.add(target)
