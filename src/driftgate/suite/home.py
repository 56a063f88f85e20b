"""Homes: below which path of the target an operation lives, where it names servers of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from driftgate.server import server_path, server_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from driftgate.contract import Contract
    from driftgate.match import Matcher


class Homes:
    """
    The paths of a target below which operations live.

    A base URL stands for the document's first server. An operation, or a path, with servers of its own on the same host
    lives where those are: with `servers: [{url: /v1}]`, a path with `servers: [{url: /v2}]` and the base URL
    `http://localhost/api/v1`, below `/api/v2`. Where the base URL does not end as the first server does (a mock at the
    root), or where the own server is another host, all operations are asked below the base URL.

    Args:
        contract: Whose operations.
        base_url: Of the target.

    Source:
        OpenAPI 3.1.1, "Path Item Object" and "Operation Object": `servers` there override those of the document.
    """

    def __init__(self, contract: Contract, base_url: str) -> None:
        self._base = urlsplit(base_url).path.rstrip("/")
        self._by_operation: dict[str, str] = {}
        listed = contract.tree.get("servers")
        root = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {"url": ""}
        host, first = _host(root), server_path(root)
        if not self._base.endswith(first):
            return
        before = self._base.removesuffix(first)
        for operation in contract.operations:
            own = next((each for each in operation.servers if isinstance(each.get("url"), str)), root)
            if server_path(own) != first and _host(own) in {"", host}:
                self._by_operation[operation.name] = before + server_path(own)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path of the target below which some operation lives."""
        return (self._base, *sorted(set(self._by_operation.values())))

    def rehomed(self, matcher: Matcher, method: str, url: str) -> str:
        """Return a URL below the base URL moved to where its operation lives; others as they are."""
        if not self._by_operation:
            return url
        found = matcher.match(method, url)
        home = self._by_operation.get(found.operation.name) if found.operation is not None else None
        if home is None or found.base != self._base:
            return url
        parts = urlsplit(url)
        return parts._replace(path=home + parts.path[len(self._base) :]).geturl()


def _host(server: Mapping[str, Any]) -> str | None:
    try:
        return urlsplit(server_url(server)).netloc if "url" in server else ""
    except ValueError:
        return None
