"""The rule `withheld-item`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR)
def withheld_item(trial: Trial) -> Iterator[Mismatch]:
    """
    A filtered collection lacks records that the unfiltered one holds and the filter admits.

    ## Why it matters
    Whoever filters acts on what is left: cancels, bills, reports. What is left out is forgotten.

    ## Example
    340 of all records have the Status `Active`; all pages of `?Filter=Active` hold 300.

    ## To settle it
    What the parameter means may be an assumption (`x-assumed` in the contract): ask the vendor. While it is assumed, a
    live API that does otherwise is a warning.

    ## Source
    The contract's `x-pagination` (`filter`) and the parameter's `x-assumed` (`filters`).
    """
    if trial.kind == "filter" and trial.facts["missing"]:
        yield Mismatch(
            "leaves out records that the filter admits",
            "fewer records than the filter admits",
            "all records that the filter admits",
            pointer=trial.promise.items,
            document_pointer=trial.facts.get("document_pointer"),
            # The vendor never said what the parameter means: on a live API it may mean something else.
            severity=Severity.WARNING if trial.is_live and trial.facts.get("assumed") else None,
            records=trial.facts["missing"],
        )
