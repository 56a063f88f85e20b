"""The rule `anonymous-success`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.security import schemes_of
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _is_protected_success(promise: Promise) -> bool:
    security = promise.operation.security
    return promise.status.startswith("2") and bool(security) and all(security)


def _is_authorized(seen: Observation) -> bool:
    return seen.exchange.request.headers.get("authorization") is not None


@rule(on=Observation, severity=Severity.NOTE, when=_is_protected_success, unless=_is_authorized)
def anonymous_success(seen: Observation) -> Iterator[Mismatch]:
    """
    A request for a protected operation, recorded without credentials, was answered with success.

    ## Why it matters
    Either the operation is open to everybody, or the recording left the credentials out, as browsers do when they
    export a HAR. A recording cannot tell: hence a note. The suite asks without credentials on purpose and knows.

    ## Example
    `GET /v1.0/numbers/inventory` without `Authorization` answers 200; the contract asks for a bearer token.

    ## To settle it
    Run the suite (`authentication-not-enforced`). An operation that is meant to be open: `security: []` in the document.

    ## Source
    OpenAPI Specification 3.1, Security Requirement Object.
    """
    request = seen.exchange.request
    if not request.headers.as_dict():
        return
    if any(scheme.is_met(seen.exchange) for scheme in schemes_of(seen.contract, seen.operation)):
        return
    yield Mismatch(
        f"answered {seen.status} to a request that was recorded without credentials",
        "no credentials",
        "credentials, or a refusal (401)",
        document_pointer=f"{seen.operation.pointer}/security",
    )
