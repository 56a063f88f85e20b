"""
The contract as the generator can read it.

openapi-python-client 0.29.1 leaves out what it cannot read and exits with 0: operations, responses, bodies, parameters,
properties. Here the contract is rewritten so that it reads all of it. What is said otherwise is noted, what cannot be
said at all is a loss, and a loss stops the generation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.client.contents import Contents
from driftgate.client.cures import remove, update
from driftgate.client.ledger import Ledger
from driftgate.client.names import ClassNames, python_name
from driftgate.client.parameters import Parameters
from driftgate.client.shapes import Shapes
from driftgate.outline import operations_in, place_in_item
from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GENERATED = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The methods that the generator knows."""
_STATUS = re.compile(r"[1-5]([0-9]{2}|[xX]{2})|default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """
    What the generator is given.

    Args:
        tree: An OpenAPI document with sorted keys, so that the vendor's order of keys makes no other client.
        operations: Name (`GET /pets`) of each, and the module it is generated into: (`pets`, `list_pets`).
        methods: By module, the methods that the generator does not know and is given another one for.
        secured: Those that cannot be called without credentials.
        overrides: Media types to read as others.
        modules: Of the classes whose module must not be called after them.
        notes: What the client says otherwise than the contract, in sentences.
        losses: What it could not say, in sentences.
        schema_losses: What schemas could not say: a pointer, the rest of the sentence, and the operation being read.
        names: Of the operations, by their name with the path as the generator is given it.
        sent_as: Names of parameters on the wire, by tag, module and the name the generator is given, where they differ.
        places: Pointers, in the effective document, of the components that the generator is given.
        document: The effective document.
    """

    tree: dict[str, Any]
    operations: dict[str, tuple[str, str]]
    methods: dict[tuple[str, str], str]
    secured: frozenset[str]
    overrides: dict[str, str]
    modules: dict[str, str]
    notes: tuple[str, ...]
    losses: tuple[str, ...]
    schema_losses: tuple[tuple[str, str, str | None], ...]
    names: dict[str, str]
    sent_as: dict[tuple[str, str, str], str]
    places: dict[str, str]
    document: Mapping[str, Any]


def make_readable(tree: Mapping[str, Any]) -> Readable:
    """Return the effective document as the generator can read it. The document stays as it is."""
    return _Reader(tree).read()


class _Reader:
    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.ledger = Ledger(tree)
        self.spoken: dict[str, str] = {}
        self.operations: dict[str, tuple[str, str]] = {}
        self.methods: dict[tuple[str, str], str] = {}
        self.secured: set[str] = set()
        self.names = ClassNames(note=self.ledger.note)
        self.shapes = Shapes(tree, self.names, note=self.ledger.note, lose=self.ledger.lose_in_schema)
        self.contents = Contents(self.shapes, note=self.ledger.note)
        self.parameters = Parameters(self.shapes, self.ledger)

    def read(self) -> Readable:
        self.shapes.add_components()
        paths: dict[str, Any] = {}
        for path, item, pointer in self._items():
            for method, place, raw in operations_in(item):
                name = self.ledger.operation = f"{method} {path}"
                spoken_path, operation = self._operation(raw, f"{pointer}/{place}", item, path, method)
                given = paths.setdefault(spoken_path, {})
                as_method = self._generated_as(method, item, given)
                if as_method is None:
                    cure = remove(self.tree, f"{pointer}/{place}")
                    self.ledger.lose(f"{name}: the generator knows no more methods of one path. In an overlay: {cure}")
                    continue
                if as_method != method.lower():
                    self.methods[self.operations[name]] = method
                given[as_method] = operation
                self.spoken[f"{as_method.upper()} {spoken_path}"] = name
        self.shapes.drain()
        self._tell_collisions()
        info = self.tree.get("info") if isinstance(self.tree.get("info"), dict) else {}
        return Readable(
            tree={
                "openapi": "3.1.0",
                "info": {"title": str((info or {}).get("title") or "API"), "version": "1"},
                "paths": paths,
                "components": {"schemas": dict(sorted(self.shapes.components.items()))},
            },
            operations=self.operations,
            methods=self.methods,
            secured=frozenset(self.secured),
            overrides=self.contents.overrides,
            modules=self.names.modules(self.shapes.components),
            notes=tuple(self.ledger.notes),
            losses=tuple(self.ledger.losses),
            schema_losses=tuple((*key, operation) for key, operation in self.ledger.schema_losses.items()),
            names=self.spoken,
            sent_as={(*self.operations[spoken], name): own for (spoken, name), own in self.parameters.sent_as.items()},
            places=self.shapes.places,
            document=self.tree,
        )

    def _items(self) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        paths = self.tree.get("paths") or {}
        for path in sorted(paths):
            if path.startswith("x-"):
                continue
            found = self.ledger.followed(paths[path], f"/paths/{escape(path)}", path)
            if found is not None:
                yield path, *found

    @staticmethod
    def _generated_as(method: str, item: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
        """Return the method that the generator is given for a method: itself, else one that the path has not."""
        if method.lower() in _GENERATED:
            return method.lower()
        return next((each for each in _GENERATED if each not in item and each not in given), None)

    def _operation(
        self, raw: Mapping[str, Any], pointer: str, item: Mapping[str, Any], path: str, method: str
    ) -> tuple[str, dict[str, Any]]:
        from openapi_python_client.strings import PythonIdentifier

        spoken = f"{method} {path}"
        given = raw.get("operationId")
        operation_id = _invented_id(method.lower(), path)
        if isinstance(given, str) and re.search(r"[A-Za-z]", given):
            # NOTE: of `checks/create` the generator would make `checkscreate`.
            operation_id = re.sub(r"[^A-Za-z0-9_. -]+", "_", given)
        given_tags = raw.get("tags") if isinstance(raw.get("tags"), list) else []
        tags = [tag for tag in given_tags or () if isinstance(tag, str) and tag] or ["default"]
        identifier = python_name(operation_id)
        self.operations[spoken] = (str(PythonIdentifier(tags[0], "tag")), identifier)
        out: dict[str, Any] = {"operationId": operation_id, "tags": tags[:1]}
        out |= {key: raw[key] for key in ("summary", "description") if isinstance(raw.get(key), str)}
        security = raw.get("security", self.tree.get("security"))
        # NOTE: of `security` the generator reads whether it is empty, and asks for an AuthenticatedClient where it is
        # not, though `{}` in it says that the operation may be called without.
        if isinstance(security, list) and security and all(security):
            self.secured.add(spoken)
            out["security"] = [{"credentials": []}]
        spoken_path, out["parameters"] = self.parameters.readable(raw, pointer, item, spoken=spoken, parent=identifier)
        if raw.get("requestBody") is not None:
            found = self.ledger.followed(raw["requestBody"], f"{pointer}/requestBody", f"{spoken}, request body")
            content = self._content(found, f"{spoken}, request body")
            if found is not None and content is not None:
                read = self.contents.request(*content, spoken=f"{spoken}, request body", parent=identifier)
                required = found[0].get("required") is True
                if not required and any(self.shapes.is_union(media["schema"]) for media in read.values()):
                    # NOTE: the generator would encode the body that was left out.
                    self.ledger.note(f"{spoken}, request body: the client cannot leave it out")
                    required = True
                out["requestBody"] = {"required": required, "content": read}
        out["responses"] = self._responses(raw, pointer, spoken, identifier)
        return spoken_path, out

    def _responses(self, raw: Mapping[str, Any], pointer: str, spoken: str, parent: str) -> dict[str, Any]:
        out: dict[str, Any] = {}
        responses = raw["responses"] if isinstance(raw.get("responses"), dict) else {}
        for status in sorted(responses):
            if status.startswith("x-"):
                continue
            if not _STATUS.fullmatch(status):
                cure = remove(self.tree, f"{pointer}/responses/{escape(status)}")
                self.ledger.lose(
                    f"{spoken}: {status!r} is no status, no range and not `default`. Leave it out in an overlay: {cure}"
                )
                continue
            place = f"{spoken}, {status}"
            found = self.ledger.followed(responses[status], f"{pointer}/responses/{escape(status)}", place)
            if found is None:
                continue
            response = found[0]
            code = status.upper() if status != "default" else status
            rewritten: dict[str, Any] = {"description": str(response.get("description") or "")}
            content = self._content(found, place)
            if content is not None:
                read = self.contents.response(*content, spoken=place, name=f"response_{code}", parent=parent)
                rewritten |= {"content": read} if read else {}
            out[code] = rewritten
        return out

    def _content(
        self, found: tuple[Mapping[str, Any], str] | None, spoken: str
    ) -> tuple[Mapping[str, Any], str] | None:
        """Return the `content` of a body with its pointer; None where there is none."""
        if found is None or not isinstance(found[0].get("content"), dict):
            return None
        content = self.ledger.followed(found[0]["content"], f"{found[1]}/content", spoken)
        if content is None or not any(isinstance(each, dict) and "$ref" in each for each in content[0].values()):
            return content
        entries = {
            name: self.ledger.followed(each, f"{content[1]}/{escape(name)}", f"{spoken}, {name}")
            for name, each in content[0].items()
        }
        return {name: entry[0] for name, entry in entries.items() if entry is not None}, content[1]

    def _tell_collisions(self) -> None:
        """Name the operations of which the generator would write one over the other, without a word."""
        first: dict[tuple[str, str], str] = {}
        for name, module in self.operations.items():
            other = first.setdefault(module, name)
            if other != name:
                method, _, path = name.partition(" ")
                cure = update(self.tree, f"/paths/{escape(path)}/{place_in_item(method)}", "{operationId: …}")
                self.ledger.lose(
                    f"{name}: would overwrite {other}, since both become api.{'.'.join(module)}. Name it apart in an "
                    f"overlay: {cure}"
                )


def _invented_id(method: str, path: str) -> str:
    """Return `get_pets_by_id` for `GET /pets/{id}`."""
    words = re.sub(r"{([^{}]*)}", r"by_\1", path)
    return f"{method}_{re.sub(r'[^A-Za-z0-9]+', '_', words).strip('_') or 'root'}"
