"""The rule `server-error`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise

_TRANSIENT = frozenset({"502", "503", "504"})


def _is_server_error(promise: Promise) -> bool:
    return promise.status.startswith("5")


@rule(
    on=Observation,
    severity=Severity.ERROR,
    when=_is_server_error,
    explains=("undocumented-status",),
    aliases=("not_a_server_error",),
)
def server_error(seen: Observation) -> Iterator[Mismatch]:
    """
    The server failed.

    ## Why it matters
    A documented 500 is still a failure: nobody promises to fail. A 502, 503 or 504 is a warning: it passes, and
    clients may retry it. One that the contract does not list is an error in any case, and this one finding: to list it
    would not mend the server.

    ## Example
    `GET /v1.0/numbers/inventory` answers 500 to a request that the contract allows.

    ## To settle it
    Send the curl line to the vendor. If the request was wrong, ask for a 4xx.

    ## Source
    RFC 9110, section 15.6.
    """
    transient = seen.promise.status in _TRANSIENT
    yield Mismatch(
        f"answered {seen.status}" + ("" if seen.promise.response else ", which the contract does not list either"),
        f"status {seen.status}",
        "no server error",
        document_pointer=seen.promise.response.pointer if seen.promise.response else seen.operation.pointer,
        severity=Severity.WARNING if transient and seen.promise.response is not None else None,
    )
