"""The rule `count-mismatch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.collection import is_page
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, adds_up, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise
    from driftgate.page import PageView


class _Count(NamedTuple):
    """What a page says of itself: records on it, the total it names, and what was asked for."""

    records: int
    total: int | None
    limit: int | None
    pages_before: int | None


def _counts(promise: Promise) -> bool:
    pagination = promise.operation.pagination
    return (
        is_page(promise)
        and pagination is not None
        and bool(pagination.total or pagination.total_header or pagination.limit)
    )


@rule(on=Observation, severity=Severity.ERROR, when=_counts, unless=adds_up, body_only=True)
def count_mismatch(seen: Observation) -> Iterator[Mismatch]:
    """
    The records on a page do not add up with the total it names, or with the number asked for.

    ## Why it matters
    Clients compute the number of pages from the total: too low a total hides records, an empty page below the total
    makes them ask for ever. A page larger than asked for overflows what was sized for it.

    ## Example
    `TotalResults` is 1 on a page with two records; `?TotalNumbersRequested=10` is answered with 100.

    ## To settle it
    Send the curl line to the vendor. If the total counts something else, take it off `x-pagination`.

    ## Source
    `x-pagination` on the operation: `total`, `limit`, `items`; what is only assumed of a parameter (`x-assumed`) weighs
    a warning.
    """
    page = view_of(seen)
    collection = page.collection
    if page.records is None:
        return
    records, total = len(page.records), page.total
    limit = page.number_of(collection.limit) if collection.limit is not None else None
    if records and (total is None or total >= records) and not limit:
        return
    count = _Count(records, total, limit, _pages_before(page))
    place = collection.document_pointer
    assumed = Severity.WARNING if collection.limit is not None and collection.limit.assumed else None
    if total is not None and total < count.records:
        yield Mismatch(
            "is below the number of records on this very page",
            "below the records on the page",
            "at least the records on the page",
            pointer=collection.total_pointer,
            document_pointer=place,
            value=total,
        )
    elif total is not None and limit and count.records == limit and total < (count.pages_before or 0) * limit + limit:
        yield Mismatch(
            "is below the number of records up to this full page",
            "below the records so far",
            "at least the records so far",
            pointer=collection.total_pointer,
            document_pointer=place,
            severity=assumed,
            value=total,
        )
    if limit and count.records > limit and collection.limit is not None:
        yield Mismatch(
            f"holds more records than {collection.limit.name} asks for",
            "more records than asked for",
            "at most the number asked for",
            pointer=collection.items_pointer,
            document_pointer=place,
            severity=assumed,
        )
    if _is_due(count):
        yield Mismatch(
            "is empty, while the total says that there are records for this page",
            "no records",
            "the records that the total counts",
            pointer=collection.items_pointer,
            document_pointer=place,
            severity=Severity.WARNING,
        )


def _pages_before(page: PageView) -> int | None:
    """Return how many pages come before the one asked for; None where that cannot be told."""
    asked, first = page.collection.page, page.collection.first
    if asked is None or page.collection.style != "page":
        return None
    if not page.texts_of(asked):
        return 0 if page.is_requested else None
    number = page.number_of(asked)
    return None if number is None or number < first else number - first


def _is_due(count: _Count) -> bool:
    """Tell whether an empty page ought to have records, whatever the size of the pages before it."""
    if count.records or not count.total or count.pages_before is None or count.limit == 0:
        return False
    if not count.pages_before:
        return True
    # A server may make pages smaller than asked for, never larger: so at most this many records came before.
    return count.limit is not None and count.pages_before * count.limit < count.total
