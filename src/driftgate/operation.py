"""Operations: what one method on one path template promises, with every reference followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.media_type import MediaType, entry_for, read_content, referred
from driftgate.outline import operations_in
from driftgate.pagination import Pagination, read_pagination
from driftgate.pointer import escape, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCATIONS = ("query", "path", "header", "cookie", "querystring")
"""Where parameters are: the values of `in`."""
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """
    A parameter of an operation.

    Args:
        location: `query`, `path`, `header`, `cookie`, or `querystring` for the query as a whole, unless that is a form:
            of such a one the properties are parameters of the query, as those of an object in style `form` are.
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
        item, item_pointer = referred(tree, raw_item, f"/paths/{escape(path)}")
        for method, place, raw in operations_in(item):
            theirs = resolve(received, f"{item_pointer}/{place}/x-pagination")
            pages = read_pagination(raw.get("x-pagination"), f"{method} {path}", received=theirs)
            yield _operation(tree, path, method, item, item_pointer, f"{item_pointer}/{place}", raw, pages)


def _operation(
    tree: Mapping[str, Any], path: str, method: str, item: dict[str, Any], item_pointer: str, pointer: str,
    raw: dict[str, Any], pages: Pagination | None,
) -> Operation:  # fmt: skip
    name = f"{method} {path}"
    parameters: dict[tuple[str, str], Parameter] = {}
    for source, place in ((item, f"{item_pointer}/parameters"), (raw, f"{pointer}/parameters")):
        for index, each in enumerate(_list(source.get("parameters"))):
            parameter = _parameter(tree, *referred(tree, each, f"{place}/{index}"))
            if parameter is not None:
                parameters[parameter.location, parameter.name] = parameter
    body, body_pointer = referred(tree, raw.get("requestBody"), f"{pointer}/requestBody")
    responses = {}
    for status, each in _object(raw.get("responses")).items():
        if not status.startswith("x-"):
            normal = status.upper() if status.lower() != "default" else "default"
            responses[normal] = _response(tree, normal, *referred(tree, each, f"{pointer}/responses/{escape(status)}"))
    security = raw.get("security", tree.get("security"))
    return Operation(
        name=name,
        method=method,
        path=path,
        pointer=pointer,
        operation_id=raw.get("operationId") if isinstance(raw.get("operationId"), str) else None,
        summary=str(raw.get("summary", "")),
        tags=tuple(str(tag) for tag in _list(raw.get("tags"))),
        parameters=tuple(parameters.values()),
        request_body=RequestBody(
            required=body.get("required") is True,
            pointer=body_pointer,
            content=read_content(tree, body.get("content"), f"{body_pointer}/content"),
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


def _parameter(tree: Mapping[str, Any], raw: dict[str, Any], pointer: str) -> Parameter | None:
    name, location = raw.get("name"), raw.get("in")
    if location == "querystring":
        name = name or location  # it is the whole query, whatever it is called
    if not isinstance(name, str) or location not in LOCATIONS:
        return None
    schema, schema_pointer = raw.get("schema"), f"{pointer}/schema"
    for media_type, raw_entry in _object(raw.get("content")).items():
        entry, place = referred(tree, raw_entry, f"{pointer}/content/{escape(media_type)}")
        if "schema" in entry:
            schema, schema_pointer = entry["schema"], f"{place}/schema"
        if location == "querystring" and media_type.partition(";")[0].strip().lower() == FORM:
            location = "query"
    named = raw.get("style")
    style = named if isinstance(named, str) else ("simple" if location in {"path", "header"} else "form")
    return Parameter(
        name=name,
        location=location,
        required=raw.get("required") is True or location == "path",
        pointer=pointer,
        schema=schema if isinstance(schema, dict) else {},
        schema_pointer=schema_pointer if schema is not None else None,
        style=style,
        explode=raw.get("explode", style in {"form", "cookie"}) is True,
    )


def _response(tree: Mapping[str, Any], status: str, raw: dict[str, Any], pointer: str) -> DocumentedResponse:
    headers = []
    for name, each in _object(raw.get("headers")).items():
        header, header_pointer = referred(tree, each, f"{pointer}/headers/{escape(name)}")
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
        content=read_content(tree, raw.get("content"), f"{pointer}/content"),
        retry=retry if isinstance(retry, dict) else ({} if retry is True else None),
    )
