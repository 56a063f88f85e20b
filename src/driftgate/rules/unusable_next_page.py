"""The rule `unusable-next-page`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from driftgate.collection import is_page
from driftgate.finding import Severity
from driftgate.match import Matcher
from driftgate.page import told_next
from driftgate.parameter import read_query
from driftgate.pointer import resolve
from driftgate.redaction.secret import MASK
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\";,]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*\"?([^\";]*)", re.IGNORECASE)
_ADDRESS = ("/", "?", "http://", "https://")
LINK = "header:Link"


def _links(promise: Promise) -> bool:
    return promise.response is not None and any(each.name.lower() == "link" for each in promise.response.headers)


def _names_a_next_page(promise: Promise) -> bool:
    paging = promise.operation.pagination
    is_told = paging is not None and paging.next is not None and is_page(promise)
    return promise.status.startswith("2") and (is_told or _links(promise))


@rule(on=Observation, severity=Severity.WARNING, when=_names_a_next_page)
def unusable_next_page(seen: Observation) -> Iterator[Mismatch]:
    """
    The next page that an answer names is the one that was just asked for, an earlier one, on another host, or no link.

    ## Why it matters
    A client that follows it never ends, or sends its credentials to a stranger.

    ## Example
    `?cursor=abc` is answered with `"next_cursor": "abc"`; page 2 comes with `Link: <…?page=2>; rel="next"`.

    ## To settle it
    Send the curl line to the vendor: whatever the document says, such a walk leads nowhere.

    ## Source
    `x-pagination.next` on the operation, in the overlays; RFC 8288, section 3, where the contract lists a `Link`. Another
    host counts where the request went to one of the contract's servers, and the link to none.
    """
    paging, request, response = seen.operation.pagination, seen.exchange.request, seen.exchange.response
    assert response is not None
    if "://" not in request.url:
        return
    place = paging.next if paging is not None and is_page(seen.promise) else None
    if place == LINK or _links(seen.promise):
        sent = response.headers.get("link")
        told = _next_link(sent) if sent else None
        wrong = "no link" if place == LINK and sent and not _LINK.search(sent) else None
        if told or wrong:
            yield from _said(seen, LINK, wrong or _wrong(seen, told, by_cursor=place == LINK))
    if place is not None and place != LINK:
        yield from _said(seen, place, _wrong(seen, resolve(seen.body, place), by_cursor=True))


def _said(seen: Observation, place: str, wrong: str | None) -> Iterator[Mismatch]:
    if wrong is not None:
        yield Mismatch(
            f"names as the next page {wrong}" if wrong != "no link" else "is no link",
            wrong,
            "the next page",
            pointer=place,
            document_pointer=seen.operation.pointer,
        )


def _next_link(sent: str) -> str | None:
    for address, parameters in _LINK.findall(sent):
        named = _REL.search(parameters)
        if named is not None and "next" in named[1].lower().split():
            return str(address)
    return None


def _wrong(seen: Observation, told: Any, *, by_cursor: bool) -> str | None:
    """
    Return what is wrong with what an answer tells of the next page; None where nothing is, or nobody can tell.

    Args:
        told: An address, or the page parameter itself.
        by_cursor: Whether `x-pagination` says that it is here that the next page is told.
    """
    url = seen.exchange.request.url
    if not isinstance(told, (str, int)) or isinstance(told, bool) or MASK in f"{told} {url}":
        return None
    if isinstance(told, str) and told.startswith(_ADDRESS):
        return _wrong_address(seen, told)
    return _wrong_page(seen, told) if by_cursor else None


def _wrong_address(seen: Observation, told: str) -> str | None:
    url = seen.exchange.request.url
    try:
        address = urljoin(url, told)
        there, here = urlsplit(address), urlsplit(url)
    except ValueError:
        return "no link"
    if there.netloc.lower() != here.netloc.lower():
        return "another host" if seen.match.ours and not _is_ours(seen.contract, address) else None
    if there.path.rstrip("/") == here.path.rstrip("/") and sorted(read_query(there.query)) == sorted(
        read_query(here.query)
    ):
        return "the page that was asked for"
    return _wrong_page(seen, address)


def _wrong_page(seen: Observation, told: Any) -> str | None:
    paging = seen.operation.pagination
    if paging is None or paging.page is None or not is_page(seen.promise):
        return None
    page = view_of(seen)
    named = told_next(told, paging.page)
    asked = page.texts_of(page.collection.page) if page.collection.page is not None else []
    if named is None:
        return None
    if asked[:1] == [named]:
        return "the page that was asked for"
    is_number = named.isdecimal() and named.isascii() and len(named) < 19
    if page.collection.style == "cursor" or page.number is None or not is_number:
        return None
    if int(named) == page.number:
        return "the page that was asked for"
    return "an earlier page" if int(named) < page.number else None


@lru_cache(maxsize=16)
def _matcher(contract: Contract) -> Matcher:
    return Matcher(contract)


def _is_ours(contract: Contract, address: str) -> bool:
    return _matcher(contract).match("GET", address).ours
