"""The rule `out-of-range`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import is_nearly_multiple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    "minimum": ("below the minimum", "at least"),
    "exclusiveMinimum": ("at or below the exclusive minimum", "above"),
    "maximum": ("above the maximum", "at most"),
    "exclusiveMaximum": ("at or above the exclusive maximum", "below"),
    "multipleOf": ("no multiple", "a multiple of"),
    "minLength": ("shorter than promised", "characters, at least"),
    "maxLength": ("longer than promised", "characters, at most"),
    "minItems": ("fewer items than promised", "items, at least"),
    "maxItems": ("more items than promised", "items, at most"),
    "minProperties": ("fewer properties than promised", "properties, at least"),
    "maxProperties": ("more properties than promised", "properties, at most"),
}


@rule(on=Violation, severity=Severity.WARNING, keywords=tuple(_WORDS), rank=50)
def out_of_range(violation: Violation) -> Iterator[Mismatch]:
    """
    A number, a length or a count lies outside the promised bounds.

    ## Why it matters
    Bounds become column widths, integer sizes and loop limits. What exceeds them is cut off, overflows or is refused.

    ## Example
    `SwapsRemaining` is promised as 0 or more; the server answers -1. An `int32` comes as 3,000,000,000.

    ## To settle it
    If the bound is wrong, correct it upstream or in an overlay; else tell the vendor.

    ## Source
    JSON Schema 2020-12, Validation, 6.2 to 6.5; OpenAPI Specification 3.0.3, "Data Types" for `int32` and `int64`. A number
    that misses a multiple by the rounding of a double (259024.99000000002 of 0.01; IEEE 754) is that multiple.
    """
    if violation.keyword == "multipleOf" and is_nearly_multiple(violation.value, violation.limit):
        return
    seen, expected = _WORDS[violation.keyword]
    yield Mismatch(f"is {seen} ({expected} {violation.limit})", seen, f"{expected} {violation.limit}")
