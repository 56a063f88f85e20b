"""The rule `limit-ignored`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.rules.authentication_not_enforced import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR)
def limit_ignored(trial: Trial) -> Iterator[Mismatch]:
    """
    A page holds more records than were asked for.

    ## Why it matters
    Clients size buffers, timeouts and progress by what they ask for; some read no further than that and lose the rest.

    ## Example
    `?TotalNumbersRequested=10` answers 50 records.

    ## To settle it
    What the parameter means may be an assumption (`x-assumed` in the contract): ask the vendor. While it is assumed, a
    live API that does otherwise is a warning.

    ## Source
    The contract's `x-pagination` (`limit`).
    """
    if trial.kind == "limit" and trial.facts["records"] > trial.facts["limit"]:
        yield Mismatch(
            "holds more records than were asked for",
            "more records than asked for",
            "at most as many records as asked for",
            pointer=f"query:{trial.facts['parameter']}",
            document_pointer=trial.facts.get("document_pointer"),
            severity=Severity.WARNING if trial.is_live and trial.facts.get("assumed") else None,
        )
