"""The rule `size-dependent-pages`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR)
def size_dependent_pages(trial: Trial) -> Iterator[Mismatch]:
    """
    Which records a collection holds depends on how many are asked for at once.

    ## Why it matters
    Pages are a way to carry a collection, not a part of what it says. A client that asks for smaller pages to save
    memory ends with other data.

    ## Example
    All pages of 100 hold 346 numbers; all pages of 7 hold 343 of them.

    ## To settle it
    Send the vendor the requests of both walks (they are in the recording). On a live API something may have been added
    or removed in between, so it weighs less there.

    ## Source
    The contract's `x-pagination` (`limit`, `items`, `identity`).
    """
    if trial.kind != "sizes":
        return
    for observed, count in (("fewer records", trial.facts["missing"]), ("other records", trial.facts["added"])):
        if count:
            yield Mismatch(
                f"holds {observed} when asked for in pages of another size",
                f"{observed} in pages of another size",
                "the same records",
                pointer=trial.promise.items,
                document_pointer=f"{trial.promise.operation.pointer}/x-pagination",
                severity=Severity.WARNING if trial.is_live else None,
                records=count,
            )
