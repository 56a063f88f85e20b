"""The rule `exceeded-total`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.collection import collection_of
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Walk
from driftgate.trail import is_steady

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.collection import Collection
    from driftgate.subject import Page


@rule(on=Walk, severity=Severity.WARNING, unless=is_steady)
def exceeded_total(walk: Walk) -> Iterator[Mismatch]:
    """
    The pages of a walk together hold more records than the total they name.

    ## Why it matters
    Clients compute the number of pages from the total, and stop before the last records.

    ## Example
    Three pages of 100, 100 and 46 records, each with `"TotalResults": 245`.

    ## To settle it
    Ask the vendor what the total counts. If it is only an estimate, take it off `x-pagination`.

    ## Source
    `x-pagination.total` on the operation, in the overlays. A record that comes twice counts once; what a single page shows
    is `count-mismatch`, and a total that changes on the way `unstable-total`.
    """
    collection, pages = collection_of(walk.contract, walk.promise), walk.pages
    total = pages[0].total
    if collection.total_pointer is None or total is None or len({page.total for page in pages}) != 1:
        return
    if any(_is_told_of_the_page(page, total, pages[0].size, collection) for page in pages):
        return
    held = 0
    known: set[object] = set()
    for index, page in enumerate(pages):
        own = set(page.identities)
        held += page.size - len(page.identities) + len(own - known)
        known |= own
        if held > total:
            yield Mismatch(
                "is below the number of records that the pages of the walk hold",
                "more records than the total",
                "at least as many as the records",
                pointer=collection.total_pointer,
                document_pointer=collection.document_pointer,
                value=total,
                page=index,
            )
            return


def _is_told_of_the_page(page: Page, total: int, size: int, collection: Collection) -> bool:
    """Tell whether one page alone shows that the total is too low: its records, or those of the full pages before it."""
    before = 0
    if collection.style == "page" and page.number is not None and page.size == size:
        before = (page.number - collection.first) * size
    return page.size + before > total
