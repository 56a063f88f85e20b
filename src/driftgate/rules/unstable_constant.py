"""The rule `unstable-constant`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.collection import collection_of, schema_at
from driftgate.finding import Severity
from driftgate.pointer import escape
from driftgate.rule import Mismatch, rule
from driftgate.subject import Walk
from driftgate.trail import is_steady

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Walk, severity=Severity.WARNING, unless=is_steady)
def unstable_constant(walk: Walk) -> Iterator[Mismatch]:
    """
    An id that a page says of itself changes from page to page of a walk.

    ## Why it matters
    The pages belong to different accounts or objects: somebody sees the records of somebody else, or a cache mixes
    answers up.

    ## Example
    Page 1 has the `AccountId` of one account, page 2 that of another, asked for with the same credentials.

    ## To settle it
    Send both curl lines to the vendor at once.

    ## Source
    `x-id-prefix` on a property beside the records: an id of a resource that the glossary names.
    """
    collection = collection_of(walk.contract, walk.promise)
    for name in collection.constants:
        pointer = f"/{escape(name)}"
        last: object = None
        changes = first = 0
        for index, page in enumerate(walk.pages):
            value = page.constants.get(name)
            if value is None:
                continue
            if last is not None and value != last:
                changes, first = changes + 1, first or index
            last = value
        if changes:
            yield Mismatch(
                "is not what an earlier page of the same walk says",
                "another id",
                "one id for a walk",
                pointer=pointer,
                document_pointer=schema_at(walk.contract, walk.promise.schema_pointer, pointer),
                records=changes,
                page=first,
            )
