"""The outline of a document: is it OpenAPI that we understand, and is what holds the rest an object?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.errors import DocumentError
from driftgate.pointer import escape, parent

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed fields of a Path Item that hold operations, in the order of the OpenAPI Specification."""
_ADDITIONAL = "additionalOperations"


def operations_in(item: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """
    Yield the operations of a Path Item: the method as it is sent, the operation's place below the item, and itself.

    Those of fixed fields come first (`GET`, `get`), then the others (`COPY`, `additionalOperations/COPY`). What is no
    object is passed over, and so is an additional one of a method that has a field.

    Source:
        OpenAPI Specification 3.2.0, Path Item Object, "query" and "additionalOperations".
    """
    if not isinstance(item, dict):
        return
    for method in METHODS:
        if isinstance(item.get(method), dict):
            yield method.upper(), method, item[method]
    others = item.get(_ADDITIONAL)
    for method, operation in others.items() if isinstance(others, dict) else ():
        if isinstance(operation, dict) and method.lower() not in METHODS and not method.startswith("x-"):
            yield method, f"{_ADDITIONAL}/{escape(method)}", operation


def place_in_item(method: str) -> str:
    """Return the place, below its Path Item, of the operation of a method."""
    return method.lower() if method.lower() in METHODS else f"{_ADDITIONAL}/{escape(method)}"


def item_of(operation: str) -> str:
    """Return the pointer of the Path Item in which the operation at a pointer stands."""
    above = parent(operation)
    return parent(above) if above.endswith(f"/{_ADDITIONAL}") else above


def check_is_openapi(tree: Any, name: str, *, in_parts: bool = False) -> None:
    """
    Refuse what is no OpenAPI document 3.0, 3.1 or 3.2, or no object where an object holds the rest.

    Args:
        in_parts: Whether a `$ref` may stand where a map of paths, responses or components is to be.

    Raises:
        DocumentError: The message names the place.
    """
    if not isinstance(tree, dict):
        kind = "an array" if isinstance(tree, list) else "nothing" if tree is None else "a single value"
        raise DocumentError(f"{name}: holds {kind}, not an OpenAPI document (an object with `openapi` and `paths`).")
    if "swagger" in tree:
        raise DocumentError(
            f"{name}: is a Swagger {tree['swagger']} document. Convert it to OpenAPI 3 first, "
            "for example with swagger2openapi."
        )
    version = tree.get("openapi")
    if version is None:
        raise DocumentError(f"{name}: has no `openapi` field, so it is not an OpenAPI document.")
    if isinstance(version, float):
        raise DocumentError(f"{name}: `openapi: {version}` is a number. Write the version as text: '{version}.0'.")
    if not isinstance(version, str) or not re.match(r"3\.[012](\.|$)", version):
        raise DocumentError(f"{name}: declares `openapi: {version}`; versions 3.0, 3.1 and 3.2 are understood.")
    if "paths" not in tree and version.startswith("3.0"):
        raise DocumentError(f"{name}: has no `paths`, so it promises nothing.")
    _check_shape(tree, name, in_parts=in_parts)


def _check_shape(tree: dict[str, Any], name: str, *, in_parts: bool) -> None:
    """Refuse what would make every later question meaningless: a path, operation or response that is no object."""

    def need(value: Any, kind: type[Any], place: str) -> None:
        if not isinstance(value, kind) and not (in_parts and isinstance(value, dict) and "$ref" in value):
            wanted = "an object" if kind is dict else "an array"
            raise DocumentError(f"{name}: {place} must be {wanted}, not {_json_type(value)}.")

    need(tree.get("info", {}), dict, "#/info")
    need(tree.get("paths", {}), dict, "#/paths")
    need(tree.get("components", {}), dict, "#/components")
    need(tree.get("servers", []), list, "#/servers")
    for path, item in tree.get("paths", {}).items():
        if path.startswith("x-") or (in_parts and path == "$ref"):
            continue
        need(item, dict, f"the path {path}")
        need(item.get("parameters", []), list, f"the path {path}, parameters")
        for method in METHODS:
            need(item.get(method, {}), dict, f"{method.upper()} {path}")
        need(item.get(_ADDITIONAL, {}), dict, f"the path {path}, {_ADDITIONAL}")
        for method, operation in item.get(_ADDITIONAL, {}).items():
            need(operation, dict, f"{method} {path}")
        for method, _, operation in operations_in(item):
            place = f"{method} {path}"
            need(operation.get("parameters", []), list, f"{place}, parameters")
            need(operation.get("responses", {}), dict, f"{place}, responses")
            for status, response in operation.get("responses", {}).items():
                if not status.startswith("x-") and not (in_parts and status == "$ref"):
                    need(response, dict, f"{place}, response {status}")
    for group, members in tree.get("components", {}).items():
        if not group.startswith("x-") and not (in_parts and group == "$ref"):
            need(members, dict, f"#/components/{group}")


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def check_is_whole(tree: dict[str, Any], name: str) -> None:
    """
    Refuse a document that lacks what the specification requires of its outline, or says it in another form.

    Judging is lenient, since a document's defects are findings; what is taken in as the contract is not to be half a
    document. Schemas and examples are left to the rules.

    Raises:
        DocumentError: The message names the place, and what belongs there.

    Source:
        OpenAPI Specification 3.1, the fields it calls required.
    """
    if "info" not in tree:
        raise DocumentError(f"{name}: has no `info` (a `title` and a `version`). Is the document cut off?")
    for field in ("title", "version"):
        _need_text(tree["info"].get(field), f"#/info/{field}", name)
    _check_servers(tree.get("servers", []), "#/servers", name)
    for path, item in tree.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            raise DocumentError(f"{name}: the path {path!r} must begin with a slash.")
        _check_servers(item.get("servers", []), f"the path {path}, servers", name)
        _check_parameters(item.get("parameters", []), f"the path {path}, parameters", name)
        for method, _, operation in operations_in(item):
            place = f"{method} {path}"
            _check_servers(operation.get("servers", []), f"{place}, servers", name)
            _check_parameters(operation.get("parameters", []), f"{place}, parameters", name)
            _check_contents(operation, place, name)
    tags = tree.get("tags", [])
    if not isinstance(tags, list) or not all(
        isinstance(tag, dict) and isinstance(tag.get("name"), str) for tag in tags
    ):
        raise DocumentError(f"{name}: #/tags must be an array of objects with a `name`.")
    security = tree.get("security", [])
    if not isinstance(security, list) or not all(isinstance(each, dict) for each in security):
        raise DocumentError(f"{name}: #/security must be an array of objects.")


def _check_servers(servers: Any, place: str, name: str) -> None:
    if not isinstance(servers, list):
        raise DocumentError(f"{name}: {place} must be an array, not {_json_type(servers)}.")
    for index, server in enumerate(servers):
        if not isinstance(server, dict):
            raise DocumentError(f"{name}: {place}/{index} must be an object with a `url`, not {_json_type(server)}.")
        _need_text(server.get("url"), f"{place}/{index}/url", name)


def _check_parameters(parameters: list[Any], place: str, name: str) -> None:
    for index, parameter in enumerate(parameters):
        if not isinstance(parameter, dict):
            raise DocumentError(f"{name}: {place}/{index} must be an object, not {_json_type(parameter)}.")
        if "$ref" not in parameter:
            for field in ("in",) if parameter.get("in") == "querystring" else ("name", "in"):
                _need_text(parameter.get(field), f"{place}/{index}/{field}", name)


def _check_contents(operation: dict[str, Any], place: str, name: str) -> None:
    bodies = {f"response {status}": response for status, response in operation.get("responses", {}).items()}
    if operation.get("requestBody") is not None:
        bodies["requestBody"] = operation["requestBody"]
    for what, body in bodies.items():
        content = body.get("content", {}) if isinstance(body, dict) else body
        if isinstance(body, str) and what.startswith("response x-"):
            continue
        if not isinstance(content, dict):
            raise DocumentError(f"{name}: {place}, {what}, content must be an object, not {_json_type(content)}.")
        for media_type, media in content.items():
            if not isinstance(media, dict) and media_type != "$ref":
                raise DocumentError(
                    f"{name}: {place}, {what}, {media_type} must be an object, not {_json_type(media)}."
                )


def _need_text(value: Any, place: str, name: str) -> None:
    if value is None:
        raise DocumentError(f"{name}: {place} is missing.")
    if not isinstance(value, str):
        raise DocumentError(f"{name}: {place} must be text, not {_json_type(value)}.")
