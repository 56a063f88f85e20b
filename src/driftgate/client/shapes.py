"""Schemas as the generator can read them: each named once, nothing in them that it would lose in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.client.circles import circles
from driftgate.client.composition import extended, is_model, rearranged, tells_more
from driftgate.client.cures import add, remove
from driftgate.client.defaults import default_fits
from driftgate.client.enums import readable_enum
from driftgate.client.names import ClassNames, class_name, nameable
from driftgate.client.places import item_pointer, telling
from driftgate.pointer import MISSING, escape, resolve, split
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_REFERENCES = 20
_COMPONENTS = "/components/schemas/"
_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_KEPT = ("description", "format", "nullable", "example")
_IN_A_MODEL = re.compile("/properties/|/additionalProperties")


class Shapes:
    """
    Rewrites the schemas of one document and collects them as components.

    Every object and enum gets a title, from which the generator names its class, so that no two get one name; a
    reference to anywhere but `components.schemas` becomes a component; what only validates (patterns, bounds, `not`)
    is left out, since the generator does not read it.

    Args:
        tree: The effective document.
        names: Of its classes.
        note: Called with a sentence for each thing said otherwise than in the document.
        lose: Called with a pointer and the rest of a sentence for each thing that cannot be said at all.
    """

    def __init__(
        self,
        tree: Mapping[str, Any],
        names: ClassNames,
        *,
        note: Callable[[str], None],
        lose: Callable[[str, str], None],
    ) -> None:
        self.components: dict[str, Any] = {}
        self.places: dict[str, str] = {}
        self._tree = tree
        self._note = note
        self._lose = lose
        self._keys: dict[str, str] = {}
        self._taken: set[str] = set()
        self._waiting: list[tuple[str, str]] = []
        self._names = names
        self._circles = circles(tree)
        self._extended = extended(tree)

    def add_components(self) -> None:
        """Take in every component, whether an operation uses it or not, by name."""
        schemas = (self._tree.get("components") or {}).get("schemas") or {}
        for key in sorted(schemas):
            if isinstance(schemas[key], dict) and "$ref" not in schemas[key]:
                self._component(_COMPONENTS + escape(key))
        self.drain()

    def drain(self) -> None:
        """Rewrite the components that references have asked for since."""
        while self._waiting:
            key, pointer = self._waiting.pop()
            node = resolve(self._tree, pointer)
            self.components[key] = self.readable(node, pointer, name=key, parent="")

    def _is_extended(self, where: str) -> bool:
        """Tell whether a place lies in a part of an `allOf`."""
        return "/allOf/" in where or any(where.startswith(f"{each}/") for each in self._extended)

    def reference(self, target: str, where: str) -> dict[str, Any]:
        """Return a reference that the generator understands; `{}` where there is nothing to refer to."""
        seen = set()
        while True:
            if not target.startswith("#"):
                self._lose(where, f"refers to {target!r}, outside the document. Bundle the document into one file")
                return {}
            pointer = unescape_uri(target[1:])
            node = resolve(self._tree, pointer)
            if node is MISSING:
                cure = add(self._tree, pointer)
                self._lose(where, f"refers to {target}, which does not exist. Add it in an overlay: {cure}")
                return {}
            if not isinstance(node, dict):
                return {}
            if "$ref" not in node:
                return {"$ref": f"#{_COMPONENTS}{self._component(pointer)}"}
            if pointer in seen or not isinstance(node["$ref"], str):
                cure = remove(self._tree, f"{pointer}/$ref")
                self._lose(
                    where, f"refers to {target}, which refers to itself. Say what it is in overlays, after {cure}"
                )
                return {}
            seen.add(pointer)
            target = node["$ref"]

    def resolved(self, shape: Any) -> dict[str, Any]:
        """Return a readable schema, or the component it refers to; `{}` where that is nothing."""
        for _ in range(MAX_REFERENCES):
            target = shape.get("$ref") if isinstance(shape, dict) else None
            if target is None:
                break
            self.drain()
            shape = self.components.get(target.rpartition("/")[2])
        return shape if isinstance(shape, dict) else {}

    def is_null(self, shape: Any) -> bool:
        """Tell whether nothing but null is promised."""
        found = self.resolved(shape)
        branches = found.get("oneOf") or found.get("anyOf")
        return all(self.is_null(branch) for branch in branches) if branches else found.get("type") == "null"

    def is_union(self, shape: Any) -> bool:
        """Tell whether a readable schema is several in the client."""
        found = self.resolved(shape)
        return bool({"oneOf", "anyOf"} & found.keys()) or isinstance(found.get("type"), list)

    def _component(self, pointer: str) -> str:
        """Return the key under which the schema at `pointer` is a component."""
        known = self._keys.get(pointer)
        if known is not None:
            return known
        tokens = split(pointer)
        told = tokens[2:] if pointer.startswith(_COMPONENTS) and len(tokens) == 3 else telling(tokens)
        key = fresh = re.sub(r"[^A-Za-z0-9._-]+", "_", "_".join(told)).strip("_") or "Schema"
        number = 2
        while fresh in self._taken:
            fresh, number = f"{key}_{number}", number + 1
        self._taken.add(fresh)
        self._keys[pointer] = fresh
        self.places[fresh] = pointer
        self._waiting.append((fresh, pointer))
        return fresh

    def readable(self, node: Any, where: str, *, name: str, parent: str) -> Any:
        """
        Return the schema `node`, which stands at the pointer `where`, as the generator can read it.

        It is called `name` there (a property, `response_200`, `body`), and belongs to the class `parent`: its own class
        is called after both.
        """
        if not isinstance(node, dict):
            return {}
        if isinstance(node.get("$ref"), str):
            return self._loop_safe(node["$ref"], where)
        node = rearranged(self._tree, node, where, self._note)
        out: dict[str, Any] = {key: node[key] for key in _KEPT if node.get(key) is not None}
        if node.get("x-sensitive"):
            out.pop("example", None)
        for key in ("description", "format"):
            if key in out and not isinstance(out[key], str):
                del out[key]
        out["nullable"] = out.get("nullable") is True
        types = self._types(node, where)
        if types:
            out["type"] = types[0] if len(types) == 1 else types
        if "string" in types and node.get("contentMediaType") == "application/octet-stream":
            out["format"] = "binary"
        const = node.get("const")
        if isinstance(const, str) and "enum" not in node and self._is_extended(where):
            # NOTE: the generator merges text with an enum, and with no constant.
            node = {**node, "enum": [const]}
        out.update(readable_enum(node, types, where, self._note))
        if isinstance(node.get("const"), (str, int, float, bool)) and "enum" not in out:
            out["const"] = node["const"]
        models = "enum" not in out and is_model(node, types)
        owner = parent
        if models or "enum" in out:
            out["title"] = self._names.title(name, parent, where)
            owner = class_name(out["title"], parent)
        self._add_parts(out, node, where, name=name, owner=owner, parent=parent, types=types)
        if models:
            self._names.add_model(owner, out)
        self._add_default(out, node, where)
        if not out["nullable"]:
            del out["nullable"]
        if models and (out.get("nullable") or len(types) > 1):
            return self._model_or_other(out, owner, types, where)
        return out

    def _model_or_other(self, out: dict[str, Any], cls: str, types: list[str], where: str) -> dict[str, Any]:
        """Return the union of a class and what else may stand in its place, most often null."""
        others = [each for each in types if each != "object"]
        if out.pop("nullable", False) and "null" not in others:
            others.append("null")
        outer = {"description": out["description"]} if "description" in out else {}
        if {"oneOf", "anyOf"} & out.keys():
            branches = [out]
            out.pop("title", None)
        else:
            out["type"] = "object"
            branches = [self._apart(out, cls, where)]
        beside = [{"type": each, **({"items": out.pop("items", {})} if each == "array" else {})} for each in others]
        return {**outer, "oneOf": [*beside, *branches]}

    def _apart(self, out: dict[str, Any], cls: str, where: str) -> dict[str, Any]:
        """
        Make a component of a class inside a union, and return the reference to it.

        The generator reads a union before the classes that its branches are composed of.
        """
        key, number = cls, 2
        while key in self._taken:
            key, number = f"{cls}_{number}", number + 1
        self._taken.add(key)
        self.places[key] = where
        self.components[key] = {**out, "title": cls}
        return {"$ref": f"#{_COMPONENTS}{key}"}

    def _loop_safe(self, target: str, where: str) -> dict[str, Any]:
        source = where[len(_COMPONENTS) :].partition("/")[0] if where.startswith(_COMPONENTS) else None
        if (source, target) in self._circles and not _IN_A_MODEL.search(where):
            self._note(f"{where}: an array or union that contains itself is untyped from its second level on")
            return {}
        return self.reference(target, where)

    def _types(self, node: Mapping[str, Any], where: str) -> list[str]:
        raw = node.get("type")
        named = raw if isinstance(raw, list) else [raw] if raw is not None else []
        if named == ["file"]:
            return ["string"]
        unknown = [each for each in named if not isinstance(each, str) or each not in _TYPES]
        if unknown:
            self._note(f"{where}: {unknown[0]!r} is no type of JSON Schema; untyped in the client")
        return list(dict.fromkeys(each for each in named if each not in unknown))

    def _add_parts(
        self,
        out: dict[str, Any],
        node: Mapping[str, Any],
        where: str,
        *,
        name: str,
        owner: str,
        parent: str,
        types: list[str],
    ) -> None:
        if "array" in types:
            items = node.get("items")
            prefix = node.get("prefixItems") if isinstance(node.get("prefixItems"), list) else None
            parts = [*(prefix or []), *(items if isinstance(items, list) else [items] if items is not None else [])]
            rewritten = [
                self.readable(part, item_pointer(where, node, index), name=f"{name}_item", parent=parent)
                for index, part in enumerate(parts)
            ]
            out["items"] = rewritten[0] if len(rewritten) == 1 else {"anyOf": rewritten} if rewritten else {}
        for key in ("oneOf", "anyOf"):
            branches = node.get(key)
            if isinstance(branches, list) and branches and "enum" not in out:
                out[key] = [
                    self._branch(branch, f"{where}/{key}/{index}", name=f"{name}_type_{index}", parent=parent)
                    for index, branch in enumerate(branches)
                ]
        if isinstance(node.get("allOf"), list) and node["allOf"]:
            out["allOf"] = self._all_of(node["allOf"], where, owner)
            if len(out["allOf"]) == 1 and "$ref" in out["allOf"][0]:
                out.pop("title", None)  # the generator takes it for the reference itself
        self._add_properties(out, node, where, owner)

    def _branch(self, node: Any, where: str, *, name: str, parent: str) -> Any:
        shape = self.readable(node, where, name=name, parent=parent)
        if "title" not in shape or "enum" in shape:
            return shape
        return self._apart(shape, class_name(shape["title"], parent), where)

    def _all_of(self, members: list[Any], where: str, owner: str) -> list[Any]:
        """Return the members of an `allOf`; those of an inline member's own `allOf` take its place."""
        out: list[Any] = []
        for index, member in enumerate(members):
            place = f"{where}/allOf/{index}"
            if not isinstance(member, dict):
                continue
            if isinstance(member.get("$ref"), str):
                out.append(self.reference(member["$ref"], place))
                continue
            if isinstance(member.get("allOf"), list):
                out.extend(self._all_of(member["allOf"], place, owner))
            if any(isinstance(member.get(key), list) and tells_more(member[key]) for key in ("oneOf", "anyOf")):
                self._note(f"{place}: alternatives inside `allOf` are read as additional properties")
            part: dict[str, Any] = {}
            self._add_properties(part, member, place, owner)
            if part:
                out.append({"type": "object", **part})
        return out

    def _add_properties(self, out: dict[str, Any], node: Mapping[str, Any], where: str, owner: str) -> None:
        properties = node.get("properties")
        additional = node.get("additionalProperties")
        if isinstance(additional, dict):
            out["additionalProperties"] = self.readable(
                additional, f"{where}/additionalProperties", name="AdditionalProperty", parent=owner
            )
        elif isinstance(additional, bool):
            out["additionalProperties"] = additional
        required = node.get("required")
        present = sorted({key for key in required if isinstance(key, str)}) if isinstance(required, list) else []
        if present:
            out["required"] = present
        if not isinstance(properties, dict) or not properties:
            return
        kept = {}
        for key in nameable(sorted(properties)):
            kept[key] = self.readable(properties[key], f"{where}/properties/{escape(key)}", name=key, parent=owner)
        if len(kept) < len(properties):
            nameless = ", ".join(repr(key) for key in sorted(properties.keys() - kept.keys()))
            self._note(f"{where}: read {nameless} by key: in Python the name would be that of another property")
            out["additionalProperties"] = {}
        out["properties"] = kept

    def _add_default(self, out: dict[str, Any], node: Mapping[str, Any], where: str) -> None:
        default = node.get("default")
        if default is None:
            return
        if default_fits(out, default):
            out["default"] = default
        else:
            self._note(f"{where}: the client does not send the default by itself")
