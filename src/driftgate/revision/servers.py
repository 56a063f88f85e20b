"""How two documents differ in the servers that answer an operation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftgate.revision.collect import Place
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_HERE = "/"
"""Where the document itself is served from: what a document without servers means."""


def compare_servers(walk: Walk, place: Place) -> None:
    """Record how the servers of an operation differ: its own, else those of its path, else those of the document."""
    where_b, raw_b = _effective(walk.before, place.before or "")
    where_a, raw_a = _effective(walk.after, place.after or "")
    if raw_b == raw_a:
        return
    before, after = _servers(raw_b), _servers(raw_a)
    inner = place.at(where_b, where_a)
    gone, new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    if len(gone) == len(new) == 1:
        walk.found.add("server-moved", inner, gone[0], new[0])
    else:
        for url in gone:
            walk.found.add("server-removed", inner, url, None)
        for url in new:
            walk.found.add("server-added", inner, None, url)
    for url in sorted(before.keys() & after.keys()):
        for name in sorted(before[url].keys() | after[url].keys()):
            one, other = before[url].get(name), after[url].get(name)
            if one != other:
                walk.found.add(
                    "server-variable-changed", inner._replace(pointer=f"server:{name}"), one, other, detail=name
                )


def addresses(side: Side, operation: str, path: str) -> frozenset[str]:
    """Return the full addresses of an operation, one a server; `path` is the one to append."""
    _, raw = _effective(side, operation)
    return frozenset(f"{'' if url == _HERE else url}{path}" for url in _servers(raw))


def _effective(side: Side, operation: str) -> tuple[str, Any]:
    for pointer in (f"{operation}/servers", f"{operation.rpartition('/')[0]}/servers", "/servers"):
        raw = side.at(pointer)
        if isinstance(raw, list) and raw:
            return pointer, raw
    return "/servers", [{"url": _HERE}]


def _servers(raw: list[Any]) -> dict[str, dict[str, Any]]:
    """Return the URLs with their default variables filled in, to the values of each variable."""
    found: dict[str, dict[str, Any]] = {}
    for server in raw:
        if not isinstance(server, dict):
            continue
        variables = server.get("variables")
        named = variables if isinstance(variables, dict) else {}
        defaults = {name: str(value.get("default", "")) for name, value in named.items() if isinstance(value, dict)}
        url = _filled(str(server.get("url", _HERE)), defaults)
        values = {name: sorted(map(str, value["enum"])) for name, value in named.items() if _lists_values(value)}
        found[_normal(url)] = values
    return found


def _normal(url: str) -> str:
    """Return a URL as it is compared: scheme and host in lower case, without a default port or a slash at the end."""
    scheme, separator, rest = url.partition("://")
    if separator:
        host, slash, path = rest.partition("/")
        port = {"http": ":80", "https": ":443"}.get(scheme.lower(), "\0")
        url = f"{scheme.lower()}://{host.lower().removesuffix(port)}{slash}{path}"
    return url.rstrip("/") or _HERE


def _filled(url: str, defaults: dict[str, str]) -> str:
    return re.sub(r"\{([^{}]*)\}", lambda match: defaults.get(match[1], match[0]), url)


def _lists_values(variable: Any) -> bool:
    return isinstance(variable, dict) and isinstance(variable.get("enum"), list)
