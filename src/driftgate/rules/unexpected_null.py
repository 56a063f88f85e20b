"""The rule `unexpected-null`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import NULL_SPELLINGS, expected_types

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("type", "enum", "const"), rank=11)
def unexpected_null(violation: Violation) -> Iterator[Mismatch]:
    """
    A value is null, or a word that means null, where the contract has no null.

    ## Why it matters
    Typed clients declare the field as always there. The first null is a crash far from its cause.

    ## Example
    `Tnid` is promised as a string; the server answers `"Tnid": null`.

    ## To settle it
    Ask which is meant: no value (document `nullable: true`, in 3.1 a type of `[string, "null"]`) or a bug.

    ## Source
    OpenAPI Specification 3.0.3, Schema Object, "nullable"; JSON Schema 2020-12, Validation, 6.1.1.
    """
    value = violation.value
    if value is None:
        expected = expected_types(violation.node)
        yield Mismatch(f"is null; {expected} is promised", "null", expected)
    elif isinstance(value, str) and value.lower() in NULL_SPELLINGS and violation.keyword == "type":
        expected = expected_types(violation.node)
        yield Mismatch(f'is the string "{value}"; {expected} is promised', f'string "{value}"', expected)
