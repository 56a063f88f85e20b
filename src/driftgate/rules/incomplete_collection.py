"""The rule `incomplete-collection`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.rules.authentication_not_enforced import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR)
def incomplete_collection(trial: Trial) -> Iterator[Mismatch]:
    """
    All pages of a collection, taken together, do not hold what they must.

    ## Why it matters
    Whoever reads page by page to the end believes to have everything, once.

    ## Example
    The total says 346; the pages hold 340 records. Or pages of 7 hold other records than pages of 50.

    ## To settle it
    Send the vendor the requests of the walk (they are in the recording). On a live API something may have been added
    or removed in between, so it weighs less there.

    ## Source
    The contract's `x-pagination` (`items`, `total`, `identity`).
    """
    if trial.kind == "pages":
        for observed, message in trial.facts["complaints"]:
            yield Mismatch(
                message,
                observed,
                "every record once",
                pointer=trial.promise.items,
                document_pointer=f"{trial.promise.operation.pointer}/x-pagination",
                severity=Severity.WARNING if trial.is_live else None,
            )
