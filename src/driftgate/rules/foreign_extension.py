"""The rule `foreign-extension`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Draft, severity=Severity.NOTE, source=Source.DOCUMENT)
def foreign_extension(draft: Draft) -> Iterator[Mismatch]:
    """
    The document has an extension of a name that means something here, in a form of its own; it is passed over.

    ## Why it matters
    Whoever reads it may believe that pages, or ids, are held to it.

    ## Example
    `x-pagination: {type: cursor}`: the vendor's generator reads that; here, `items` must point at the records.

    ## To settle it
    Replace it in an overlay (`remove: true`, then an `update`) with what is read here, or waive it.

    ## Source
    OpenAPI Specification 3.0.3, Specification Extensions: their names are anybody's.
    """
    contract = draft.contract
    for operation in contract.operations:
        if operation.raw.get("x-pagination") is not None and operation.pagination is None:
            yield _passed_over("x-pagination", operation.pointer)
    if (contract.tree.get("components") or {}).get("x-id-prefixes") and not contract.glossary:
        yield _passed_over("x-id-prefixes", "/components")


def _passed_over(name: str, holder: str) -> Mismatch:
    return Mismatch(
        f"`{name}` says nothing in a form that is read here; it is passed over", f"a foreign {name}",
        f"the {name} that is read here, or none", document_pointer=f"{holder}/{name}",
    )  # fmt: skip
