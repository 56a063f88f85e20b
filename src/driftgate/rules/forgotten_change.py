"""The rule `forgotten-change`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.WARNING, aliases=("use_after_free", "ensure_resource_availability"))
def forgotten_change(trial: Trial) -> Iterator[Mismatch]:
    """
    What was just created cannot be found, or what was just removed still can.

    ## Why it matters
    A client that creates and then reads fails; one that deletes believes to be rid of what is still there.

    ## Example
    `POST /orders` answers 201 with an id; `GET /orders/{id}` answers 404.

    ## To settle it
    If changes take time, let the document say so (202, or a status field).

    ## Source
    RFC 9110, sections 9.3.3 (POST: 201 and the resource it created) and 9.3.5 (DELETE).
    """
    if trial.kind == "created":
        yield Mismatch("was created and cannot be found", "created, not found", "what was created")
    elif trial.kind == "removed":
        yield Mismatch("was removed and still answers", "removed, still answered", "a refusal (404 or 410)")
