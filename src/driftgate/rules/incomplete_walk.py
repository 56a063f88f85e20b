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
    none out, and its last page is empty or smaller than the others.
    """
    collection = collection_of(walk.contract, walk.promise)
    pages = walk.pages
    if collection.style == "cursor" or collection.total is None or len({page.total for page in pages}) != 1:
        return
    is_offset = collection.style == "offset"
    due = 0 if is_offset else collection.first
    for page in pages:
        if page.number != due:
            return
        due += page.size if is_offset else 1
    sizes, total = [page.size for page in pages], pages[0].total
    is_whole = sizes[-1] < sizes[0] and set(sizes[:-1]) == {sizes[0]}
    if total is not None and is_whole and sum(sizes) < total:
        yield Mismatch(
            "counts more records than all pages of the walk hold",
            "fewer records than the total",
            "as many records as the total",
            pointer=collection.total_pointer,
            document_pointer=collection.document_pointer,
            page=len(pages) - 1,
        )
