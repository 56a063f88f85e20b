"""The rule `missing-operation-id`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def missing_operation_id(draft: Draft) -> Iterator[Mismatch]:
    """
    An operation has no `operationId`.

    ## Why it matters
    Generators name functions after the path instead: a path that moves renames the function, and every caller breaks.

    ## Example
    `GET /v1.0/numbers/inventory` becomes `get_v10_numbers_inventory`.

    ## To settle it
    Give it one, upstream or in an overlay, and never change it again.

    ## Source
    OpenAPI Specification 3.0.3, Operation Object, "operationId".
    """
    for operation in draft.contract.operations:
        if operation.operation_id is None:
            yield Mismatch(
                f"{operation.name} has no operationId", "missing", "an operationId", document_pointer=operation.pointer
            )
