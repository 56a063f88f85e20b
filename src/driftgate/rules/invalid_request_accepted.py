"""The rule `invalid-request-accepted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    on=Trial,
    severity=Severity.WARNING,
    aliases=("negative_data_rejection", "missing_required_header"),
)
def invalid_request_accepted(trial: Trial) -> Iterator[Mismatch]:
    """
    The API accepted a request that the contract forbids.

    ## Why it matters
    A typing error in a client is answered with something else than was meant, and nobody notices. Clients come to rely
    on what was never promised.

    ## Example
    `PageNumber=abc` is answered with the first page, where the contract asks for an integer.

    ## To settle it
    Ask the vendor for a 400, or let the document say what the API really takes.

    ## Source
    OpenAPI Specification 3.1, Parameter Object and Request Body Object: the schema says what may be sent.
    """
    if trial.kind != "invalid" or not 200 <= trial.status < 300:
        return
    place = trial.facts.get("place")
    yield Mismatch(
        f"answered {trial.status} to a request that breaks the contract" + (f" at {place}" if place else ""),
        "accepted",
        "a refusal (4XX)",
        pointer=place,
        document_pointer=trial.facts.get("document_pointer") or trial.promise.operation.pointer,
    )
