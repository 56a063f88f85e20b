"""Which operation an exchange belongs to: one resolver for scan, mock, suite and client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from driftgate.parameter import ParameterReader, Values
from driftgate.pointer import resolve
from driftgate.server import server_url, servers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.contract import Contract
    from driftgate.operation import Operation

_SCHEMES = frozenset({"", "http", "https", "ws", "wss"})
MAX_REMEMBERED = 20_000
_SEGMENT = "/:@!$&'()*+,;="
"""What a path may hold without percent-encoding (RFC 3986, 3.3), beside letters and digits."""


class Match(NamedTuple):
    """
    Where a request leads.

    Args:
        operation: None where the contract has no such method on no such path.
        path_values: Path parameter to its decoded value.
        base: What stood before the path template: `/v1.0`, or empty.
        known_path: Whether the path is in the contract, whatever the method.
        ours: Whether the host is one of the contract's servers.
    """

    operation: Operation | None
    path_values: Mapping[str, str]
    base: str
    known_path: bool
    ours: bool


class _Template(NamedTuple):
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    form: tuple[int, tuple[bool, ...]]
    literal: int
    operations: dict[str, Operation]
    readers: dict[str, list[ParameterReader]]


class Matcher:
    """
    Finds operations by method and URL.

    A path matches below the base path of any server, of `base_paths`, or of none; the most specific template wins
    (a literal segment before a parameter, OpenAPI 3.0.3, "Path Templating Matching"). Of templates with parameters in the
    same segments wins the one with the method, then the one with more literal text (`/{id}:stop`), then the one whose
    parameters take the segments, then the one whose parameters say more of what they take, then the first by name. A
    trailing slash and percent-encoding do not matter. Hosts matter only where `hosts` is given.

    Args:
        contract: Whose operations.
        base_paths: Further base paths, as of a gateway: `/proxy/vendor`.
        hosts: Judge only requests to these hosts (`api.example.com`, `localhost:8080`).
    """

    def __init__(self, contract: Contract, *, base_paths: Iterable[str] = (), hosts: Iterable[str] = ()) -> None:
        self._contract = contract
        self._hosts = frozenset(host.lower() for host in hosts)
        servers = [*_servers(contract.document.tree), *_servers(contract.tree)]
        self._server_hosts = frozenset(host for host, _ in servers if host)
        bases = {base.rstrip("/") for base in base_paths} | {base for _, base in servers} | {""}
        self._bases = sorted(bases, key=lambda base: (-len(base), base))
        self._literal: dict[str, dict[str, Operation]] = {}
        self._templates: dict[int, list[_Template]] = {}
        self._wide: list[_Template] = []
        self._remembered: dict[tuple[str, str], Match] = {}
        by_path: dict[str, dict[str, Operation]] = {}
        for operation in contract.operations:
            by_path.setdefault(operation.path, {})[operation.method] = operation
        for path in sorted(by_path, key=_specificity):
            operations = by_path[path]
            bare = path.partition("?")[0].rstrip("/") or "/"
            if "{" in bare:
                self._templates.setdefault(bare.count("/"), []).append(_template(bare, operations))
                if wide := _wide_names(contract, operations):
                    self._wide.append(_template(bare, operations, wide=wide))
            else:
                literal = self._literal.setdefault(_decoded(bare), {})
                for method, operation in operations.items():
                    literal.setdefault(method, operation)

    def match(self, method: str, url: str) -> Match:
        """Return where `method url` leads. `url` may be absolute or start at the path; its query is ignored."""
        key = (method, url.partition("?")[0])
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._resolve(method, key[1])
        return found

    def _resolve(self, method: str, url: str) -> Match:
        try:
            parts = urlsplit(url)
        except ValueError:  # `http://[::1`: no address at all
            return Match(None, {}, "", known_path=False, ours=False)
        if parts.scheme not in _SCHEMES:  # `data:`, `blob:`, an extension of the browser
            return Match(None, {}, "", known_path=False, ours=False)
        host = parts.netloc.rpartition("@")[2].lower()
        ours = not host or host in self._server_hosts or host in self._hosts
        if self._hosts and host and host not in self._hosts:
            return Match(None, {}, "", known_path=False, ours=False)
        path = parts.path.rstrip("/") or "/"
        candidates: list[tuple[Any, dict[str, Operation], dict[str, str], str]] = []
        for base in self._bases:
            if not base or path == base or path.startswith(base + "/"):
                candidates.extend(self._lookup(method, path[len(base) :] or "/", base))
        # A template such as `/{any}` below one base must not hide a literal path below another.
        best = min(candidates, key=lambda each: each[0], default=None)
        if best is None:
            return Match(None, {}, "", known_path=False, ours=ours)
        _, operations, values, base = best
        operation = operations.get(method)
        if operation is None and method == "HEAD":
            operation = operations.get("GET")
        return Match(operation, values, base, known_path=True, ours=ours)

    def _lookup(
        self, method: str, path: str, base: str
    ) -> Iterator[tuple[Any, dict[str, Operation], dict[str, str], str]]:
        literal = self._literal.get(_decoded(path)) if "%" in path else self._literal.get(path)
        if literal is not None:
            yield (False, (0, ()), False, 0, 0, 0, 0, -len(base)), literal, {}, base
            return
        found: list[tuple[int, _Template, dict[str, str]]] = []
        for is_wide in (False, True) if self._wide else (False,):
            for rank, template in enumerate(self._wide if is_wide else self._templates.get(path.count("/"), ())):
                hit = template.pattern.fullmatch(path)
                if hit is not None:
                    values = {name: unquote(value) for name, value in zip(template.names, hit.groups(), strict=True)}
                    found.append((rank, template, values))
            if found:
                break
        for rank, template, values in found:
            lacks = method not in template.operations
            refused, vague = self._taken(template, method, values) if len(found) > 1 else (0, 0)
            form = (-template.literal, ()) if is_wide else template.form
            key = (is_wide, form, lacks, -template.literal, refused, vague, rank, -len(base))
            yield key, template.operations, values, base

    def _taken(self, template: _Template, method: str, values: dict[str, str]) -> tuple[int, int]:
        """Return how many path parameters refuse their segment, and how many would take any."""
        operation = template.operations.get(method)
        if operation is None and method == "HEAD":
            operation = template.operations.get("GET")
        if operation is None:
            return 0, 0
        readers = template.readers.get(operation.method)
        if readers is None:
            path = [each for each in operation.parameters if each.location == "path"]
            readers = template.readers[operation.method] = [ParameterReader(self._contract, each) for each in path]
        given = Values(values, (), {}, {})
        readings = [reader.read(given) for reader in readers]
        refused = sum(reading is None or reading.error is not None for reading in readings)
        return refused, len(template.names) - sum(reader.is_choosy for reader in readers)


def _servers(tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield host and base path of every server a document names, variables at their defaults."""
    items = [item for item in (tree.get("paths") or {}).values() if isinstance(item, dict)]
    operations = [each for item in items for each in item.values() if isinstance(each, dict)]
    for holder in (tree, *items, *operations):
        for _, server in servers_of(holder):
            try:
                parts = urlsplit(server_url(server))
            except ValueError:
                continue
            yield parts.netloc.rpartition("@")[2].lower(), parts.path.rstrip("/")


def _specificity(path: str) -> tuple[Any, ...]:
    """Sort key: literal segments before parameters, from the left."""
    return (*(("{" in segment, segment) for segment in path.split("/")), (False, ""))


def _wide_names(contract: Contract, operations: Mapping[str, Operation]) -> frozenset[str]:
    """Return the path parameters that may span segments: `allowReserved` (OpenAPI 3.2), `x-multi-segment`."""
    said = (
        (each.name, resolve(contract.tree, each.pointer))
        for operation in operations.values()
        for each in operation.parameters
        if each.location == "path"
    )
    return frozenset(
        name
        for name, raw in said
        if isinstance(raw, dict) and True in (raw.get("allowReserved"), raw.get("x-multi-segment"))
    )


def _template(path: str, operations: dict[str, Operation], *, wide: frozenset[str] = frozenset()) -> _Template:
    names: list[str] = []
    pattern = ""
    for part in re.split(r"(\{[^{}/]*\})", path):
        if part.startswith("{"):
            names.append(part[1:-1])
            pattern += "(.+?)" if part[1:-1] in wide else "([^/]+?)"
        else:
            written = dict.fromkeys((part, quote(part), quote(part, safe=_SEGMENT)))
            pattern += f"(?:{'|'.join(map(re.escape, written))})"
    form = tuple("{" in segment for segment in path.split("/"))
    literal = len(re.sub(r"\{[^{}/]*\}", "", path))
    return _Template(re.compile(pattern), tuple(names), (sum(form), form), literal, operations, {})


def _decoded(path: str) -> str:
    """Return a path without percent-encoding, but for that of a slash, which separates nothing."""
    return "/".join(unquote(segment).replace("/", "%2F") for segment in path.split("/"))
