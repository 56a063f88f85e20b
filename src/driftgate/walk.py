"""
Walks: the pages of one collection, in the order in which one recording asked for them.

A worker that judges an exchange makes a `Step` of every page (`step_of`): a few texts and numbers that can be sent to
another process. Whoever holds the `Walks` feeds it the steps in recorded order, wherever they were made:

    walks = Walks(contract)
    for step in steps:                     # in order of the recording; several recordings one after the other
        for walk in walks.feed(step):      # walks that this step ends
            tally.add_walk(walk, judge.walk(walk))
    for walk in walks.finish():
        tally.add_walk(walk, judge.walk(walk))

A walk is a run of pages that were asked for alike: same recording, operation, URL, credentials and parameters but for the
page, each with a higher page number than the one before. It ends when the page number goes back, repeats, or the
request asks for the first page again; with offsets also when it asks for records again that it asked for before. Pages
of several walks may alternate.

Memory is bounded: when too many walks are open, or they hold too many records, the one that was fed least recently is
ended early. What repeats across such an end is not seen. The order of the steps alone decides, so the answer is the same
whatever the number of processes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from driftgate.subject import Page, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise
    from driftgate.page import PageView

MAX_OPEN = 256
"""Walks kept open at once."""
MAX_PAGES = 5_000
"""Pages of one walk."""
MAX_RECORDS = 200_000
"""Records whose identities are kept in all open walks together: about 15 MB."""
_LONG = 200
"""Ids longer than this are none; they are not kept."""


class Step(NamedTuple):
    """
    One page with what it takes to tell which walk it belongs to. Holds no secret and can be pickled.

    Args:
        asked: Recording, operation, URL, parameters other than the page, and a checksum of the credentials.
        answer: Status and media type of the answer, which name the promise.
        restarts: Whether the request asks for the first page.
        following: The least number of a page that shares no record with this one by request; None without numbers.
    """

    operation: str
    asked: tuple[Any, ...]
    answer: tuple[str, str]
    page: Page
    restarts: bool
    following: int | None


def step_of(promise: Promise, view: PageView, body: Any) -> Step | None:
    """Return the step of a page; None where the request does not say which page it asks for."""
    collection, exchange, _, wanted, records, identities, total = view
    paged_by = collection.page
    number = wanted.number
    if collection.style == "cursor":
        number, restarts = None, paged_by is None or paged_by.name not in wanted.texts
    elif collection.reads_elsewhere and paged_by is not None:
        number = paged_by.number(view) if paged_by.texts(view) else number
        restarts = number == collection.first
    else:
        restarts = number == (0 if collection.style == "offset" else collection.first)
    if number is None and collection.style != "cursor":
        return None  # `?page=last`: nobody can tell where that is
    constants = {}
    for key in collection.constants if body.__class__ is dict else ():
        value = body.get(key)
        if value.__class__ is str and len(value) < _LONG:
            constants[key] = value
    request, _, seen_in = exchange
    page = Page(seen_in, number, len(records) if records else 0, identities, total, constants)
    following = None if number is None else number + 1
    if number is not None and collection.style == "offset":
        following = number + max(1, page.size if wanted.limit is None else min(page.size, wanted.limit))
    headers = request.headers
    told = headers.get("authorization") or headers.get("x-api-key") or headers.get("cookie")
    asked = (seen_in.recording, request.url.partition("?")[0], tuple(wanted.rest), _checksum(told) if told else 0)
    return Step(promise.operation.name, asked, (promise.status, promise.content_type), page, restarts, following)


@lru_cache(maxsize=256)
def _checksum(text: str) -> int:
    """Return a checksum of who asks: another account sees other totals."""
    return crc32(text.encode("utf-8", "surrogatepass"))


class _Open:
    __slots__ = ("answer", "following", "operation", "pages", "records")

    def __init__(self, operation: str, answer: tuple[str, str]) -> None:
        self.operation = operation
        self.answer = answer
        self.pages: list[Page] = []
        self.following: int | None = None
        self.records = 0


class Walks:
    """Puts steps together into walks; see the module's page for how it is fed."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._open: dict[tuple[Any, ...], _Open] = {}
        self._records = 0

    def feed(self, step: Step) -> list[Walk]:
        """Take the next page in recorded order; return the walks that this ends, of at least two pages each."""
        key = (step.operation, step.asked, step.answer)
        ended: list[Walk] = []
        known = self._open.pop(key, None)
        if known is not None and not _continues(known.following, step):
            self._end(known, ended)
            known = None
        if known is None:
            known = _Open(step.operation, step.answer)
        known.pages.append(step.page)
        known.following = step.following
        known.records += step.page.size
        self._records += step.page.size
        self._open[key] = known  # the most recent stands last
        if len(known.pages) >= MAX_PAGES:
            self._end(self._open.pop(key), ended)
        while len(self._open) > MAX_OPEN or (self._records > MAX_RECORDS and self._open):
            self._end(self._open.pop(next(iter(self._open))), ended)
        return ended

    def finish(self) -> Iterator[Walk]:
        """Yield the walks that are still open, in order of their latest pages."""
        ended: list[Walk] = []
        for each in self._open.values():
            self._end(each, ended)
        self._open.clear()
        yield from ended

    def _end(self, walk: _Open, ended: list[Walk]) -> None:
        self._records -= walk.records
        if len(walk.pages) > 1:
            operation = self._contract.operation(walk.operation)
            status, content_type = walk.answer
            promise = self._contract.promise(operation, int(status), content_type or None)
            ended.append(Walk(self._contract, promise, tuple(walk.pages)))


def _continues(following: int | None, step: Step) -> bool:
    if step.restarts:
        return False
    return step.page.number is None or following is None or step.page.number >= following
