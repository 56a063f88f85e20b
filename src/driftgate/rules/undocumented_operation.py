"""The rule `undocumented-operation`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Stray

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[A-Za-z][A-Za-z_.-]{0,29}|v[0-9]+(\.[0-9]+)?")
_METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"})


@rule(on=Stray, severity=Severity.WARNING, aliases=("unsupported_method",))
def undocumented_operation(stray: Stray) -> Iterator[Mismatch]:
    """
    The API answered a request for which the contract has no operation.

    ## Why it matters
    Either the document is behind the API, or clients use what was never promised and may vanish. A refusal (404, 405, 501)
    keeps the promise and is none of this.

    ## Example
    `GET /v1.0/numbers/search` answers 200; the document has no such path.

    ## To settle it
    Ask the vendor for the document that has it. Requests that go elsewhere on purpose: leave them out with `--host`
    or a filter.

    ## Source
    OpenAPI Specification 3.1, Paths Object.
    """
    method, response = stray.exchange.request.method, stray.exchange.response
    if response is None or method == "OPTIONS":
        return
    if not (200 <= response.status < 400 or response.status >= 500) or response.status == 501:
        return
    shown = method if method in _METHODS else "another method"
    yield Mismatch(
        f"{shown} answered {response.status}; the contract has no such "
        f"{'method on this path' if stray.match.known_path else 'path'}",
        f"{shown} {response.status // 100}XX",
        "a documented operation",
        pointer=f"path:{fold_path(urlsplit(stray.exchange.request.url).path)}",
        document_pointer="/paths",
    )


def fold_path(path: str) -> str:
    """Return a path with whatever is no plain word as `{}`: ids and secrets never show."""
    return "/".join(segment if not segment or _WORD.fullmatch(segment) else "{}" for segment in path.split("/")[:12])
