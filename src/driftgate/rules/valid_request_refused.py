"""The rule `valid-request-refused`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOUT_THE_REQUEST = frozenset({400, 405, 406, 415, 422})
"""Statuses that blame the request itself, not who sent it, when, or what it asked for."""


@rule(on=Trial, severity=Severity.WARNING, aliases=("positive_data_acceptance",))
def valid_request_refused(trial: Trial) -> Iterator[Mismatch]:
    """
    The API refused a request that keeps the contract.

    ## Why it matters
    Clients that follow the document are turned away: it leaves out a condition.

    ## Example
    `TotalNumbersRequested=5000` answers 400; the contract names no upper bound.

    ## To settle it
    Let the document name the condition: a bound, a pattern, a required parameter.

    ## Source
    OpenAPI Specification 3.1, Parameter Object and Request Body Object: the schema says what may be sent.
    """
    if trial.kind == "valid" and trial.status in _ABOUT_THE_REQUEST:
        yield Mismatch(
            f"answered {trial.status} to a request that keeps the contract",
            f"status {trial.status}",
            "an answer",
            document_pointer=trial.promise.operation.pointer,
        )
