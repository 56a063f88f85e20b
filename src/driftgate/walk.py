"""
Walks: the pages of one collection, in the order in which one recording asked for them.

A worker that judges an exchange makes a `Step` of every page (`Steps`). Whoever holds the `Walks` feeds it the steps in
recorded order, wherever they were made:

    walks = Walks(contract)
    for step in steps:                     # in order of the recording; several recordings one after the other
        for walk in walks.feed(step):      # walks that this step ends
            tally.add_walk(walk, judge.walk(walk))
    for walk in walks.finish():
        tally.add_walk(walk, judge.walk(walk))

A walk is a run of pages that were asked for alike: same recording, operation, URL, credentials and parameters but for the
page, each with a higher page number than the one before, or with the cursor that the one before handed out. It ends when the page
number goes back, repeats, or the request asks for the first page again; with offsets also when it asks for records again that it asked for before. Pages
of several walks may alternate.

Another process gathers its steps in a `Trail` and sends that (`packed`); `Walks.follow` takes it as if it were fed the
steps one by one.

Memory is bounded: when too many walks are open, or they hold too many records, the one that was fed least recently is
ended early. What repeats across such an end is not seen. The order of the steps alone decides, so the answer is the same
whatever the number of processes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from driftgate.page import told_next
from driftgate.pointer import resolve
from driftgate.redaction.secret import MASK
from driftgate.subject import Page, Walk
from driftgate.trail import LAST, Pages, Step, Trail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.contract import Contract, Promise
    from driftgate.exchange import Headers
    from driftgate.page import PageView, Wanted
    from driftgate.trail import Key

MAX_OPEN = 256
"""Walks kept open at once."""
MAX_PAGES = 5_000
"""Pages of one walk."""
MAX_RECORDS = 200_000
"""Records whose identities are kept in all open walks together: about 15 MB."""
_LONG = 200
"""Ids longer than this are none; they are not kept."""
_new = tuple.__new__  # builds a NamedTuple in half the time
_NOTHING: Mapping[str, Any] = {}


class Steps:
    """Makes the steps of one kind of answer. Which walk they belong to is put together once for requests that are alike."""

    __slots__ = ("_latest", "_promise")

    def __init__(self, promise: Promise) -> None:
        self._promise = promise
        self._latest: tuple[Any, ...] = (None,) * 5

    def of(self, view: PageView, body: Any) -> Step | None:
        """Return the step of a page; None where the request does not say which page it asks for."""
        collection, exchange, _, wanted, records, identities, total, number, _, address = view
        paged_by = collection.page
        cursor = following = None
        if collection.style == "cursor":
            number, restarts = None, paged_by is None or paged_by.name not in wanted.texts
            cursor, following = _cursors(self._promise, view, body)
        elif collection.reads_elsewhere and paged_by is not None:
            number = view.number_of(paged_by) if view.texts_of(paged_by) else number
            restarts = number == collection.first
        else:
            restarts = number == (0 if collection.style == "offset" else collection.first)
        if number is None and collection.style != "cursor":
            return None  # `?page=last`: nobody can tell where that is
        constants = _NOTHING
        if collection.constants and body.__class__ is dict:
            constants = {}
            for key in collection.constants:
                value = body.get(key)
                if value.__class__ is str and len(value) < _LONG:
                    constants[key] = value
        request, _, seen_in = exchange
        size = len(records) if records else 0
        if number is not None:
            following = number + 1
            if collection.style == "offset":
                following = number + max(1, size if wanted.limit is None else min(size, wanted.limit))
        # NOTE: kept for as long as they are compared with, so what is the same object is the same query and headers.
        asked_alike, sent_alike, recording, there, walk = self._latest
        headers = request[2]
        if wanted is not asked_alike or headers is not sent_alike or address != there or seen_in[0] != recording:
            walk = self._key(wanted, headers, seen_in[0], address)
            self._latest = (wanted, headers, seen_in[0], address, walk)
        page = _new(Page, (seen_in, number, size, identities, total, constants))
        return _new(Step, (walk, page, restarts, following, cursor))

    def _key(self, wanted: Wanted, headers: Headers, recording: str, address: str) -> Key:
        told = headers.get("authorization") or headers.get("x-api-key") or headers.get("cookie")
        promise = self._promise
        asked = (recording, address, wanted.rest, _checksum(told) if told else 0)
        return (promise.operation.name, asked, (promise.status, promise.content_type))


def _cursors(promise: Promise, view: PageView, body: Any) -> tuple[int | None, int | None]:
    """Return checksums of the cursor that was asked for and of the one that the page hands out, as a `Step` has them."""
    paging, paged_by = promise.operation.pagination, view.collection.page
    texts = view.texts_of(paged_by) if paged_by is not None else []
    if texts and texts[0].endswith(MASK):
        return None, None  # cursors that a recording hides cannot be compared
    cursor = crc32(texts[0].encode("utf-8", "surrogatepass")) if texts else None
    if paging is None or paging.page is None or paging.next is None or not paging.next.startswith("/"):
        return cursor, None
    told = told_next(resolve(body, paging.next), paging.page)
    if told is None:
        return cursor, LAST
    return cursor, None if told.endswith(MASK) else crc32(told.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=256)
def _checksum(text: str) -> int:
    """Return a checksum of who asks: another account sees other totals."""
    return crc32(text.encode("utf-8", "surrogatepass"))


class _Open:
    __slots__ = ("key", "pages", "records")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.pages = Pages(key[1][0])
        self.records = 0


class Walks:
    """Puts steps together into walks; see the module's page for how it is fed."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._open: dict[Key, _Open] = {}
        self._records = 0
        self._latest: _Open | None = None

    def feed(self, step: Step) -> Sequence[Walk]:
        """Take the next page in recorded order; return the walks that this ends, of at least two pages each."""
        key, page, restarts, following, cursor = step
        walk, size = self._latest, page.size
        ended: list[Walk] | None = None
        if (
            walk is None
            or (walk.key is not key and walk.key != key)
            or not walk.pages.are_continued_by(page.number, cursor, restarts=restarts)
        ):
            ended = []
            walk = self._continued(key, page.number, cursor, ended, restarts=restarts)
        walk.pages.append(page, following, cursor)
        walk.records += size
        self._records += size
        if self._records > MAX_RECORDS or len(self._open) > MAX_OPEN or len(walk.pages.sizes) >= MAX_PAGES:
            ended = [] if ended is None else ended
            self._bounded(walk, ended)
        return ended or ()

    def follow(self, packed: tuple[list[Key], bytes]) -> Iterator[Walk]:
        """Take the steps of a trail, which follow those that came before; yield the walks that they end."""
        for key, restarts, pages in Trail.unpacked(packed):
            ended: list[Walk] = []
            self._take(key, pages, ended, restarts=restarts)
            yield from ended

    def _take(self, key: Key, pages: Pages, ended: list[Walk], *, restarts: bool) -> None:
        records, count = sum(pages.sizes), len(pages)
        known = self._open.get(key)
        room = MAX_PAGES - (len(known.pages) if known is not None else 0)
        if count > 1 and (count > room or self._records + records > MAX_RECORDS):
            half = min(room, count - 1) if count > room > 0 else count // 2
            self._take(key, pages.part(0, half), ended, restarts=restarts)
            self._take(key, pages.part(half, count), ended, restarts=False)
            return
        walk = self._continued(key, pages.first_number, pages.first_cursor, ended, restarts=restarts)
        walk.pages.extend(pages)
        walk.records += records
        self._records += records
        self._bounded(walk, ended)

    def _continued(
        self, key: Key, number: int | None, cursor: int | None, ended: list[Walk], *, restarts: bool
    ) -> _Open:
        """Return the walk that a page belongs to; it stands last among those that are open."""
        known = self._open.pop(key, None)
        if known is not None and not known.pages.are_continued_by(number, cursor, restarts=restarts):
            self._end(known, ended)
            known = None
        if known is None:
            known = _Open(key)
        self._open[key] = self._latest = known
        return known

    def _bounded(self, walk: _Open, ended: list[Walk]) -> None:
        """End the walk that has grown where it is too long, and the oldest where they are too many or hold too much."""
        if len(walk.pages) >= MAX_PAGES:
            self._end(self._open.pop(walk.key), ended)
        while len(self._open) > MAX_OPEN or (self._records > MAX_RECORDS and self._open):
            self._end(self._open.pop(next(iter(self._open))), ended)

    def finish(self) -> Iterator[Walk]:
        """Yield the walks that are still open, in order of their latest pages."""
        ended: list[Walk] = []
        for each in self._open.values():
            self._end(each, ended)
        self._open.clear()
        yield from ended

    def _end(self, walk: _Open, ended: list[Walk]) -> None:
        self._records -= walk.records
        self._latest = None
        if len(walk.pages) > 1:
            name, _, (status, content_type) = walk.key
            operation = self._contract.operation(name)
            promise = self._contract.promise(operation, int(status), content_type or None)
            ended.append(Walk(self._contract, promise, walk.pages))
