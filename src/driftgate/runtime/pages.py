"""Pages: all records of a collection, typed, one after the other."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from driftgate.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterator, Sequence

logger = logging.getLogger("driftgate")

PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")
MAX_PAGES = 100_000


class _Progress:
    """What was seen of a collection so far, and whether the next page is worth asking for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[Hashable] = set()
        self._previous: list[Hashable] | None = None
        self._first_total: int | None = None
        self.count = 0

    def takes(self, identities: list[Hashable], total: int | None) -> bool:
        """Count a page; False where there is nothing new in it."""
        if not identities or identities == self._previous:
            if identities:
                logger.warning("%s: a page repeats the one before; stopped there", self._name)
            return False
        self._previous = identities
        repeated = sum(identity in self._seen for identity in identities)
        if repeated:
            logger.warning("%s: %d records stand on two pages", self._name, repeated)
        self._seen.update(identities)
        self.count += len(identities)
        if total is not None and self._first_total is not None and total != self._first_total:
            logger.warning("%s: the total went from %d to %d in mid-walk", self._name, self._first_total, total)
        self._first_total = total if self._first_total is None else self._first_total
        return True

    def is_done(self, total: int | None) -> bool:
        return total is not None and self.count >= total

    def close(self) -> None:
        if self._first_total is not None and self.count < self._first_total:
            logger.warning("%s: promised %d records and gave %d", self._name, self._first_total, self.count)


def paginate(
    fetch: Callable[[int], object],
    page_type: type[PageT],
    *,
    items: Callable[[PageT], Sequence[ItemT]],
    total: Callable[[PageT], int] | None = None,
    identity: Callable[[ItemT], Hashable] | None = None,
    first: int = 1,
    max_pages: int = MAX_PAGES,
) -> Iterator[ItemT]:
    """
    Yield the records of all pages, in order.

        for number in paginate(
            lambda page: list_numbers.sync(client=client, page_number=page),
            NumbersInventory,
            items=lambda page: page.phone_numbers,
            total=lambda page: page.total_results,
            identity=lambda number: number.tnid,
        ): ...

    Stops at an empty page, when `total` records came, or at a page that repeats the one before. Totals that change or
    are not reached are told to the logger `driftgate`.

    Args:
        fetch: Asks for a page by its number.
        page_type: What `fetch` answers when all is well.
        items, total: Of a page.
        identity: What tells a record from all others; by default its position is, and repeats go unnoticed.
        first: Number of the first page.
        max_pages: A bound on what a server can make us ask.

    Raises:
        TargetError: A page is not a `page_type`: an error envelope, or nothing.
    """
    progress = _Progress(page_type.__name__)
    for number in range(first, first + max_pages):
        page = _expected(fetch(number), page_type, number)
        records = list(items(page))
        promised = total(page) if total is not None else None
        if not progress.takes(_identities(records, identity, progress.count), promised):
            break
        yield from records
        if progress.is_done(promised):
            break
    progress.close()


async def paginate_async(
    fetch: Callable[[int], Awaitable[object]],
    page_type: type[PageT],
    *,
    items: Callable[[PageT], Sequence[ItemT]],
    total: Callable[[PageT], int] | None = None,
    identity: Callable[[ItemT], Hashable] | None = None,
    first: int = 1,
    max_pages: int = MAX_PAGES,
) -> AsyncIterator[ItemT]:
    """Yield the records of all pages, as `paginate` does, with an awaited `fetch`."""
    progress = _Progress(page_type.__name__)
    for number in range(first, first + max_pages):
        page = _expected(await fetch(number), page_type, number)
        records = list(items(page))
        promised = total(page) if total is not None else None
        if not progress.takes(_identities(records, identity, progress.count), promised):
            break
        for record in records:
            yield record
        if progress.is_done(promised):
            break
    progress.close()


def _expected(page: object, page_type: type[PageT], number: int) -> PageT:
    if isinstance(page, page_type):
        return page
    raise TargetError(f"page {number} is {_article(type(page).__name__)}, not a {page_type.__name__}.")


def _article(name: str) -> str:
    return "nothing" if name == "NoneType" else f"a {name}"


def _identities(records: list[Any], identity: Callable[[Any], Hashable] | None, start: int) -> list[Hashable]:
    if identity is None:
        return list(range(start, start + len(records)))
    return [identity(record) for record in records]
