"""Places: the schemas of a document that say nothing, and what the bodies show there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.inference.names.words import pascal, resource_words, singular
from driftgate.inference.seen.depth import is_too_deep
from driftgate.inference.seen.node import Node
from driftgate.inference.seen.unlearned import unquoted
from driftgate.media_type import is_json
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.media_type import MediaType
    from driftgate.operation import DocumentedResponse, Operation

ANNOTATIONS = frozenset({
    "title", "description", "example", "examples", "default", "nullable", "deprecated", "readOnly", "writeOnly", "externalDocs", "xml",
    "$comment", "required",
})  # fmt: skip
MAX_DEPTH = 200


@dataclass(slots=True, kw_only=True)
class Answer:
    """
    One response of one operation in one media type, with its examples.

    Args:
        status: As documented: `200`, `4XX`, `default`.
        examples: Document pointer and value of each.
        node: What examples and recordings show, together.
    """

    operation: Operation
    status: str
    media_type: MediaType
    examples: tuple[tuple[str, Any], ...]
    node: Node = field(default_factory=Node)


@dataclass(slots=True, kw_only=True)
class Place:
    """
    A schema that says nothing, or where one is missing.

    Args:
        pointer: Of the schema; it need not exist.
        declared: The schema as it is; None where there is none.
        nodes: What was seen there, with a name for it.
    """

    pointer: str
    declared: dict[str, Any] | None
    nodes: list[tuple[Node, str]] = field(default_factory=list)


def answers(tree: Mapping[str, Any], operations: tuple[Operation, ...]) -> Iterator[Answer]:
    """Yield every JSON response of a document, with its examples (or, where it has none, those of its schema)."""
    for operation in operations:
        for status, response in operation.responses.items():
            for media_type in response.content.values():
                if is_json(media_type.name) or media_type.is_sequence or media_type.name in {"*/*", "application/*"}:
                    yield Answer(
                        operation=operation,
                        status=status,
                        media_type=media_type,
                        examples=tuple(_examples(tree, media_type)),
                    )


def response_of(operation: Operation, status: str) -> DocumentedResponse | None:
    return operation.response_for(int(status)) if status.isdecimal() else operation.responses.get(status)


def _examples(tree: Mapping[str, Any], media_type: MediaType) -> Iterator[tuple[str, Any]]:
    found = False
    for pointer, value in media_type.examples.values():
        found = True
        read = unquoted(value)
        if read is not MISSING and not is_too_deep(read):
            yield pointer, read
    if found or media_type.schema_pointer is None:
        return
    schema, pointer = follow(tree, media_type.schema_pointer)
    if isinstance(schema, dict):
        yield from schema_examples(schema, pointer)


def schema_examples(schema: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield the examples a Schema Object carries itself."""
    examples = schema.get("examples")
    listed = {
        f"{pointer}/examples/{index}": value
        for index, value in enumerate(examples if isinstance(examples, list) else ())
    }
    if "example" in schema:
        listed = {f"{pointer}/example": schema["example"], **listed}
    for place, value in listed.items():
        read = unquoted(value)
        if read is not MISSING and not is_too_deep(read):
            yield place, read


def follow(tree: Mapping[str, Any], pointer: str) -> tuple[Any, str]:
    """Return the schema at `pointer` after its references, and where it stands; None where they lead nowhere."""
    for _ in range(20):
        schema = resolve(tree, pointer)
        if schema is MISSING:
            return None, pointer
        target = schema.get("$ref") if isinstance(schema, dict) else None
        if not isinstance(target, str):
            return schema, pointer
        if not target.startswith("#"):
            return None, pointer
        pointer = unescape_uri(target[1:])
    return None, pointer


def is_untyped(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema says nothing: empty, or a bare `object` or `array`."""
    said = {key for key in schema if key not in ANNOTATIONS and not key.startswith("x-")}
    if schema.get("additionalProperties") in (True, {}) and schema.get("type") == "object":
        said.discard("additionalProperties")
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None) if len(kind) <= 2 else "several"
    return said <= {"type"} and kind in (None, "object", "array")


class Places:
    """The untyped places of a document, in the order in which its responses reach them."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.found: dict[str, Place] = {}
        self._seen: set[tuple[str, int]] = set()

    def add(self, answer: Answer) -> None:
        """Take what was seen of one response to the places where it tells something."""
        name = root_name(answer.operation, answer.status)
        pointer = answer.media_type.schema_pointer
        self._seen.clear()
        if pointer is None:
            place = f"{answer.media_type.pointer}/schema"
            self._place(place, None, answer.node, name)
        else:
            self._walk(pointer, answer.node, name, 0, composed=False)

    def _place(self, pointer: str, declared: dict[str, Any] | None, node: Node, name: str) -> None:
        if not node.count:
            return
        found = self.found.get(pointer)
        if found is None:
            found = self.found[pointer] = Place(pointer=pointer, declared=declared)
        found.nodes.append((node, name))

    def _walk(self, pointer: str, node: Node, name: str, depth: int, *, composed: bool) -> None:
        schema, pointer = follow(self.tree, pointer)
        if not isinstance(schema, dict) or depth > MAX_DEPTH or (pointer, id(node)) in self._seen:
            return
        self._seen.add((pointer, id(node)))
        if is_untyped(schema):
            if not composed:
                tokens = pointer.split("/")
                self._place(pointer, schema, node, tokens[-1] if tokens[-2:-1] == ["schemas"] else name)
            return
        properties = schema.get("properties")
        fields = node.shape.fields if node.shape is not None else {}
        for key in properties if isinstance(properties, dict) else ():
            if key in fields:
                self._walk(f"{pointer}/properties/{escape(key)}", fields[key], key, depth + 1, composed=False)
        if isinstance(schema.get("items"), dict) and node.item is not None:
            self._walk(f"{pointer}/items", node.item, singular(name), depth + 1, composed=False)
        if (
            isinstance(schema.get("additionalProperties"), dict)
            and not isinstance(properties, dict)
            and node.shape is not None
        ):
            values = [*fields.values(), *([node.shape.values] if node.shape.values is not None else [])]
            for value in values:
                self._walk(f"{pointer}/additionalProperties", value, singular(name), depth + 1, composed=False)
        for index, _ in enumerate(schema["allOf"] if isinstance(schema.get("allOf"), list) else ()):
            self._walk(f"{pointer}/allOf/{index}", node, name, depth + 1, composed=True)


_NO_NOUN = re.compile(r"api|rest|v?[0-9]+([._-][0-9]+)*((alpha|beta|rc|preview)[0-9]*)?", re.IGNORECASE)
_FORM = re.compile(r"\.[a-z0-9_-]*(json|xml|html?|php|csv|txt|ya?ml)$", re.IGNORECASE)


def _path_words(static: list[str]) -> list[str]:
    """Return the words of the resource at the end of a path: of `/get_device_info` device, info; of `/event/query` event."""
    last = [_FORM.sub("", part) for part in static[-2:]]
    called = words(last[-1]) if last else []
    if called[1:] and resource_words(called[0]) == [] and resource_words(last[-1]):
        return resource_words(last[-1])  # a procedure says all
    every = [word for part in last for word in words(part)]
    return resource_words(" ".join(every)) or every


def root_name(operation: Operation, status: str) -> str:
    """Return what the body of a response may be called: after the operation, without its verb."""
    segments = [part for part in operation.path.split("/") if part]
    static = [part for part in segments if not part.startswith("{") and not _NO_NOUN.fullmatch(part)]
    named = ""
    if segments and segments[-1].startswith("{") and static:
        named = singular(static[-1])
    elif operation.operation_id:
        named = " ".join(resource_words(operation.operation_id))
    elif operation.summary and len(words(operation.summary)) <= 5:
        named = " ".join(resource_words(operation.summary))
    if not named:
        named = " ".join(_path_words(static))
    name = "".join(part[:1].upper() + part[1:] for part in named.split()) if " " in named else pascal(named)
    if status[:1] != "2" and status != "default":
        return f"{name}Error"
    return f"Deleted{singular(name)}" if operation.method.lower() == "delete" else name
