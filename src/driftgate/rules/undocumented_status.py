"""The rule `undocumented-status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.exchange import WrongRequest
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


_ASKED_FOR = {304: ("if-none-match", "if-modified-since"), 206: ("range",)}
"""Statuses that HTTP itself gives to who asks for them by a header."""


def _is_asked_for(seen: Observation) -> bool:
    headers = seen.exchange.request.headers
    asked = _ASKED_FOR.get(seen.status, ())
    return any(headers.get(name) is not None for name in asked) or (seen.status == 304 and not headers.as_dict())


def _is_unlisted(promise: Promise) -> bool:
    return promise.response is None


@rule(on=Observation, severity=Severity.ERROR, when=_is_unlisted, aliases=("undefined_status_code",))
def undocumented_status(seen: Observation) -> Iterator[Mismatch]:
    """
    The response has a status code the contract does not list.

    ## Why it matters
    A generated client has no branch for it and returns nothing, or raises. Where the contract lists no responses at all
    it promised none, and it is a note; so is the refusal of a request that the suite sent to be refused.

    ## Example
    The contract lists 200 and 404; the server answers 409.

    ## To settle it
    Document the code upstream. If upstream is slow, add it in an overlay.

    ## Source
    OpenAPI Specification 3.1, Responses Object. RFC 9110, 15.4.5 and 15.3.7: a 304 to a conditional request and a 206 to a
    request for a range are what was asked for, whatever is listed. An unlisted 5xx is `server-error`.
    """
    if _is_asked_for(seen):
        return
    responses = seen.operation.responses
    is_refusal = isinstance(seen.exchange.request, WrongRequest) and 400 <= seen.status < 500
    listed = ", ".join(sorted(responses)) or "no responses"
    yield Mismatch(
        f"answered {seen.status}; the contract lists {listed}",
        f"status {seen.status}",
        "a listed status",
        severity=None if responses and not is_refusal else Severity.NOTE,
        document_pointer=f"{seen.operation.pointer}/responses",
    )
