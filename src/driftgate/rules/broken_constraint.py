"""The rule `broken-constraint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import is_nearly_multiple, json_type

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    "oneOf": "fits several of the alternatives",
    "anyOf": "fits none of the alternatives",
    "not": "is what the contract excludes",
    "uniqueItems": "repeats an item",
    "contains": "lacks an item that must be there",
}


@rule(on=Violation, severity=Severity.WARNING, keywords=("*",), rank=90)
def broken_constraint(violation: Violation) -> Iterator[Mismatch]:
    """
    A value breaks a constraint for which there is no rule of its own.

    ## Why it matters
    Whatever the contract promises by a schema is judged: alternatives, exclusions, unique items, dependent schemas.

    ## Example
    `oneOf` lists a card and a bank account; the server's answer is both.

    ## To settle it
    Look at the schema at the document pointer: either it says more than is meant, or the server breaks it.

    ## Source
    JSON Schema 2020-12, Core, section 10, and Validation, section 6.
    """
    if violation.keyword == "multipleOf" and is_nearly_multiple(violation.value, violation.limit):
        return
    says = _WORDS.get(violation.keyword, f"breaks `{violation.keyword}`")
    yield Mismatch(f"{says} ({json_type(violation.value)})", says, f"`{violation.keyword}` to hold")
