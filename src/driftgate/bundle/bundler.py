"""Walking through a document, with every reference to another file made one within the bundle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.bundle.fields import FIELDS, GROUPS
from driftgate.bundle.files import Dangling, File, Files, Place, absolute, child, component_name
from driftgate.errors import DocumentError
from driftgate.pointer import ancestry, escape, split

if TYPE_CHECKING:
    from pathlib import Path

    from driftgate.bundle.files import Part
    from driftgate.document import Document

MAX_INLINED = 20_000
"""Parts put in where a reference stood: what refers to what refers to … twice each must not fill the memory."""


class Bundler:
    def __init__(
        self, document: Document, location: str, *, within: Path | None, allow_outside: bool, lenient: bool
    ) -> None:
        self._root = File(absolute(location), document.name, document.tree)
        self._files = Files(self._root, within=within, allow_outside=allow_outside)
        self._lenient = lenient
        self._homes: dict[tuple[str, str, str], str] = {}
        self._components: dict[str, dict[str, Any]] = {}
        self._queue: list[tuple[Place, str, str]] = []
        self._entering: list[tuple[str, str]] = []
        self._inlined = 0
        self.origins: dict[str, str] = {}
        self.notes: dict[str, None] = {}

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._files.parts.values())

    def run(self) -> dict[str, Any]:
        self._claim_names()
        tree: dict[str, Any] = self._fields(Place(self._root, "", self._root.tree), "document", "")
        while self._queue:
            place, kind, home = self._queue.pop(0)
            group, name = split(home)[1:]
            self._components[group][name] = self._walked(place, kind, home)
        for group, members in self._components.items():
            if members:
                components = tree.setdefault("components", {})
                components[group] = {**components.get(group, {}), **members}
        return tree

    def _claim_names(self) -> None:
        """Let what a component of the first file merely refers to be at home there, whoever else refers to it."""
        self._components = {group: {} for group in GROUPS.values()}
        self._taken: dict[str, set[str]] = {group: set() for group in GROUPS.values()}
        components = self._quietly_followed(Place(self._root, "/components", self._root.tree.get("components")))
        for kind, group in GROUPS.items():
            members = self._quietly_followed(child(components, group))
            if not isinstance(members.node, dict):
                continue
            self._taken[group].update(members.node)
            for name in members.node:
                member = child(members, name)
                if isinstance(member.node, dict) and isinstance(member.node.get("$ref"), str):
                    found = self._quietly_followed(member, once=True)
                    if found.file is not self._root:
                        home = f"/components/{group}/{escape(name)}"
                        self._homes.setdefault((found.file.location, found.pointer, kind), home)

    def _quietly_followed(self, place: Place, *, once: bool = False) -> Place:
        """Return what a node refers to, or itself; where it leads to nothing is told when it is walked."""
        try:
            for _ in range(1 if once else 20):
                if not isinstance(place.node, dict) or not isinstance(place.node.get("$ref"), str):
                    break
                place = self._files.target(place.node["$ref"], place.file, at=place.pointer)
        except Dangling:
            return place
        return place

    def _walked(self, place: Place, kind: str, at: str) -> Any:
        """Return a node with everything below it bundled. `at` is its pointer in the bundle."""
        node = place.node
        if isinstance(node, list):
            inner = kind[1:-1] if kind[0] == "[" else kind
            return [self._walked(child(place, i), inner, f"{at}/{i}") for i in range(len(node))]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._referred(place, kind, at)
        return self._fields(place, kind, at)

    def _fields(self, place: Place, kind: str, at: str) -> dict[str, Any]:
        node = place.node
        if kind[0] == "{" or kind == "callback":
            inner = "path-item" if kind == "callback" else kind[1:-1]
            return {
                key: value
                if key.startswith("x-") and inner != "schema"
                else self._walked(child(place, key), inner, f"{at}/{escape(key)}")
                for key, value in node.items()
            }
        fields = FIELDS.get(kind, {})
        out = {
            key: self._walked(child(place, key), fields[key], f"{at}/{escape(key)}") if key in fields else value
            for key, value in node.items()
        }
        if kind == "schema" and isinstance(node.get("discriminator"), dict):
            out["discriminator"] = self._mapped(place, at)
        return out

    def _referred(self, place: Place, kind: str, at: str) -> Any:
        reference = place.node["$ref"]
        try:
            target = self._files.target(reference, place.file, at=place.pointer)
        except Dangling as error:
            if place.file is self._root and (self._lenient or reference.startswith("#")):
                self.notes.setdefault(f"{place.file.name}: #{place.pointer} refers to {reference!r}, {error}.")
                return place.node
            raise DocumentError(f"{place.file.name}: #{place.pointer} refers to {reference!r}, {error}.") from None
        if target.file is self._root or (place.file is self._root and reference[0] == "#"):
            return self._with_siblings(place, kind, f"#{target.pointer}", at)
        if kind not in GROUPS or self._homes.get((target.file.location, target.pointer, kind)) == at:
            return self._put_in(place, target, kind, at)
        return self._with_siblings(place, kind, f"#{self._home(target, kind, self._origin(place, at))}", at)

    def _with_siblings(self, place: Place, kind: str, reference: str, at: str) -> dict[str, Any]:
        out = self._fields(place, kind, at)
        out["$ref"] = place.node["$ref"] if place.file is self._root and place.node["$ref"][0] == "#" else reference
        return out

    def _put_in(self, place: Place, target: Place, kind: str, at: str) -> Any:
        """Return what a reference leads to, put where it stood; fields beside the reference win."""
        entered = (target.file.location, target.pointer)
        self._inlined += 1
        if entered in self._entering or self._inlined > MAX_INLINED:
            why = "which leads back to itself" if entered in self._entering else "one of too many"
            raise DocumentError(f"{place.file.name}: #{place.pointer} refers to {place.node['$ref']!r}, {why}.")
        self.origins.setdefault(at, self._origin(place, at))
        self._entering.append(entered)
        out = self._walked(target, kind, at)
        self._entering.pop()
        beside = {key: value for key, value in place.node.items() if key != "$ref"}
        if not beside or not isinstance(out, dict):
            return out
        own = self._fields(Place(place.file, place.pointer, beside), kind, at)
        return {**out, **own}

    def _origin(self, place: Place, at: str) -> str:
        """Return where in the first file the reference stands that led to a place, if over others."""
        if place.file is self._root:
            return f"{place.pointer}/$ref"
        return next((self.origins[each] for each in ancestry(at) if each in self.origins), "")

    def _home(self, target: Place, kind: str, origin: str) -> str:
        """Return where a part is at home among the components; it is put there when its turn comes."""
        key = (target.file.location, target.pointer, kind)
        if key not in self._homes:
            group = GROUPS[kind]
            wanted = component_name(target)
            name, number = wanted, 2
            while name in self._taken[group]:
                name, number = f"{wanted}_{number}", number + 1
            self._taken[group].add(name)
            home = self._homes[key] = f"/components/{group}/{escape(name)}"
            self._components[group][name] = None  # holds its place in the order of first mention
            self.origins[home] = origin
            self._queue.append((target, kind, home))
        return self._homes[key]

    def _mapped(self, place: Place, at: str) -> Any:
        """Return a discriminator whose mapping names the schemas of the bundle."""
        discriminator = place.node["discriminator"]
        mapping = discriminator.get("mapping")
        if not isinstance(mapping, dict):
            return discriminator
        out = {}
        for key, value in mapping.items():
            reference = value
            if isinstance(value, str) and not re.search(r"[/#]|\.(json|ya?ml)$", value):
                reference = f"#/components/schemas/{value}"  # a name; in another file, one of that file's schemas
            if not isinstance(value, str) or (place.file is self._root and reference[0] == "#"):
                out[key] = value
                continue
            node = {"$ref": reference}
            holder = Place(place.file, f"{place.pointer}/discriminator/mapping/{escape(key)}", node)
            out[key] = self._referred(holder, "schema", at)["$ref"]
        return {**discriminator, "mapping": out}
