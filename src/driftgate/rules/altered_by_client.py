"""The rule `altered-by-client`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR, source=Source.CLIENT)
def altered_by_client(trial: Trial) -> Iterator[Mismatch]:
    """
    The generated client reads an answer and writes something else.

    ## Why it matters
    An application that reads a record, changes one field and sends it back changes others too.

    ## Example
    `"2025-12-04T22:09:41.56"` is read as a date and written as `"2025-12-04T22:09:41.560000"`.

    ## To settle it
    Say it in an overlay in a way that the generator understands, and regenerate.

    ## Source
    `contract_tests/`: every answer of the walk is read with the generated client and written again.
    """
    if trial.kind == "decode":
        for pointer, what in trial.facts["changes"]:
            yield Mismatch(
                f"is {what} by the generated client",
                what,
                "the same value",
                pointer=pointer,
                document_pointer=trial.promise.schema_pointer,
            )
