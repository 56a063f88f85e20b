"""Forms: what a body of `application/x-www-form-urlencoded` or `multipart/form-data` says, as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import orjson

from driftgate.media_type import is_json
from driftgate.schema import follow, kinds_of, node_at, unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_INNER = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")


class Unreadable(ValueError):  # noqa: N818 -- the body is
    """A body that is no form of its media type; the message says why, without values of the request."""


class Field(NamedTuple):
    """One field as it was sent; `content_type` and `is_file` only in multipart."""

    name: str
    text: str
    content_type: str | None = None
    is_file: bool = False


def read_form(contract: Contract, body: bytes, content_type: str, schema_pointer: str) -> dict[str, Any]:
    """
    Return the fields of a form, each as the type that its schema names.

    `tags=a&tags=b` and `tags[]=a` are arrays, `address[city]=x` is a property of an object. A file is its bytes as
    Latin-1 text, which a schema of `format: binary` takes.

    Raises:
        Unreadable: Not UTF-8, or no multipart body.

    Source:
        OpenAPI 3.1.1, "Encoding Object"; RFC 7578.
    """
    tree = contract.translation(direction="request", strict=False).tree
    is_multipart = content_type.partition(";")[0].strip().lower() == MULTIPART
    sent = _multipart(body, content_type) if is_multipart else _urlencoded(body)
    listed = dict(_properties(tree, node_at(tree, schema_pointer)))
    fields: dict[str, Any] = {}
    for field in sent:
        name, inner = field.name, []
        if name not in listed and (found := _INNER.fullmatch(name)) is not None:
            name, inner = found[1], re.findall(r"\[([^\[\]]*)\]", found[2])
        _put(fields, name, inner, field, tree, listed.get(name))
    return fields


def _urlencoded(body: bytes) -> Iterator[Field]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        raise Unreadable("the body is not UTF-8") from None
    for name, text in pairs:
        yield Field(name, text)


def _multipart(body: bytes, content_type: str) -> Iterator[Field]:
    from email.parser import BytesParser
    from email.policy import HTTP

    head = b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    boundary = message.get_boundary()
    if not boundary or b"--" + boundary.encode() not in body:
        raise Unreadable("the body is not multipart with the boundary that Content-Type names")
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise Unreadable("a part of the body has no name")
        raw = part.get_payload(decode=True)
        raw = raw if isinstance(raw, bytes) else b""
        own = part.get_content_type() if "content-type" in part else None
        is_file = part.get_filename() is not None
        try:
            text = raw.decode("latin-1" if is_file and (own is None or not is_json(own)) else "utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        yield Field(name, text, own, is_file)


def _put(fields: dict[str, Any], name: str, inner: list[str], field: Field, tree: Any, schema: Any) -> None:
    kinds = kinds_of(tree, schema) if schema is not None else frozenset()
    if inner and inner != [""]:
        own = fields.setdefault(name, {})
        if isinstance(own, dict):
            properties = dict(_properties(tree, schema))
            _put(own, inner[0], inner[1:], field, tree, properties.get(inner[0]))
            return
    value = _value(field, kinds)
    if "array" in kinds or inner == [""]:
        items = follow(tree, schema).get("items") if isinstance(follow(tree, schema), dict) else None
        if not isinstance(value, list):
            value = [_value(field, kinds_of(tree, items) if items is not None else frozenset())]
        before = fields.get(name, [])
        value = [*before, *value] if isinstance(before, list) else value
    fields[name] = value


def _value(field: Field, kinds: frozenset[str]) -> Any:
    if "null" in kinds and field.text in {"", "null"}:
        return None  # a form has no null of its own
    is_text = not kinds or "string" in kinds
    if is_text and not (field.content_type is not None and is_json(field.content_type)):
        return field.text
    try:
        return orjson.loads(field.text)
    except orjson.JSONDecodeError:
        return field.text


def _properties(tree: Mapping[str, Any], node: Any) -> Iterator[tuple[str, Any]]:
    """Yield the properties that a schema, its references and composed parts list."""
    stack, seen = [node], set()
    while stack:
        part = stack.pop(0)
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield from (part.get("properties") or {}).items()
        if isinstance(target := part.get("$ref"), str) and target.startswith("#"):
            stack.append(node_at(tree, unescape_uri(target[1:])))
        for key in ("allOf", "anyOf", "oneOf"):
            stack.extend(part.get(key) or ())
