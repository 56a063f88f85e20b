"""The rule `repeated-item`."""

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
def repeated_item(walk: Walk) -> Iterator[Mismatch]:
    """
    A record comes on two pages of one walk.

    ## Why it matters
    A client that walks the pages counts the record twice, and most likely misses another one: the order of the records
    is not stable. Where every record of a page was on an earlier one, the page number is ignored: an error.

    ## Example
    The phone number on the last line of page 1 is on the first line of page 2 again.

    ## To settle it
    Ask the vendor for a stable order. Records that were added or removed during the walk can cause it too: walk again.

    ## Source
    `x-pagination.identity` on the operation, in the overlays.
    """
    collection = collection_of(walk.contract, walk.promise)
    seen: set[object] = set()
    repeats = whole = 0
    first = first_whole = 0
    for index, page in enumerate(walk.pages):
        own = set(page.identities)
        again = len(own & seen)
        if again and again == len(own) > 1:
            whole, first_whole = whole + again, first_whole or index
        elif again:
            repeats, first = repeats + again, first or index
        seen |= own
    for count, index, severity, words in (
        (repeats, first, None, "record on an earlier page"),
        (whole, first_whole, Severity.ERROR, "whole page repeated"),
    ):
        if count:
            yield Mismatch(
                "was on an earlier page of the same walk" if severity is None
                else "was on an earlier page of the same walk, as was every record of its page",
                words,
                "each record on one page",
                pointer=collection.identity_pointer,
                document_pointer=collection.document_pointer,
                severity=severity,
                records=count,
                page=index,
            )  # fmt: skip
