"""Servers: the addresses below which a document says that its operations live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def servers_of(holder: Mapping[str, Any], pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """
    Yield each Server Object that a document, path item or operation lists itself, with its place.

    What is none, for want of a text as its `url`, is passed over.

    Args:
        pointer: Of the holder.

    Source:
        OpenAPI Specification 3.1.1, "Server Object".
    """
    listed = holder.get("servers")
    for index, server in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            yield f"{pointer}/servers/{index}", server


def server_url(server: Mapping[str, Any]) -> str:
    """Return the URL of a Server Object, each variable at its default."""
    url = str(server["url"])
    variables = server.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        default = variable.get("default", "") if isinstance(variable, dict) else ""
        url = url.replace(f"{{{name}}}", str(default))
    return url


def server_path(server: Mapping[str, Any]) -> str:
    """Return the path of a Server Object's URL without a slash at its end; empty where the URL is none."""
    try:
        return urlsplit(server_url(server)).path.rstrip("/")
    except ValueError:
        return ""
