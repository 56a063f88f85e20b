"""The rule `request-violation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.request import is_well_asked, request_side
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _is_no_refusal(promise: Promise) -> bool:
    return not promise.status.startswith("4")


@rule(on=Observation, severity=Severity.WARNING, source=Source.REQUEST, when=_is_no_refusal, unless=is_well_asked)
def request_violation(seen: Observation) -> Iterator[Mismatch]:
    """
    A request breaks the contract and was not refused.

    ## Why it matters
    The client relies on what was never promised: the next release of the API may refuse it, or read it otherwise. A
    refusal (4xx) of such a request keeps the promise and is no finding.

    ## Example
    `?PageNumber=abc` where an integer is promised; a required parameter is missing; the body has a string for a number.

    ## To settle it
    Correct the client. If the API is meant to take it, let the document say so.

    ## Source
    OpenAPI Specification 3.1, Parameter Object and Request Body Object. Of a recording without headers or bodies nothing
    is missed, nor in what the suite recorded of the requests that it sent to be refused; query parameters that the contract does not list are a note, those of trackers and caches none.
    """
    side = request_side(seen.contract, seen.operation)
    for each in side.shortfalls(seen.exchange, seen.match.path_values):
        yield Mismatch(
            each.message,
            each.observed,
            each.expected,
            pointer=each.pointer,
            document_pointer=each.document_pointer,
            severity=each.severity,
            value=each.value,
        )
