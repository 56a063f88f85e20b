"""Pages: what one answer and the request for it say as a page of a collection, read once for all who ask."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.collection import Collection, collection_of
from driftgate.parameter import read_query
from driftgate.pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.collection import Tokens
    from driftgate.exchange import Exchange
    from driftgate.match import Match
    from driftgate.subject import Observation


class Wanted(NamedTuple):
    """
    What a query asks of a page; the same for every request with that query.

    Args:
        texts: By name, what is given and not empty, as often as it is given.
        rest: Names and values of all parameters but the page, sorted.
        number: Of the page asked for, by default or outright; None where nobody can tell.
        accepted: For each echo, the top-level property and the two values that repeat what was asked.
        limit: The number of records asked for, by default or outright; None where nobody says.
        before: Pages before the one asked for; None where that cannot be told.
        filters: Properties of a record and the text they must equal.
        is_plain: Whether nothing else has to be known to tell a page that adds up.
    """

    texts: Mapping[str, list[str]]
    rest: Sequence[tuple[str, str]]
    number: int | None
    accepted: Sequence[tuple[str, Any, Any]]
    limit: int | None
    before: int | None
    filters: Sequence[tuple[str, str]]
    is_plain: bool


class PageView(NamedTuple):
    """
    What a page and the request for it say.

    Args:
        records: None where the body has no list of them.
        identities: What tells each record from all others, in order; records that lack it are left out.
        total: None where the body names no whole number.
    """

    collection: Collection
    exchange: Exchange
    match: Match
    wanted: Wanted
    records: list[Any] | None
    identities: list[Any]
    total: int | None

    @property
    def is_requested(self) -> bool:
        """Whether there was a request: around a bare body its URL is a path, and what it lacks says nothing."""
        return "://" in self.exchange.request.url


def view_of(seen: Observation) -> PageView:
    """Return what an observation for which `collection.is_page` holds says as a page."""
    if seen.page is not None:
        return seen.page
    return read_page(collection_of(seen.contract, seen.promise), seen.exchange, seen.match, seen.body)


def read_page(collection: Collection, exchange: Exchange, match: Match, body: Any) -> PageView:
    """Return what a body says as a page of `collection`."""
    address, _, query = exchange.request.url.partition("?")
    wanted = _wanted(collection, query, "://" in address)
    if collection.is_flat and body.__class__ is dict:
        records, total = body.get(collection.items[0]), body.get(collection.total[0]) if collection.total else None
    else:
        records = reach(body, collection.items)
        total = reach(body, collection.total) if collection.total is not None else None
    if total.__class__ is not int:
        total = _whole(total)
    if records.__class__ is not list:
        return PageView(collection, exchange, match, wanted, None, [], total)
    identities = _identities(records, collection.identity) if collection.identity is not None else []
    return PageView(collection, exchange, match, wanted, records, identities, total)


def _whole(total: Any) -> int | None:
    """Return a total that is written as 346.0, which in JSON is 346; None where it is no whole number."""
    return int(total) if total.__class__ is float and total.is_integer() else None


@lru_cache(maxsize=8192)
def _wanted(collection: Collection, query: str, is_requested: bool) -> Wanted:  # noqa: FBT001 - a key of the cache
    paged_by = collection.page.name if collection.page is not None else None
    texts: dict[str, list[str]] = {}
    rest = []
    for pair in read_query(query):
        name, value = pair
        if name != paged_by:
            rest.append(pair)
        if value:
            if name in texts:
                texts[name].append(value)
            else:
                texts[name] = [value]
    if len(rest) > 1:
        rest.sort()
    first = 0 if collection.style == "offset" else collection.first
    number = _number(texts, paged_by, first)
    before = number - first if number is not None and number >= first and collection.style == "page" else None
    is_plain = not collection.reads_elsewhere and collection.is_flat
    accepted: list[tuple[str, Any, Any]] = []
    for echo in collection.echoes:
        given = texts.get(echo.asked.name)
        if given is None:
            if echo.absent is not MISSING and is_requested:
                accepted.append((echo.tokens[-1], echo.absent, str(echo.absent)))
        elif len(given) == 1:
            text = given[0]
            accepted.append((echo.tokens[-1], text, int(text) if _is_number(text) else text))
        else:
            is_plain = False
    filters = [
        (filtering.tokens[-1], text)
        for filtering in collection.filterings
        for text in texts.get(filtering.asked.name, ())
    ]
    limit = collection.limit
    size = None
    if limit is not None:
        size = _number(texts, limit.name, limit.default if limit.default.__class__ is int else None)
    is_told = is_requested or paged_by in texts
    return Wanted(texts, rest, number, accepted, size, before if is_told else None, filters, is_plain)


def _number(texts: Mapping[str, list[str]], name: str | None, default: int | None) -> int | None:
    given = texts.get(name) if name is not None else None
    if given is None:
        return default
    return int(given[0]) if len(given) == 1 and _is_number(given[0]) else None


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


def adds_up(seen: Observation) -> bool:
    """
    Tell, quickly, that a page is what was asked for: echoes, counts, identities and filters are right.

    False where that takes a closer look. True means that no rule on pages has anything to say.
    """
    page = seen.page
    if page is None or not page.records or not page.wanted.is_plain:
        return False
    records, identities, total = page.records, page.identities, page.total
    _, _, _, accepted, limit, before, filters, _ = page.wanted
    count = len(records)
    if total is None or total < count:
        return False
    if limit is not None and (count > limit or (count == limit and total < ((before or 0) + 1) * limit)):
        return False
    if len(set(identities)) != len(identities):
        return False
    body = seen.body
    for name, one, other in accepted:
        answered = body.get(name)
        if (answered.__class__ is not str and answered.__class__ is not int) or answered not in (one, other):
            return False
    for name, text in filters:
        for record in records:
            if record.__class__ is not dict or record.get(name) != text:
                return False
    return True


def reach(value: Any, tokens: Tokens) -> Any:
    """Return what stands at a place in a body; `MISSING` where nothing does."""
    for token in tokens:
        if value.__class__ is dict:
            value = value.get(token, MISSING)
        elif value.__class__ is list and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value


def _identities(records: list[Any], tokens: Tokens) -> list[Any]:
    if len(tokens) == 1:
        name = tokens[0]
        try:
            found = [record[name] for record in records]
        except (KeyError, TypeError):
            found = [reach(record, tokens) for record in records]
    else:
        found = [reach(record, tokens) for record in records]
    for each in found:
        if each.__class__ is not str:
            break
    else:
        return found
    return [each for each in found if isinstance(each, (str, int, float)) and not isinstance(each, bool)]
