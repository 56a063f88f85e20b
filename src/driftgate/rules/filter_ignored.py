"""The rule `filter-ignored`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.rules.authentication_not_enforced import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR)
def filter_ignored(trial: Trial) -> Iterator[Mismatch]:
    """
    A filtered collection holds records that the filter excludes, or lacks records that it admits.

    ## Why it matters
    Whoever filters acts on what is left: cancels, bills, reports. A filter that is ignored acts on everything.

    ## Example
    `?Filter=Active` lists a number whose Status is `Suspended`.

    ## To settle it
    What the parameter means may be an assumption (`x-assumed` in the contract): ask the vendor. While it is assumed, a
    live API that does otherwise is a warning.

    ## Source
    The contract's `x-pagination` (`filter`) and the parameter's `x-assumed` (`filters`).
    """
    if trial.kind != "filter":
        return
    # The vendor never said what the parameter means: on a live API it may mean something else.
    severity = Severity.WARNING if trial.is_live and trial.facts.get("assumed") else None
    for said, records in (
        ("holds records that the filter excludes", trial.facts["excluded"]),
        ("lacks records that the filter admits", trial.facts["missing"]),
    ):
        if records:
            yield Mismatch(
                said,
                said.replace("that the filter", "the filter"),
                "the records that the filter admits",
                pointer=f"query:{trial.facts['parameter']}",
                document_pointer=trial.facts.get("document_pointer"),
                severity=severity,
                records=records,
            )
