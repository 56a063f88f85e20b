"""Pages: what one answer and the request for it say as a page of a collection, read once for all who ask."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.parameter import Values, query_of, read_query
from driftgate.pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.collection import Asked, Collection, Tokens
    from driftgate.exchange import Exchange
    from driftgate.match import Match

_new = tuple.__new__  # builds a NamedTuple in half the time


def told_next(told: Any, name: str, *, is_address: bool = False) -> str | None:
    """
    Return the page parameter that an answer tells of the next page; None where it says that there is none.

    Args:
        told: What the answer says: the parameter itself, or an address that has it in its query.
        name: Of the parameter.
        is_address: Whether it can only be an address.
    """
    if told is MISSING or told is None or told == "" or isinstance(told, (bool, dict, list)):
        return None
    text = str(told)
    if not is_address and not text.startswith(("/", "?", "http://", "https://")):
        return text
    return next((value for each, value in read_query(text.partition("?")[2]) if each == name), None)


class Wanted(NamedTuple):
    """
    What a query asks of a page; the same for every request with that query, and for all that differ in the number only.

    Args:
        query: The query itself; without the number of the page where that was left out.
        texts: By name, what is given and not empty, as often as it is given.
        rest: Names and values of all parameters but the page, sorted.
        number: Of the page asked for, by default or outright; None where nobody can tell.
        accepted: For each echo, the top-level property and the two values that repeat what was asked.
        numbers: Top-level properties that repeat the number of the page, where that was left out of the query.
        limit: The number of records asked for, by default or outright; None where nobody says.
        before: Pages before the one asked for; None where that cannot be told.
        filters: Properties of a record and the text they must equal.
        is_plain: Whether nothing else has to be known to tell a page that adds up.
        is_whole: Whether a number that was left out was all that the query says of the page.
    """

    query: str
    texts: Mapping[str, list[str]]
    rest: tuple[tuple[str, str], ...]
    number: int | None
    accepted: Sequence[tuple[str, Any, Any]]
    numbers: Sequence[str]
    limit: int | None
    before: int | None
    filters: Sequence[tuple[str, str]]
    is_plain: bool
    is_whole: bool


class PageView(NamedTuple):
    """
    What a page and the request for it say.

    Args:
        records: None where the body has no list of them.
        identities: What tells each record from all others, in order; records that lack it are left out.
        total: None where the body names no whole number.
        number: Of the page asked for, by default or outright; None where nobody can tell.
        text: The number as the query gives it; None where it is not `wanted` less that number.
        address: The URL without its query.
    """

    collection: Collection
    exchange: Exchange
    match: Match
    wanted: Wanted
    records: list[Any] | None
    identities: list[Any]
    total: int | None
    number: int | None
    text: str | None
    address: str

    def texts_of(self, asked: Asked) -> list[str]:
        """Return what the request gives for a parameter, as often as it gives it; empty texts count as nothing."""
        paged_by = self.collection.page
        if self.text is not None and paged_by is not None and asked.name == paged_by.name:
            return [self.text]
        found = self.wanted.texts.get(asked.name)
        if found is not None:
            return found
        if asked.parameter is None or asked.parameter.location == "query":
            return []
        if asked.parameter.location == "path":
            raw = self.match.path_values.get(asked.name)
        else:
            raw = self.exchange.request.headers.get(asked.name)
        return [raw] if raw else []

    def number_of(self, asked: Asked) -> int | None:
        """Return the whole number that is asked for; None where none or no number is."""
        texts = self.texts_of(asked)
        if not texts:
            return asked.default if asked.default.__class__ is int else None
        return int(texts[0]) if len(texts) == 1 and _is_number(texts[0]) else None

    def adds_up(self, body: Any) -> bool:
        """
        Tell, quickly, that the page is what was asked for: echoes, counts, identities and filters are right.

        False where that takes a closer look. True means that no rule on pages has anything to say.
        """
        if not self.records or not self.wanted.is_plain:
            return False
        records, identities, total = self.records, self.identities, self.total
        _, _, _, _, accepted, numbers, limit, _, filters, _, _ = self.wanted
        count = len(records)
        if total is None or total < count:
            return False
        if limit is not None and count >= limit and (count > limit or total < ((self.before or 0) + 1) * limit):
            return False
        if len(set(identities)) != len(identities):
            return False
        for name in numbers:
            answered = body.get(name)
            if answered != self.number if answered.__class__ is int else answered != self.text:
                return False
        for name, one, other in accepted:
            answered = body.get(name)
            if (answered.__class__ is not str and answered.__class__ is not int) or answered not in (one, other):
                return False
        for name, text in filters:
            try:
                if [record for record in records if record[name] != text]:
                    return False
            except (KeyError, TypeError):  # no such place, or no record
                return False
        return True

    def conforms(self, asked: Asked) -> bool:
        """Tell whether what the request gives for a parameter is what the contract allows it to give."""
        if asked.reader is None:
            return True
        request = self.exchange.request
        reading = asked.reader.read(
            Values(self.match.path_values, query_of(request.url), request.headers.as_dict(), {})
        )
        return reading is None or reading.error is None

    @property
    def is_requested(self) -> bool:
        """Whether there was a request: around a bare body its URL is a path, and what it lacks says nothing."""
        return "://" in self.exchange.request.url

    @property
    def before(self) -> int | None:
        """How many pages come before the one that the query numbers; None where that cannot be told."""
        if self.text is None or self.number is None:
            return self.wanted.before
        first = self.collection.first
        return self.number - first if self.collection.style == "page" and self.number >= first else None


def read_page(collection: Collection, exchange: Exchange, match: Match, body: Any) -> PageView:
    """Return what a body says as a page of `collection`."""
    address, _, query = exchange.request.url.partition("?")
    is_requested = "://" in address
    wanted = text = None
    found = collection.numbered.search(query) if collection.numbered is not None else None
    if found is not None:
        # The pages of a walk differ in nothing but the number: what the rest of the query asks for is read once.
        begin, end = found.span()
        wanted = _wanted(collection, query[:begin] + query[end:], is_requested, True)
        text = found[1]
    if wanted is None or text is None or not wanted.is_whole:
        wanted, text = _wanted(collection, query, is_requested, False), None
    number = wanted.number if text is None else int(text)
    if collection.is_flat and body.__class__ is dict:
        records, total = body.get(collection.items[0]), body.get(collection.total[0]) if collection.total else None
    else:
        records = reach(body, collection.items)
        total = reach(body, collection.total) if collection.total is not None else None
    if collection.total_header is not None and exchange.response is not None:
        sent = exchange.response.headers.get(collection.total_header) or ""
        total = int(sent) if _is_number(sent) else None
    elif total.__class__ is not int:
        total = _whole(total)
    if records.__class__ is not list:
        return PageView(collection, exchange, match, wanted, None, [], total, number, text, address)
    identities = _identities(records, collection.identity) if collection.identity is not None else []
    return _new(PageView, (collection, exchange, match, wanted, records, identities, total, number, text, address))


def _whole(total: Any) -> int | None:
    """Return a total that is written as 346.0, which in JSON is 346; None where it is no whole number."""
    return int(total) if total.__class__ is float and total.is_integer() else None


@lru_cache(maxsize=8192)
def _wanted(
    collection: Collection,
    query: str,
    is_requested: bool,  # noqa: FBT001 - keys of the cache
    is_numbered: bool,  # noqa: FBT001
) -> Wanted:
    """Return what a query wants. `is_numbered`: it also gave the number of the page, which was left out."""
    paged_by = collection.page.name if collection.page is not None else None
    texts: dict[str, list[str]] = {}
    rest = []
    for pair in read_query(query):
        name, value = pair
        if name != paged_by:
            rest.append(pair)
        if value:
            texts.setdefault(name, []).append(value)
    rest.sort()
    first = 0 if collection.style == "offset" else collection.first
    number = _number(texts, paged_by, first)
    before = number - first if number is not None and number >= first and collection.style == "page" else None
    is_plain = not collection.reads_elsewhere and collection.is_flat
    accepted: list[tuple[str, Any, Any]] = []
    numbers = []
    for echo in collection.echoes:
        given = texts.get(echo.asked.name)
        if is_numbered and echo.asked.name == paged_by:
            numbers.append(echo.tokens[-1])
        elif given is None:
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
    return Wanted(
        query=query,
        texts=texts,
        rest=tuple(rest),
        number=number,
        accepted=accepted,
        numbers=numbers,
        limit=size,
        before=before if is_requested or paged_by in texts else None,
        filters=filters,
        is_plain=is_plain,
        is_whole="#" not in query and all(name != paged_by for name, _ in read_query(query)),
    )


def _number(texts: Mapping[str, list[str]], name: str | None, default: int | None) -> int | None:
    given = texts.get(name) if name is not None else None
    if given is None:
        return default
    return int(given[0]) if len(given) == 1 and _is_number(given[0]) else None


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


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
