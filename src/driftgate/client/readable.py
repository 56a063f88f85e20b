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
from driftgate.client.names import ClassNames, python_name
from driftgate.client.shapes import Shapes
from driftgate.document import METHODS
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STATUS = re.compile(r"[1-5]([0-9]{2}|[xX]{2})|default")
_LOCATIONS = ("path", "query", "header", "cookie")
MAX_REFERENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """
    What the generator is given.

    Args:
        tree: An OpenAPI document with sorted keys, so that the vendor's order of keys makes no other client.
        operations: Name (`GET /pets`) of each, and the module it is generated into: (`pets`, `list_pets`).
        secured: Those that cannot be called without credentials.
        overrides: Media types to read as others.
        modules: Of the classes whose module must not be called after them.
        notes: What the client says otherwise than the contract, in sentences.
        losses: What it could not say.
    """

    tree: dict[str, Any]
    operations: dict[str, tuple[str, str]]
    secured: frozenset[str]
    overrides: dict[str, str]
    modules: dict[str, str]
    notes: tuple[str, ...]
    losses: tuple[str, ...]


def make_readable(tree: Mapping[str, Any]) -> Readable:
    """Return the effective document as the generator can read it. The document stays as it is."""
    return _Reader(tree).read()


def overlay_target(name: str) -> str:
    """Return the JSONPath of an operation, as an overlay's `target`: `$.paths['/pets'].get` of `GET /pets`."""
    method, _, path = name.partition(" ")
    quoted = path.replace("\\", "\\\\").replace("'", "\\'")
    return f"$.paths['{quoted}'].{method.lower()}"


class _Reader:
    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.notes: dict[str, None] = {}
        self.losses: dict[str, None] = {}
        self.operations: dict[str, tuple[str, str]] = {}
        self.secured: set[str] = set()
        self.names = ClassNames(note=self.note)
        self.shapes = Shapes(tree, self.names, note=self.note, lose=self.lose)
        self.contents = Contents(self.shapes, note=self.note)

    def note(self, sentence: str) -> None:
        self.notes.setdefault(sentence)

    def lose(self, sentence: str) -> None:
        self.losses.setdefault(sentence)

    def read(self) -> Readable:
        self.shapes.add_components()
        paths: dict[str, Any] = {}
        for path, item, pointer in self._items():
            for method in METHODS:
                raw = item.get(method)
                if isinstance(raw, dict):
                    spoken_path, operation = self._operation(raw, f"{pointer}/{method}", item, path, method)
                    paths.setdefault(spoken_path, {})[method] = operation
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
            secured=frozenset(self.secured),
            overrides=self.contents.overrides,
            modules=self.names.modules(self.shapes.components),
            notes=tuple(self.notes),
            losses=tuple(self.losses),
        )

    def _items(self) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        paths = self.tree.get("paths") or {}
        for path in sorted(paths):
            if path.startswith("x-"):
                continue
            found = self._followed(paths[path], f"/paths/{escape(path)}", path)
            if found is not None:
                yield path, *found

    def _followed(self, node: Any, pointer: str, spoken: str) -> tuple[Mapping[str, Any], str] | None:
        """Return a node that is no schema, or what it refers to, with its pointer; None (and a loss) if that is nothing."""
        for _ in range(MAX_REFERENCES):
            if not isinstance(node, dict):
                break
            target = node.get("$ref")
            if not isinstance(target, str):
                return node, pointer
            if not target.startswith("#"):
                self.lose(f"{spoken}: refers to {target!r}, outside the document. Bundle the document into one file")
                return None
            pointer = unescape_uri(target[1:])
            node = resolve(self.tree, pointer)
        what = "does not exist" if node is MISSING else "is no object"
        self.lose(f"{spoken}: what it refers to, #{pointer}, {what}")
        return None

    def _operation(
        self, raw: Mapping[str, Any], pointer: str, item: Mapping[str, Any], path: str, method: str
    ) -> tuple[str, dict[str, Any]]:
        from openapi_python_client.strings import PythonIdentifier

        spoken = f"{method.upper()} {path}"
        given = raw.get("operationId")
        operation_id = _invented_id(method, path)
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
        spoken_path, out["parameters"] = self._parameters(raw, pointer, item, path, spoken, identifier)
        if raw.get("requestBody") is not None:
            found = self._followed(raw["requestBody"], f"{pointer}/requestBody", f"{spoken}, request body")
            content = self._content(found, f"{spoken}, request body")
            if found is not None and content is not None:
                read = self.contents.request(*content, spoken=f"{spoken}, request body", parent=identifier)
                required = found[0].get("required") is True
                if not required and any(self._is_union(media["schema"]) for media in read.values()):
                    # NOTE: the generator would encode the body that was left out.
                    self.note(f"{spoken}, request body: the client cannot leave it out")
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
                self.lose(f"{spoken}: {status!r} is no status code, no range like 4XX and not `default`")
                continue
            place = f"{spoken}, {status}"
            found = self._followed(responses[status], f"{pointer}/responses/{escape(status)}", place)
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
        return self._followed(found[0]["content"], f"{found[1]}/content", spoken)

    def _parameters(
        self, raw: Mapping[str, Any], pointer: str, item: Mapping[str, Any], path: str, spoken: str, parent: str
    ) -> tuple[str, list[dict[str, Any]]]:
        """Return the path template and the operation's parameters, those of its path included."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        shared = pointer.rpartition("/")[0]
        for holder, place in ((raw, pointer), (item, shared)):
            nodes = holder.get("parameters")
            for index, node in enumerate(nodes if isinstance(nodes, list) else ()):
                followed = self._followed(node, f"{place}/parameters/{index}", f"{spoken}, parameter {index}")
                if followed is None:
                    continue
                parameter, where = followed
                name, location = parameter.get("name"), parameter.get("in")
                if not isinstance(name, str) or location not in _LOCATIONS:
                    self.lose(f"{spoken}, parameter {index}: needs a `name`, and an `in` of {', '.join(_LOCATIONS)}")
                elif (name, location) not in found:
                    found[name, location] = self._parameter(parameter, where, f"{spoken}, {location} {name}", parent)
        return self._templated(path, found, spoken)

    def _parameter(self, parameter: Mapping[str, Any], where: str, spoken: str, parent: str) -> dict[str, Any]:
        location = parameter["in"]
        schema = parameter.get("schema")
        if schema is None and isinstance(parameter.get("content"), dict):
            self.note(f"{spoken}: the client takes it as text, already encoded")
            shape: Any = {"type": "string"}
        else:
            shape = self.shapes.readable(schema, f"{where}/schema", name=parameter["name"], parent=parent)
        if location in {"path", "header"} and not self._is_plain(shape, location):
            self.note(f"{spoken}: the client takes it as text, as it is to be sent")
            shape = {"type": "string"}
        style = parameter.get("style", "form" if location in {"query", "cookie"} else "simple")
        if location == "query" and (style != "form" or parameter.get("explode") is False):
            self.note(f"{spoken}: lists are sent as repeated names, not in the style the contract states")
        out = {
            "name": parameter["name"],
            "in": location,
            "required": location == "path" or parameter.get("required") is True,
            "schema": shape,
        }
        if isinstance(parameter.get("description"), str):
            out["description"] = parameter["description"]
        return out

    def _shape(self, shape: Any) -> dict[str, Any]:
        """Return a readable schema, or the component it refers to."""
        for _ in range(MAX_REFERENCES):
            target = shape.get("$ref") if isinstance(shape, dict) else None
            if target is None:
                break
            self.shapes.drain()
            shape = self.shapes.components.get(target.rpartition("/")[2])
        return shape if isinstance(shape, dict) else {"allOf": []}

    def _is_union(self, shape: Any) -> bool:
        found = self._shape(shape)
        return bool({"oneOf", "anyOf"} & found.keys()) or isinstance(found.get("type"), list)

    def _is_plain(self, shape: Any, location: str) -> bool:
        """Tell whether the generator can put a value of this shape into a path or header."""
        found = self._shape(shape)
        for key in ("oneOf", "anyOf"):
            if key in found:
                return location == "path" and all(self._is_plain(branch, location) for branch in found[key])
        if "allOf" in found or (location == "header" and found.get("format") in {"date", "date-time", "binary"}):
            return False
        kinds = found.get("type")
        if location == "path" and kinds is None:
            return True
        return "enum" in found or kinds in ("string", "integer", "number", "boolean")

    def _templated(
        self, path: str, found: dict[tuple[str, str], dict[str, Any]], spoken: str
    ) -> tuple[str, list[dict[str, Any]]]:
        """Return path and parameters with names the generator takes in a path: they are never sent, so any will do."""
        names = list(dict.fromkeys(re.findall(r"{([^{}/]+)}", path)))
        for name in names:
            if (name, "path") not in found:
                self.note(f"{spoken}: {{{name}}} is no parameter in the contract; the client takes text for it")
                found[name, "path"] = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name, location in list(found):
            if location == "path" and name not in names:
                self.lose(f"{spoken}: the path has no {{{name}}} for the path parameter {name!r}")
        if len(re.findall(r"{[^{}/]+}", path)) > len(names):
            self.lose(f"{spoken}: a parameter stands twice in the path")
        for name in names:
            plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)
            if plain != name:
                path = path.replace(f"{{{name}}}", f"{{{plain}}}")
                found[name, "path"]["name"] = plain
        return path, list(found.values())

    def _tell_collisions(self) -> None:
        """Name the operations of which the generator would write one over the other, without a word."""
        first: dict[tuple[str, str], str] = {}
        for name, module in self.operations.items():
            other = first.setdefault(module, name)
            if other != name:
                self.lose(
                    f"{name}: would overwrite {other}, since both become api.{'.'.join(module)}. Name it apart in an "
                    f'overlay: {{target: "{overlay_target(name)}", update: {{operationId: …}}}}'
                )


def _invented_id(method: str, path: str) -> str:
    """Return `get_pets_by_id` for `GET /pets/{id}`."""
    words = re.sub(r"{([^{}]*)}", r"by_\1", path)
    return f"{method}_{re.sub(r'[^A-Za-z0-9]+', '_', words).strip('_') or 'root'}"
