"""The rule `unstable-page`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.WARNING)
def unstable_page(trial: Trial) -> Iterator[Mismatch]:
    """
    The same page, asked for twice in a row, holds other records.

    ## Why it matters
    Whoever reads page by page misses records and sees others twice: the collection has no order.

    ## Example
    `?PageNumber=2` answers numbers 51 to 100, then 50 to 99.

    ## To settle it
    Ask the vendor for a stable order, or for a parameter that sorts. On a live API something may have been added in
    between: run again before you complain.

    ## Source
    The contract's `x-pagination`: pages of one collection, told apart by `identity`.
    """
    if trial.kind == "again" and trial.facts["first"] != trial.facts["second"]:
        same = sorted(map(str, trial.facts["first"])) == sorted(map(str, trial.facts["second"]))
        yield Mismatch(
            "holds the same records in another order when asked again"
            if same
            else "holds other records when asked again",
            "another order" if same else "other records",
            "the same page",
            pointer=trial.promise.items,
            document_pointer=f"{trial.promise.operation.pointer}/x-pagination",
            severity=Severity.NOTE if trial.is_live and not same else None,
        )
