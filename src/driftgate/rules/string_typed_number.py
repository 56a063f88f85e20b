"""The rule `string-typed-number`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.schema import types_of
from driftgate.subject import Violation
from driftgate.vocabulary import is_integer_text, is_number_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("type", "enum", "const"), rank=10)
def string_typed_number(violation: Violation) -> Iterator[Mismatch]:
    """
    A number came as a string of digits.

    ## Why it matters
    `"10" < "9"` as text. Sums become concatenations, comparisons go wrong, typed clients crash or keep a string.

    ## Example
    `SwapsRemaining` is promised as an integer; the server answers `"SwapsRemaining": "2"`.

    ## To settle it
    Ask the vendor to send the bare number. If the string is meant (a decimal amount), document it as one.

    ## Source
    JSON Schema 2020-12, Validation, 6.1.1, "type"; RFC 8259, section 6.
    """
    value = violation.value
    promised = {"integer", "number"} & set(types_of(violation.node))
    if isinstance(value, str) and promised and is_number_text(value):
        kind = "integer" if is_integer_text(value) else "number"
        expected = "number" if "number" in promised else "integer"
        yield Mismatch(
            f"is a string that holds a number; {_article(expected)} is promised", f"string of {kind}", expected
        )


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "integer" else f"a {kind}"
