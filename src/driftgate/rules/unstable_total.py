"""The rule `unstable-total`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.collection import collection_of
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Walk
from driftgate.trail import is_steady

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Walk, severity=Severity.WARNING, unless=is_steady)
def unstable_total(walk: Walk) -> Iterator[Mismatch]:
    """
    The total changes from one page of a walk to the next.

    ## Why it matters
    Clients compute from the first page how many more to ask for. With a moving total they stop early or ask for pages
    that are not there.

    ## Example
    Page 1 says `"TotalResults": 346`, page 2 says `"TotalResults": 12`.

    ## To settle it
    Walk again when nobody adds or removes records. If it still moves, ask the vendor what the total counts.

    ## Source
    `x-pagination.total` on the operation, in the overlays.
    """
    collection = collection_of(walk.contract, walk.promise)
    last: int | None = None
    changes = first = 0
    for index, page in enumerate(walk.pages):
        if page.total is None:
            continue
        if last is not None and page.total != last:
            changes, first = changes + 1, first or index
        last = page.total
    if changes:
        yield Mismatch(
            "is not what an earlier page of the same walk says",
            "another total",
            "one total for a walk",
            pointer=collection.total_pointer,
            document_pointer=collection.document_pointer,
            records=changes,
            page=first,
        )
