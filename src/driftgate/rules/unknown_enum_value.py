"""The rule `unknown-enum-value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.evidence import counted
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import word

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.WARNING, keywords=("enum", "const"), rank=50)
def unknown_enum_value(violation: Violation) -> Iterator[Mismatch]:
    """
    A value is none of those that the contract lists.

    ## Why it matters
    Clients turn enums into types and branches: the new value lands in no branch, or fails to decode.

    ## Example
    `NumberType` lists `mobile` and `landline`; the server answers `satellite`.

    ## To settle it
    If the value is new, add it to the list upstream or in an overlay; if it is a misspelling, tell the vendor.

    ## Source
    JSON Schema 2020-12, Validation, 6.1.2, "enum", and 6.1.3, "const".
    """
    listed = violation.node.get("enum", [violation.node.get("const")])
    count = len(listed) if isinstance(listed, list) else 1
    seen = "a secret value" if violation.node.get("x-sensitive") else word(violation.value)
    yield Mismatch(f"is {seen}; the contract lists {counted(count, 'other')}", seen, "a listed value")
