"""Rendering: kinds and decisions as overlay actions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from driftgate.inference.decision.conflict import json_path
from driftgate.inference.decision.decide import inferred, schema_of
from driftgate.inference.decision.decision import MANY, Decision, Setting
from driftgate.inference.decision.instances import properties_of
from driftgate.inference.names.words import plain, singular
from driftgate.inference.seen.bare import form_of, told
from driftgate.inference.shape import keys
from driftgate.inference.shape.geojson import fix_type
from driftgate.inference.shape.likeness import told_of_null
from driftgate.inference.shape.naming import name_all
from driftgate.inference.shape.nullables import rarely_seen
from driftgate.pointer import MISSING, escape, parent, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.inference.seen.node import Node, Shape
    from driftgate.inference.seen.places import Answer, Place
    from driftgate.inference.shape.shapes import Kind, Shapes

MAX_DEPTH = 12
_GIVES_WAY = frozenset({"type", "title", "description", "nullable"})


class Rendering:
    """The overlay in the making. Components are written once, in the order in which places refer to them."""

    def __init__(self, tree: dict[str, Any], shapes: Shapes, setting: Setting) -> None:
        self.tree = tree
        self.shapes = shapes
        self.setting = setting
        self.components: dict[str, dict[str, Any]] = {}
        self._homes: dict[int, str] = {}
        self._updates: dict[str, dict[str, Any]] = {}
        self._above: set[str] = set()
        self._removed: set[str] = set()
        existing = (tree.get("components") or {}).get("schemas") or {}
        self._existing = {name.lower(): name for name in existing}
        name_all(shapes.kinds.values(), self._existing)

    def place(self, place: Place) -> None:
        """Write the schema of one place."""
        node = self.shapes.joined([node for node, _ in place.nodes])
        name = place.nodes[0][1]
        kind = self.shapes.kind_of(node.shape) if node.shape is not None and node.objects == node.count else None
        if kind is not None and parent(place.pointer) == "/components/schemas" and id(kind) not in self._homes:
            self._homes[id(kind)] = place.pointer
            update = self._object(kind)
        else:
            update = self._schema(node, name)
        declared = place.declared or {}
        if declared:
            update = self._besides(update, declared)
        self._update(place.pointer, update)

    def bare(self, places: list[Place]) -> None:
        """Write what examples tell of strings and integers that the vendor declares and says no more about."""
        updates = [(each, self._schema(each.nodes[0][0], each.nodes[0][1], stands_as="item")) for each in places]
        forms: dict[str, set[tuple[Any, ...]]] = {}
        for place, update in updates:
            forms.setdefault(plain(place.nodes[0][1]), set()).add(form_of(update))
        for place, update in updates:
            added = told(place, update, forms)
            if added:
                self.setting.decisions[id(added)] = replace(self.setting.decisions[id(update)], schema=added)
                self._update(place.pointer, added)

    def _update(self, pointer: str, update: dict[str, Any]) -> None:
        self._updates[pointer] = update
        while pointer:
            pointer = parent(pointer)
            self._above.add(pointer)

    def _besides(self, update: dict[str, Any], declared: dict[str, Any]) -> dict[str, Any]:
        """Drop from an update what the vendor says already, so that merging neither changes nor doubles it."""
        kept = dict(update)
        if "type" in declared:
            kept.pop("type", None)
            kept.pop("nullable", None)
        if isinstance(declared.get("required"), list) and "required" in kept:
            kept["required"] = [name for name in kept["required"] if name not in declared["required"]]
            if not kept["required"]:
                del kept["required"]
        if id(update) in self.setting.decisions and "$ref" not in kept:
            self.setting.decisions[id(kept)] = replace(self.setting.decisions[id(update)], schema=kept)
        return kept

    def _schema(
        self,
        node: Node,
        name: str,
        *,
        stands_as: Literal["field", "rare", "item", "whole"] = "whole",
        may_be_null: bool | None = None,
    ) -> dict[str, Any]:
        return schema_of(node, name, self.setting, self._refer, stands_as=stands_as, may_be_null=may_be_null)

    def _refer(self, shape: Shape, name: str) -> dict[str, Any]:
        kind = self.shapes.kind_of(shape)
        if kind is None:
            return self._map(shape, name)
        home = self._homes.get(id(kind))
        if home is None:
            home = self._homes[id(kind)] = f"/components/schemas/{escape(kind.name)}"
            self.components[kind.name] = {}  # holds the place in the order, and ends recursion
            self.components[kind.name] = self._object(kind)
        return {"$ref": f"#{home}"}

    def _map(self, shape: Shape, name: str) -> dict[str, Any]:
        nodes = [*shape.fields.values(), *([shape.values] if shape.values is not None else [])]
        schema: dict[str, Any] = {"type": "object", "additionalProperties": True}
        if nodes:
            schema["additionalProperties"] = self._schema(self.shapes.joined(nodes), singular(name))
        return schema

    def _object(self, kind: Kind) -> dict[str, Any]:
        shape = kind.shape
        lost = keys.spellings(shape)
        for spelling in lost:
            again = shape.fields.pop(spelling.lost)
            shape.fields[spelling.kept] = self.shapes.joined([shape.fields[spelling.kept], again])
        schema: dict[str, Any] = {"type": "object"}
        always = [key for key, node in shape.fields.items() if node.count >= shape.count]
        needed = MANY if shape.recorded else 2
        if always and shape.count >= needed:
            schema["required"] = always
        rare = rarely_seen(shape)
        told = {} if shape.recorded else told_of_null(shape.fields, self.setting.objects)
        schema["properties"] = {
            key: self._schema(node, key, stands_as="rare" if key in rare else "field", may_be_null=told.get(key))
            for key, node in shape.fields.items()
        }
        fix_type(shape, schema["properties"])
        if shape.values is not None:
            schema["additionalProperties"] = self._schema(shape.values, "value")
        if always and shape.count < needed:
            schema["x-proposed"] = {"required": always}
        schema["x-inferred"] = inferred(shape.count, shape.recorded)
        self.setting.decisions[id(schema)] = Decision(
            schema=schema, marks=tuple(map(keys.mark_of, lost)), refused=(), sensitive=False
        )
        return schema

    def actions(self) -> list[dict[str, Any]]:
        """Return the actions: components first, so that everything refers to what is there."""
        actions: list[dict[str, Any]] = []
        if self.components:
            components = self.tree.get("components")
            if not isinstance(components, dict):
                actions.append({"target": "$", "update": {"components": {"schemas": self.components}}})
            elif not isinstance(components.get("schemas"), dict):
                actions.append({"target": "$.components", "update": {"schemas": self.components}})
            else:
                actions.append({"target": "$.components.schemas", "update": self.components})
        for pointer, update in self._updates.items():
            existing = resolve(self.tree, pointer)
            if existing is MISSING:
                actions.append({"target": json_path(parent(pointer)), "update": {"schema": update}})
            elif "$ref" in update:
                reference = {"$ref": update["$ref"]}
                if existing.keys() <= _GIVES_WAY and not existing.get("nullable"):
                    actions.append(
                        {
                            "target": json_path(pointer),
                            "description": "The bare object makes room for the reference; beside one, OpenAPI 3.0 ignores all else.",
                            "remove": True,
                        }
                    )
                    self._removed.add(pointer)
                    key = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
                    actions.append({"target": json_path(parent(pointer)), "update": {key: reference}})
                else:
                    actions.append({"target": json_path(pointer), "update": {"allOf": [reference]}})
            else:
                if "additionalProperties" in update and isinstance(existing.get("additionalProperties"), bool):
                    place = f"{pointer}/additionalProperties"
                    why = "A schema of what else may be there takes the place of the bare word that anything may."
                    actions.append({"target": json_path(place), "description": why, "remove": True})
                actions.append({"target": json_path(pointer), "update": update})
        return actions

    def schema_at(self, pointer: str) -> Any:
        """Return the inferred schema that stands (or will stand) at a pointer, with its identity; None where there is none."""
        name = pointer.rpartition("/")[2]
        if parent(pointer) == "/components/schemas" and name in self.components:
            return self.components[name]
        return self._updates.get(pointer)

    def effective(self, pointer: str) -> Any:
        """Return the schema at a pointer with every inferred schema in its place, keeping the identity of those."""
        inferred_here = self.schema_at(pointer)
        if inferred_here is not None:
            return inferred_here
        node = resolve(self.tree, pointer)
        return self._grafted(node if isinstance(node, dict) else {}, pointer)

    def _grafted(self, node: Any, pointer: str) -> Any:
        if pointer not in self._above and pointer not in self._updates:
            return node
        here = self.schema_at(pointer)
        if here is not None:
            return here
        if isinstance(node, dict):
            return {key: self._grafted(value, f"{pointer}/{escape(key)}") for key, value in node.items()}
        if isinstance(node, list):
            return [self._grafted(value, f"{pointer}/{index}") for index, value in enumerate(node)]
        return node

    def _homes_of_schemas(self) -> Iterator[tuple[str, Any]]:
        for name, schema in self.components.items():
            yield f"/components/schemas/{escape(name)}", schema
        yield from self._updates.items()

    def _indexed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        stack = list(self._homes_of_schemas())[::-1]
        while stack:
            pointer, schema = stack.pop()
            if not isinstance(schema, dict):
                continue
            yield pointer, schema
            below: list[tuple[str, Any]] = [
                (f"{pointer}/properties/{escape(key)}", part) for key, part in (schema.get("properties") or {}).items()
            ]
            below += [(f"{pointer}/{key}", schema[key]) for key in ("items", "additionalProperties") if key in schema]
            below += [
                (f"{pointer}/{key}/{index}", part)
                for key in ("anyOf", "allOf")
                for index, part in enumerate(schema.get(key, ()))
            ]
            stack.extend(reversed(below))

    def decisions_by_pointer(self) -> dict[str, Decision]:
        decisions = self.setting.decisions
        return {pointer: decisions[id(schema)] for pointer, schema in self._indexed() if id(schema) in decisions}

    def places_in_bodies(self, asked: list[Answer]) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return, by place in a body with array indexes as `*`, where its inferred schemas stand, and in which answers."""
        pointers = {id(schema): pointer for pointer, schema in self._indexed() if id(schema) in self.setting.decisions}
        found: dict[str, dict[str, dict[str, None]]] = {}
        for answer in asked:
            root = self.effective(answer.media_type.schema_pointer or f"{answer.media_type.pointer}/schema")
            stack: list[tuple[str, Any, int]] = [("", root, 0)]
            seen: set[tuple[str, int]] = set()
            while stack:
                place, schema, depth = stack.pop()
                if not isinstance(schema, dict) or depth > MAX_DEPTH or (place, id(schema)) in seen:
                    continue
                seen.add((place, id(schema)))
                if id(schema) in pointers:
                    here = found.setdefault(place, {}).setdefault(pointers[id(schema)], {})
                    here[f"{answer.operation.name} {answer.status}"] = None
                target = schema.get("$ref")
                if isinstance(target, str):
                    stack.append((place, self.schema_at(target[1:]) or resolve(self.tree, target[1:]), depth + 1))
                properties = properties_of(schema).items()
                stack.extend(
                    (place, part, depth + 1)
                    for key in ("allOf", "anyOf")
                    for part in (schema[key] if isinstance(schema.get(key), list) else ())
                )
                stack.extend((f"{place}/{escape(key)}", part, depth + 1) for key, part in properties)
                stack.append((f"{place}/*", schema.get("items"), depth + 1))
        return {
            place: {pointer: tuple(answers) for pointer, answers in each.items()}
            for place, each in sorted(found.items())
        }
