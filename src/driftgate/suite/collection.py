"""A collection as the suite sees it: pages that can be asked for, and walks from the first to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import requests
from requests.utils import parse_header_links

from driftgate.page import told_next
from driftgate.pointer import MISSING, resolve
from driftgate.suite.channel import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.exchange import Exchange
    from driftgate.judge import Judged
    from driftgate.operation import Operation
    from driftgate.pagination import Pagination
    from driftgate.suite.budget import Share
    from driftgate.suite.channel import Channel

MAX_PAGES = 10_000


class Page(NamedTuple):
    """
    One page.

    Args:
        records: As parsed.
        keys: What tells each record from the others, as JSON text; None where a record lacks it.
        total: As the answer says; None where it does not say a number.
        following: What the answer says the page parameter is on the next page; None where it says nothing.
        at: The exchange, and what the judge said of it.
    """

    number: int | str | None
    records: list[Any]
    keys: tuple[str | None, ...]
    total: int | None
    following: str | None
    at: tuple[Judged, Exchange]


class Walk(NamedTuple):
    """
    The pages of a collection, in order.

    Args:
        ended: Whether the last page was reached, rather than the end of the budget.
    """

    pages: list[Page]
    ended: bool

    @property
    def is_sound(self) -> bool:
        """Whether it came to its end and every record can be told from all others, so that walks can be compared."""
        keys = self.keys
        return self.ended and bool(keys) and None not in keys and len(set(keys)) == len(keys)

    @property
    def keys(self) -> list[str | None]:
        return [key for page in self.pages for key in page.keys]

    @property
    def records(self) -> list[Any]:
        return [record for page in self.pages for record in page.records]


class Collection:
    """
    The collection that one operation lists.

    Args:
        channel: Whose door is used.
        operation: With `x-pagination`.
        values: Parameters that every request of it needs, by (location, name).
    """

    def __init__(self, channel: Channel, operation: Operation, values: Mapping[tuple[str, str], Any]) -> None:
        assert operation.pagination is not None
        self.channel = channel
        self.operation = operation
        self.pagination: Pagination = operation.pagination
        self.spent = 0
        self.share: Share = channel.budget.shares[operation.name]
        self._values = values

    @property
    def start(self) -> int | None:
        """The number of the first page; None where pages have cursors, and the first has none."""
        return None if self.pagination.style == "cursor" else self.pagination.first

    def page(
        self, number: int | str | None = None, *, limit: int | None = None, only: str | None = None
    ) -> Page | None:
        """
        Ask for one page; None where the answer is no page.

        Args:
            number: Of the page, or its cursor. None asks without a page parameter: the first.
            limit: Records on the page; None leaves the parameter out.
            only: Value of the filter; None leaves it out.

        Raises:
            Stopped: The run must end.
        """
        paging = self.pagination
        path, query, headers = fill(self.operation, self._values)
        for name, value in ((paging.page, number), (paging.limit, limit), (paging.filter, only)):
            if name is not None and value is not None:
                query[name] = value
        self.spent += 1
        try:
            answer = self.channel.door.request(self.operation.method, path, params=query, headers=headers)
        except requests.RequestException:
            return None
        if answer.status_code // 100 != 2 or self.channel.last is None:
            return None
        try:
            body = orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            return None
        records = resolve(body, paging.items)
        if not isinstance(records, list):
            return None
        total = resolve(body, paging.total) if paging.total is not None else None
        if paging.total_header is not None:
            sent = answer.headers.get(paging.total_header, "")
            total = int(sent) if sent.isdecimal() and sent.isascii() and len(sent) < 19 else None
        return Page(
            self.start if number is None else number,
            records,
            tuple(self.key(record) for record in records),
            total if isinstance(total, int) and not isinstance(total, bool) else None,
            following(paging, body, answer.headers.get("link")),
            self.channel.last,
        )

    def key(self, record: Any) -> str | None:
        """Return what tells a record from all others, as JSON text; None where it lacks it."""
        value = record if self.pagination.identity is None else resolve(record, self.pagination.identity)
        return None if value is MISSING else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def walk(self, budget: int, *, limit: int | None = None, only: str | None = None, beyond: bool = False) -> Walk:
        """
        Ask for page after page until one is empty, the total is reached, or `budget` requests are spent.

        Args:
            budget: Requests.
            limit, only: As `page` takes them.
            beyond: Ask for the page after the last as well, though the total says that there is none.
        """
        with self.channel.witness.walking():
            return self._walk(budget, limit=limit, only=only, beyond=beyond)

    def _walk(self, budget: int, *, limit: int | None, only: str | None, beyond: bool) -> Walk:
        pages: list[Page] = []
        number: int | str | None = self.start
        asked = {number}
        seen = 0
        for _ in range(min(budget, MAX_PAGES)):
            page = self.page(number, limit=limit, only=only)
            if page is None:
                return Walk(pages, ended=bool(pages) and seen == pages[-1].total)
            if pages and page.keys == pages[-1].keys and page.keys:
                # The same page again: the parameter does nothing, and the walk would never end.
                pages.append(page)
                return Walk(pages, ended=True)
            pages.append(page)
            seen += len(page.records)
            if self.pagination.style == "cursor":
                if page.following is None or page.following in asked:
                    return Walk(pages, ended=True)
                number = page.following
                asked.add(number)
                continue
            if not page.records or self.pagination.page is None:
                return Walk(pages, ended=True)
            # A total below what was seen already is drift, and ends nothing; one that is reached by a full page may be
            # too low.
            is_full = len(page.records) >= (limit or len(pages[0].records))
            if seen == page.total and not beyond and not is_full:
                return Walk(pages, ended=True)
            assert isinstance(number, int)
            number += len(page.records) if self.pagination.style == "offset" else 1
        return Walk(pages, ended=bool(pages) and seen == pages[-1].total)


def following(paging: Pagination, body: Any, link: str | None) -> str | None:
    """
    Return what an answer says the page parameter is on the next page; None where it says that there is none.

    An address stands for the parameter in its query.

    Source:
        RFC 8288, "Web Linking", for `header:Link`.
    """
    if paging.next is None or paging.page is None:
        return None
    if paging.next == "header:Link":
        told: Any = next(
            (each.get("url") for each in parse_header_links(link or "") if "next" in each.get("rel", "").split()), None
        )
    else:
        told = resolve(body, paging.next)
    return told_next(told, paging.page, is_address=paging.next == "header:Link")
