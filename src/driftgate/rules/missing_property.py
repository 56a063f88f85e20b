"""The rule `missing-property`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, keywords=("required", "dependentRequired"), rank=30)
def missing_property(violation: Violation) -> Iterator[Mismatch]:
    """
    A property that the contract requires is not there.

    ## Why it matters
    Clients read it without asking. In a typed client the whole answer fails to decode.

    ## Example
    `Tnid` is required in each phone number; one record comes without it.

    ## To settle it
    If the property may be absent, take it off `required`; else ask the vendor to send it, null if need be.

    ## Source
    JSON Schema 2020-12, Validation, 6.5.3, "required".
    """
    yield Mismatch("is missing; the contract requires it", "missing", "present")
