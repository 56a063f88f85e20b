"""The rule `string-typed-boolean`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.schema import types_of
from driftgate.subject import Violation
from driftgate.vocabulary import BOOLEAN_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("type", "enum", "const"), rank=10)
def string_typed_boolean(violation: Violation) -> Iterator[Mismatch]:
    """
    A boolean came as a string that spells one.

    ## Why it matters
    In most languages the string `"false"` is true. A client that trusts the contract takes the wrong branch without
    an error.

    ## Example
    `MessageEnabled` is promised as a boolean; the server answers `"MessageEnabled": "true"`.

    ## To settle it
    Ask the vendor to send the bare `true`. Until then, waive this field with an end date, or let the client repair it.

    ## Source
    JSON Schema 2020-12, Validation, 6.1.1, "type"; RFC 8259, section 3.
    """
    value = violation.value
    if isinstance(value, str) and value.lower() in BOOLEAN_SPELLINGS and "boolean" in types_of(violation.node):
        yield Mismatch(f'is the string "{value}"; a boolean is promised', f'string "{value}"', "boolean")
