"""
Merging: the documents of several pages made one, as if the vendor had published it in one piece.

What two pages say alike is said once. Where they differ and both can be true (servers, security), each operation keeps
what its own page says. Where a choice has to be made (a version, a title) it is made by rule and noted. Where no choice
is right, the same operation or component said in two ways, both places are named and nothing is merged.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from driftgate.canonical import canonical
from driftgate.errors import DocumentError
from driftgate.outline import METHODS, operations_in
from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.document import Document

_MAPS = ("paths", "webhooks")


def merge(documents: Sequence[Document]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """
    Return the tree that several documents make together, and what had to be chosen, in sentences.

    One document is returned as it is. Paths, operations and components stand in the order of the documents.

    Raises:
        DocumentError: Two documents say an operation, a component or another place in two ways. Both are named with
            their lines.
    """
    if len(documents) == 1:
        return documents[0].tree, ()
    merging = _Merging(documents)
    return merging.run(), tuple(merging.notes)


class _Merging:
    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._origin: dict[str, Document] = {}
        self._path_fields: dict[str, Document] = {}
        self.notes: dict[str, None] = {}
        self.tree: dict[str, Any] = {}

    def run(self) -> dict[str, Any]:
        self.tree["openapi"] = self._version()
        self.tree["info"] = self._info()
        common = {field: self._common(field) for field in ("servers", "security")}
        for document in self._documents:
            own = copy.deepcopy(document.tree)
            self._keep_own(own, document, common)
            for field, value in own.items():
                if field in _MAPS:
                    self._add_paths(field, value, document)
                elif field == "components":
                    self._add_components(value, document)
                elif field == "tags":
                    self._add_tags(value, document)
                elif field not in {"openapi", "info", "servers", "security"}:
                    self._add_field(field, value, document)
        for field, value in common.items():
            if value is not None:
                self.tree[field] = value
        order = (
            "openapi",
            "info",
            "jsonSchemaDialect",
            "servers",
            "security",
            "tags",
            "paths",
            "webhooks",
            "components",
        )
        self._tell_doubles()
        return {field: self.tree[field] for field in (*order, *self.tree) if field in self.tree}

    def _version(self) -> str:
        versions = {str(document.tree["openapi"]): document for document in self._documents}
        if len({version[:3] for version in versions}) > 1:
            (one, first), (other, second) = min(versions.items()), max(versions.items())
            raise DocumentError(
                f"{first.name} is OpenAPI {one} and {second.name} is {other}: they mean different things by the same "
                "words. Convert one of them."
            )
        highest = max(versions, key=_numbers)
        if len(versions) > 1:
            self._note(f"`openapi` is {' or '.join(sorted(versions))}: {highest}, the highest, is kept")
        return highest

    def _info(self) -> dict[str, Any]:
        """Return the first document's `info`, with the highest version any of them has."""
        first = self._documents[0]
        info = dict(first.tree.get("info", {}))
        for document in self._documents[1:]:
            for field, value in document.tree.get("info", {}).items():
                kept = info.setdefault(field, value)
                if field != "version" and not _alike(kept, value):
                    self._note(f"`info.{field}` of {document.name} is not that of {first.name}, which is kept")
        versions = {str(each.tree.get("info", {}).get("version")): each for each in reversed(self._documents)}
        if len(versions) > 1:
            highest = max(versions, key=_numbers)
            said = ", ".join(f"{version} in {each.name}" for version, each in sorted(versions.items()))
            self._note(f"`info.version` is {said}: {highest}, the highest, is kept")
            info["version"] = highest
        return info

    def _common(self, field: str) -> Any:
        """Return what the first document that says anything has at `field`."""
        return next((each.tree[field] for each in self._documents if field in each.tree), None)

    def _keep_own(self, own: dict[str, Any], document: Document, common: dict[str, Any]) -> None:
        """Let the operations of a document say for themselves what the merged one says otherwise, or does not say."""
        for field, shared in common.items():
            if shared is None or _alike(own.get(field), shared):
                continue
            if field == "servers" and field not in own:
                self._note(f"{document.name} names no servers: those of the other pages are taken")
                continue
            moved = own.get(field, [])
            for item in _items(own):
                for operation in _operations(item):
                    if field not in operation and not (field == "servers" and field in item):
                        operation[field] = moved
            what = "names other servers" if field == "servers" else "asks for other credentials"
            self._note(f"{document.name} {what} than the first page that names any: its operations keep their own")

    def _add_paths(self, field: str, paths: dict[str, Any], document: Document) -> None:
        merged = self.tree.setdefault(field, {})
        for path, item in paths.items():
            where = f"/{field}/{escape(path)}"
            if path.startswith("x-") or not isinstance(item, dict) or not isinstance(merged.get(path, {}), dict):
                self._put(merged, path, item, where, document)
                continue
            if path not in merged:
                merged[path] = item
                self._remember(item, where, document)
                self._path_fields[where] = document
                continue
            self._join_items(merged[path], item, where, document)

    def _join_items(self, kept: dict[str, Any], item: dict[str, Any], where: str, document: Document) -> None:
        """Put two Path Items of one path together: what holds for all operations of one becomes each one's own."""
        for field in ("parameters", "servers"):
            if not _alike(kept.get(field), item.get(field)):
                for each in (kept, item):
                    _push_down(each, field)
        for field, value in item.items():
            if field in METHODS or field == "$ref":
                self._put(kept, field, value, f"{where}/{field}", document)
            elif field == "additionalOperations" and isinstance(value, dict):
                for method, operation in value.items():
                    place = f"{where}/{field}/{escape(method)}"
                    self._put(kept.setdefault(field, {}), method, operation, place, document)
            elif not _alike(kept.setdefault(field, value), value):
                self._note(
                    f"#{where}/{field} of {document.name} is not that of {self._path_fields[where].name}, which is kept"
                )

    def _add_components(self, components: dict[str, Any], document: Document) -> None:
        merged = self.tree.setdefault("components", {})
        for group, members in components.items():
            where = f"/components/{escape(group)}"
            if not isinstance(members, dict):
                self._put(merged, group, members, where, document)
                continue
            for name, member in members.items():
                self._put(merged.setdefault(group, {}), name, member, f"{where}/{escape(name)}", document)

    def _add_tags(self, tags: list[Any], document: Document) -> None:
        merged = self.tree.setdefault("tags", [])
        for tag in tags:
            known = next((each for each in merged if each.get("name") == tag.get("name")), None)
            if known is None:
                merged.append(tag)
            elif not _alike(known, tag):
                self._note(
                    f"the tag {tag.get('name')!r} of {document.name} is described otherwise before, which is kept"
                )

    def _add_field(self, field: str, value: Any, document: Document) -> None:
        if field == "jsonSchemaDialect":
            self._put(self.tree, field, value, f"/{field}", document)
        elif not _alike(self.tree.setdefault(field, value), value):
            self._note(f"#/{escape(field)} of {document.name} is not what another page says before, which is kept")

    def _put(self, holder: dict[str, Any], key: str, value: Any, where: str, document: Document) -> None:
        """Put a value where nothing or the same stands, or refuse."""
        if key not in holder:
            holder[key] = value
            self._origin[where] = document
        elif not _alike(holder[key], value):
            other = self._origin.get(where, self._documents[0])
            raise DocumentError(
                f"#{where} is said in two ways: {other.name}:{other.line(where)} and "
                f"{document.name}:{document.line(where)}. Take the one that holds, or ask the vendor."
            )

    def _remember(self, item: dict[str, Any], where: str, document: Document) -> None:
        for field in item:
            self._origin[f"{where}/{field}"] = document

    def _tell_doubles(self) -> None:
        """Note what each page may say, and both together may not."""
        ids: dict[str, str] = {}
        forms: dict[str, str] = {}
        for path, item in self.tree.get("paths", {}).items():
            form = re.sub(r"{[^{}]*}", "{}", path)
            if forms.setdefault(form, path) != path:
                self._note(f"the paths {forms[form]} and {path} differ in the names of their parameters only")
            for method, _, operation in operations_in(item):
                found = operation.get("operationId")
                if isinstance(found, str):
                    name = f"{method} {path}"
                    if ids.setdefault(found, name) != name:
                        self._note(f"the operationId {found} is that of {ids[found]} and of {name}")

    def _note(self, sentence: str) -> None:
        self.notes.setdefault(f"{sentence}.")


def _alike(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


def _items(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        item for path, item in tree.get("paths", {}).items() if isinstance(item, dict) and not path.startswith("x-")
    ]


def _operations(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for _, _, operation in operations_in(item)]


def _push_down(item: dict[str, Any], field: str) -> None:
    """Move what holds for all operations of a Path Item into each, where it does not say otherwise itself."""
    shared = item.pop(field, None)
    if shared is None:
        return
    for operation in _operations(item):
        if field == "servers":
            operation.setdefault(field, shared)
            continue
        own = {(each.get("in"), each.get("name")) for each in operation.get(field, []) if isinstance(each, dict)}
        taken = [each for each in shared if "$ref" in each or (each.get("in"), each.get("name")) not in own]
        operation[field] = [*taken, *operation.get(field, [])]


def _numbers(version: str) -> tuple[tuple[int, ...], str]:
    """Order versions by their numbers, and where those are equal by their text."""
    return tuple(int(digits) for digits in re.findall(r"[0-9]{1,9}", version)), version
