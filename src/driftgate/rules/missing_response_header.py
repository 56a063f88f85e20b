"""The rule `missing-response-header`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _requires_headers(promise: Promise) -> bool:
    return promise.response is not None and any(header.required for header in promise.response.headers)


@rule(on=Observation, severity=Severity.ERROR, when=_requires_headers, aliases=("missing_headers",))
def missing_response_header(seen: Observation) -> Iterator[Mismatch]:
    """
    A response header that the contract requires is not there.

    ## Why it matters
    Clients page, retry and correlate by headers; without them they stop early, hammer or lose track.

    ## Example
    A 429 is promised with `Retry-After`; it comes without.

    ## To settle it
    Ask the vendor to send the header, or take it off the required ones.

    ## Source
    OpenAPI Specification 3.1, Response Object, "headers", and Header Object, "required".
    """
    response, promised = seen.exchange.response, seen.promise.response
    assert response is not None
    assert promised is not None
    for header in promised.headers:
        if header.required and response.headers.get(header.name) is None:
            yield Mismatch(
                f"lacks the header {header.name}",
                "missing",
                "present",
                pointer=f"header:{header.name}",
                document_pointer=header.pointer,
            )
