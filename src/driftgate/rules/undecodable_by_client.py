"""The rule `undecodable-by-client`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Trial, severity=Severity.ERROR, source=Source.CLIENT)
def undecodable_by_client(trial: Trial) -> Iterator[Mismatch]:
    """
    The generated client cannot read an answer that keeps the contract.

    ## Why it matters
    The contract is kept and applications fail all the same: the generator understood it otherwise.

    ## Example
    A date that the contract describes as `MM/DD/YYYY` was generated as an ISO date; reading it raises.

    ## To settle it
    Say it in an overlay in a way that the generator understands, regenerate, and report it to the generator.

    ## Source
    `contract_tests/`: every answer of the walk is read with the generated client.
    """
    if trial.kind == "decode" and trial.facts["error"] is not None:
        yield Mismatch(
            "cannot be read by the generated client",
            f"raises {trial.facts['error']}",
            "a model of the client",
            document_pointer=trial.promise.schema_pointer,
        )
