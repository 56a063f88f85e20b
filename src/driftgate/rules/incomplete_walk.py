"""The rule `incomplete-walk`."""

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
    from driftgate.subject import Run


@rule(on=Walk, severity=Severity.WARNING, unless=is_steady)
def incomplete_walk(walk: Walk) -> Iterator[Mismatch]:
    """
    All pages from the first to the last together hold fewer records than the total they name.

    ## Why it matters
    Records that no page shows are lost to every client: numbers are billed and never listed.

    ## Example
    Three pages of 100, 100 and 40 records, each with `"TotalResults": 346`.

    ## To settle it
    Ask the vendor which records are missing, or what the total counts.

    ## Source
    `x-pagination.total` on the operation, in the overlays. A walk counts as whole when it starts at the first page, leaves
    none out, and its last page is empty or smaller than the others; with cursors, when the last page hands out none.
    """
    collection = collection_of(walk.contract, walk.promise)
    pages = walk.pages
    if collection.total_pointer is None or len({page.total for page in pages}) != 1:
        return
    total = pages[0].total
    if total is not None and sum(page.size for page in pages) < total and _is_whole(pages, collection):
        yield Mismatch(
            "counts more records than all pages of the walk hold",
            "fewer records than the total",
            "as many records as the total",
            pointer=collection.total_pointer,
            document_pointer=collection.document_pointer,
            page=len(pages) - 1,
        )


def _is_whole(pages: Run, collection: Collection) -> bool:
    if collection.style == "cursor":
        return pages.are_all
    is_offset = collection.style == "offset"
    due = 0 if is_offset else collection.first
    for page in pages:
        if page.number != due:
            return False
        due += page.size if is_offset else 1
    sizes = [page.size for page in pages]
    return sizes[-1] < sizes[0] and set(sizes[:-1]) == {sizes[0]}
