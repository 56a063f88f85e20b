"""The rule `malformed-schema`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYWORD = re.compile(r"[$A-Za-z]{1,40}")


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def malformed_schema(draft: Draft) -> Iterator[Mismatch]:
    """
    A keyword of a schema has a value that means nothing, or a reference leads nowhere; it is left out of the judgement.

    ## Why it matters
    Part of the promise is missing. Stricter tools refuse the whole document.

    ## Example
    `type: any`, `required: true` inside a property, `$ref: '#/components/schemas/Gone'`.

    ## To settle it
    Correct it upstream or in an overlay.

    ## Source
    OpenAPI Specification 3.0.3, Schema Object; JSON Schema 2020-12, Validation.
    """
    for defect in draft.contract.schema_defects:
        if defect.keyword not in {"pattern", "patternProperties"}:
            shown = defect.keyword if _KEYWORD.fullmatch(defect.keyword) else "schema"
            yield Mismatch(
                f"`{shown}` {defect.reason}; it is not judged", f"unusable {shown}", f"a usable {shown}",
                document_pointer=defect.pointer,
            )  # fmt: skip
