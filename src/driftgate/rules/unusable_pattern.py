"""The rule `unusable-pattern`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def unusable_pattern(draft: Draft) -> Iterator[Mismatch]:
    r"""
    A `pattern` is no regular expression that a validator can use, so it is left out of the judgement.

    ## Why it matters
    The promise it makes is judged by nobody. In some languages the generated client does not even load.

    ## Example
    `pattern: "[A-Z"`, or Python's `\\\\Z` where ECMAScript has `$`.

    ## To settle it
    Write the pattern as ECMA 262 has it, upstream or in an overlay.

    ## Source
    JSON Schema 2020-12, Core, 6.4, "Regular Expressions".
    """
    for defect in draft.contract.schema_defects:
        if defect.keyword in {"pattern", "patternProperties"}:
            yield Mismatch(
                "is no regular expression of ECMA 262; it is not judged", "unusable", "a pattern",
                document_pointer=defect.pointer,
            )  # fmt: skip
