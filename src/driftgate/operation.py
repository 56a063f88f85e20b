"""Operations: what one method on one path template promises, with every reference followed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.outline import METHODS
from driftgate.pagination import Pagination, read_pagination
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_REFERENCES = 20
LOCATIONS = ("query", "path", "header", "cookie")
"""Where parameters are: the values of `in`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """
    A parameter of an operation.

    Args:
        location: `query`, `path`, `header` or `cookie`.
        schema: The Schema Object as written, `{}` where there is none.
        schema_pointer: Where it stands; None where the parameter has no schema.
    """

    name: str
    location: str
    required: bool
    pointer: str
    schema: Mapping[str, Any]
    schema_pointer: str | None
    style: str
    explode: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One entry of `content`. `examples` maps a name to a document pointer and the value there."""

    name: str
    pointer: str
    schema_pointer: str | None
    examples: Mapping[str, tuple[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderPromise:
    """A response header."""

    name: str
    required: bool
    pointer: str
    schema_pointer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedResponse:
    """
    A response as documented.

    Args:
        status: `200`, `4XX` or `default`.
        retry: The `x-retry` of the overlay; None where the status may not be retried.
    """

    status: str
    pointer: str
    description: str
    headers: tuple[HeaderPromise, ...]
    content: Mapping[str, MediaType]
    retry: Mapping[str, Any] | None

    def media_type_for(self, content_type: str) -> MediaType | None:
        """Return the entry of `content` that covers a media type, as `entry_for` does."""
        return entry_for(self.content, content_type)


def entry_for(content: Mapping[str, MediaType], content_type: str) -> MediaType | None:
    """
    Return the entry of a `content` that covers a media type, the most specific first; None where none does.

    With parameters where the document tells entries apart by them, then bare, then ranges: `application/*+json`, which
    is no range of RFC 9110 and often written, `application/*`, `*/*`.
    """
    full = _normal(content_type)
    bare = full.partition(";")[0]
    for name in (full, bare):
        if name in content:
            return content[name]
    if variant := next((each for name, each in content.items() if bare and name.startswith(f"{bare};")), None):
        return variant
    main, suffix = bare.partition("/")[0], bare.rpartition("+")[2]
    ranges = (f"{main}/*+{suffix}", f"*/*+{suffix}", f"{main}/*", "*/*", "*")
    return next((content[name] for name in ranges if name in content), None)


def _normal(media_type: str) -> str:
    """Return a media type in lower case, with its parameters sorted and without the charset."""
    bare, *parameters = (part.strip() for part in media_type.lower().replace('"', "").split(";"))
    told = sorted("=".join(map(str.strip, each.split("="))) for each in parameters if each)
    return ";".join((bare, *(each for each in told if not each.startswith("charset="))))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """The body an operation takes."""

    required: bool
    pointer: str
    content: Mapping[str, MediaType]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Operation:
    """
    One method on one path template.

    Args:
        name: `GET /v1.0/numbers/inventory`.
        pointer: Of the Operation Object in the effective document.
        operation_id: None where the document gives none.
        security: Alternatives, each a map of scheme to scopes; empty where nothing is asked.
        servers: The operation's own, else the path's, else the document's.
    """

    name: str
    method: str
    path: str
    pointer: str
    operation_id: str | None
    summary: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: Mapping[str, DocumentedResponse]
    security: tuple[Mapping[str, Any], ...]
    servers: tuple[Mapping[str, Any], ...]
    pagination: Pagination | None
    raw: Mapping[str, Any] = field(repr=False)

    def response_for(self, status: int) -> DocumentedResponse | None:
        """Return what is documented for a status: the code itself, its range, else `default`."""
        responses = self.responses
        return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")

    def parameter(self, name: str, location: str = "query") -> Parameter | None:
        return next((each for each in self.parameters if each.name == name and each.location == location), None)


def read_operations(tree: Mapping[str, Any], *, received: Mapping[str, Any] | None = None) -> tuple[Operation, ...]:
    """
    Return the operations of a document, in its order.

    Args:
        received: The document as its vendor wrote it; by default this one.

    Raises:
        ContractError: An overlay's `x-pagination` that does not say where the items are.
    """
    return tuple(_operations(tree, tree if received is None else received))


def _operations(tree: Mapping[str, Any], received: Mapping[str, Any]) -> Iterator[Operation]:
    for path, raw_item in (tree.get("paths") or {}).items():
        if path.startswith("x-"):
            continue
        item, item_pointer = _follow(tree, raw_item, f"/paths/{escape(path)}")
        for method in METHODS:
            raw = item.get(method)
            if isinstance(raw, dict):
                theirs = resolve(received, f"{item_pointer}/{method}/x-pagination")
                pages = read_pagination(raw.get("x-pagination"), f"{method.upper()} {path}", received=theirs)
                yield _operation(tree, path, method, item, item_pointer, raw, pages)


def _follow(tree: Mapping[str, Any], node: Any, pointer: str) -> tuple[dict[str, Any], str]:
    """Return the object that `node` is or refers to, with its pointer; an empty one where it leads nowhere."""
    for _ in range(MAX_REFERENCES):
        if not isinstance(node, dict):
            return {}, pointer
        target = node.get("$ref")
        if not isinstance(target, str):
            return node, pointer
        if not target.startswith("#"):
            return {}, pointer
        pointer = unescape_uri(target[1:])
        node = resolve(tree, pointer)
        if node is MISSING:
            return {}, pointer
    return {}, pointer


def _operation(
    tree: Mapping[str, Any], path: str, method: str, item: dict[str, Any], item_pointer: str, raw: dict[str, Any],
    pages: Pagination | None,
) -> Operation:  # fmt: skip
    pointer = f"{item_pointer}/{method}"
    name = f"{method.upper()} {path}"
    parameters: dict[tuple[str, str], Parameter] = {}
    for source, place in ((item, f"{item_pointer}/parameters"), (raw, f"{pointer}/parameters")):
        for index, each in enumerate(_list(source.get("parameters"))):
            parameter = _parameter(*_follow(tree, each, f"{place}/{index}"))
            if parameter is not None:
                parameters[parameter.location, parameter.name] = parameter
    body, body_pointer = _follow(tree, raw.get("requestBody"), f"{pointer}/requestBody")
    responses = {}
    for status, each in _object(raw.get("responses")).items():
        if not status.startswith("x-"):
            normal = status.upper() if status.lower() != "default" else "default"
            responses[normal] = _response(tree, normal, *_follow(tree, each, f"{pointer}/responses/{escape(status)}"))
    security = raw.get("security", tree.get("security"))
    return Operation(
        name=name,
        method=method.upper(),
        path=path,
        pointer=pointer,
        operation_id=raw.get("operationId") if isinstance(raw.get("operationId"), str) else None,
        summary=str(raw.get("summary", "")),
        tags=tuple(str(tag) for tag in _list(raw.get("tags"))),
        parameters=tuple(parameters.values()),
        request_body=RequestBody(
            required=body.get("required") is True,
            pointer=body_pointer,
            content=_content(tree, body.get("content"), f"{body_pointer}/content"),
        )
        if body
        else None,
        responses=responses,
        security=tuple(each for each in _list(security) if isinstance(each, dict)),
        servers=tuple(
            each
            for each in _list(raw.get("servers")) or _list(item.get("servers")) or _list(tree.get("servers"))
            if isinstance(each, dict)
        ),
        pagination=pages,
        raw=raw,
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _parameter(raw: dict[str, Any], pointer: str) -> Parameter | None:
    name, location = raw.get("name"), raw.get("in")
    if not isinstance(name, str) or location not in LOCATIONS:
        return None
    schema, schema_pointer = raw.get("schema"), f"{pointer}/schema"
    for media_type, entry in _object(raw.get("content")).items():
        if isinstance(entry, dict) and "schema" in entry:
            schema, schema_pointer = entry["schema"], f"{pointer}/content/{escape(media_type)}/schema"
    named = raw.get("style")
    style = named if isinstance(named, str) else ("form" if location in {"query", "cookie"} else "simple")
    return Parameter(
        name=name,
        location=location,
        required=raw.get("required") is True or location == "path",
        pointer=pointer,
        schema=schema if isinstance(schema, dict) else {},
        schema_pointer=schema_pointer if schema is not None else None,
        style=style,
        explode=raw.get("explode", style == "form") is True,
    )


def _response(tree: Mapping[str, Any], status: str, raw: dict[str, Any], pointer: str) -> DocumentedResponse:
    headers = []
    for name, each in _object(raw.get("headers")).items():
        header, header_pointer = _follow(tree, each, f"{pointer}/headers/{escape(name)}")
        if name.lower() != "content-type":  # OpenAPI 3.0.3, Response Object: "shall be ignored"
            headers.append(
                HeaderPromise(
                    name=name,
                    required=header.get("required") is True,
                    pointer=header_pointer,
                    schema_pointer=f"{header_pointer}/schema" if "schema" in header else None,
                )
            )
    retry = raw.get("x-retry")
    return DocumentedResponse(
        status=status,
        pointer=pointer,
        description=str(raw.get("description", "")),
        headers=tuple(headers),
        content=_content(tree, raw.get("content"), f"{pointer}/content"),
        retry=retry if isinstance(retry, dict) else ({} if retry is True else None),
    )


def _content(tree: Mapping[str, Any], raw: Any, pointer: str) -> dict[str, MediaType]:
    content: dict[str, MediaType] = {}
    listed = [name for name, entry in _object(raw).items() if isinstance(entry, dict) and not name.startswith("x-")]
    shared = Counter(_normal(name).partition(";")[0] for name in listed)
    for name in listed:
        entry, place = raw[name], f"{pointer}/{escape(name)}"
        bare = _normal(name).partition(";")[0]
        content[bare if shared[bare] == 1 else _normal(name)] = MediaType(
            name=bare,
            pointer=place,
            schema_pointer=f"{place}/schema" if "schema" in entry else None,
            examples=dict(_examples(tree, entry, place)),
        )
    return content


def _examples(tree: Mapping[str, Any], entry: dict[str, Any], pointer: str) -> Iterator[tuple[str, tuple[str, Any]]]:
    if "example" in entry:
        yield "example", (f"{pointer}/example", entry["example"])
    examples = entry.get("examples")
    for name, each in examples.items() if isinstance(examples, dict) else ():
        example, place = _follow(tree, each, f"{pointer}/examples/{escape(name)}")
        if "value" in example:
            yield name, (f"{place}/value", example["value"])
