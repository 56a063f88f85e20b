"""The rule `type-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import expected_types, observed

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("type",), rank=20)
def type_mismatch(violation: Violation) -> Iterator[Mismatch]:
    """
    A value has another JSON type than the contract promises.

    ## Why it matters
    Generated clients decode by type: they crash, or carry a value that the rest of the program does not expect.

    ## Example
    The 200 is promised as an object; the server answers an array.

    ## To settle it
    Ask the vendor which is right, and correct the other one: the server, or the document (in an overlay until then).

    ## Source
    JSON Schema 2020-12, Validation, 6.1.1, "type".
    """
    seen, expected = observed(violation.value), expected_types(violation.node)
    yield Mismatch(f"is {seen}; {expected} is promised", seen, expected)
