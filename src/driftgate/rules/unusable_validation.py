"""The rule `unusable-validation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft
from driftgate.validation import unusable_validations

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Draft, severity=Severity.WARNING, source=Source.OVERLAY)
def unusable_validation(draft: Draft) -> Iterator[Mismatch]:
    """
    An entry of `x-validations` is no rule that can be evaluated, so it judges nothing.

    ## Why it matters
    Whoever wrote it believes that answers are held to it.

    ## Example
    `rule: self.Total => size(self.Items)`: CEL has no `=>`.

    ## To settle it
    Correct it in the overlay. `self` is the value at the schema, `request` a map of the query parameters.

    ## Source
    Common Expression Language, language definition, "Syntax".
    """
    for pointer, defect in unusable_validations(draft.contract):
        yield Mismatch(defect, "unusable", "a rule in CEL over `self` and `request`", document_pointer=pointer)
