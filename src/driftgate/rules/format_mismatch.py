"""The rule `format-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs

from driftgate.dialect import DATE_DIALECTS
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import in_words, observed_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.WARNING, keywords=("pattern", "format"), rank=50)
def format_mismatch(violation: Violation) -> Iterator[Mismatch]:
    """
    A string is not of the promised format, or does not match the promised pattern.

    ## Why it matters
    Clients parse by format: an address, a phone number, a link that does not parse is an error at best.

    ## Example
    `Number` is promised in E.164 (`+18015555555`); the server answers `(801) 555-5555`.

    ## To settle it
    If the format is looser than the contract says, loosen it; else tell the vendor.

    ## Source
    JSON Schema 2020-12, Validation, 6.3.3, "pattern", and 7.3, "format".
    """
    node = violation.node
    promised = node.get("format") if violation.keyword == "format" or node.get("format") else None
    expected, as_promised = "the promised pattern", "does not match the promised pattern"
    if isinstance(promised, str) and not (violation.keyword == "pattern" and _is_of(promised, violation.value)):
        expected, as_promised = f"format {promised}", f"is not of format {promised}"
    elif (dialect := node.get("x-date-dialect")) in DATE_DIALECTS:
        expected, as_promised = f"date {dialect}", f"is no date written as {dialect}"
    seen = observed_text(violation.value) if isinstance(violation.value, str) else "no string"
    says = in_words(seen) if isinstance(violation.value, str) else seen
    yield Mismatch(f"is {says} and {as_promised}", seen, expected)


def _is_of(promised: str, value: Any) -> bool:
    """Tell whether a string that breaks a pattern is of the promised format all the same: `http://` where `^https:` is."""
    return (
        isinstance(value, str)
        and jsonschema_rs.is_valid({"format": promised}, value, validate_formats=True)
        and (not jsonschema_rs.is_valid({"format": promised}, "\x00 \x00", validate_formats=True))
    )
