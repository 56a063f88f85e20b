"""The rule `duplicate-item`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.collection import is_page
from driftgate.finding import Severity
from driftgate.page import reach
from driftgate.pointer import split
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, adds_up, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise

_IDENTITIES = ("id", "Id", "ID", "_id", "uuid", "guid", "sid")
"""Names of what tells a record from all others where nobody has said what does."""


def _lists_records(promise: Promise) -> bool:
    paging = promise.operation.pagination
    if paging is not None:
        return is_page(promise) and bool(paging.identity)
    return promise.items is not None


@rule(on=Observation, severity=Severity.ERROR, when=_lists_records, unless=adds_up, body_only=True)
def duplicate_item(seen: Observation) -> Iterator[Mismatch]:
    """
    Two records on one page have the same identity.

    ## Why it matters
    Whoever keeps records by their id keeps one of the two and loses the other, or counts one thing twice.

    ## Example
    Two phone numbers on one page share a `Tnid`.

    ## To settle it
    Ask the vendor whether the id is unique. If it is not, name another one as `identity` in `x-pagination`.

    ## Source
    `x-pagination.identity` on the operation, in the overlays. A list without `x-pagination` is held to less: only a record
    with an `id` that is there twice, every field the same, is told, as a warning.
    """
    if seen.operation.pagination is None:
        yield from _copies(seen)
        return
    page = view_of(seen)
    found = page.identities
    repeated = len(found) - len(set(found))
    if repeated:
        known: set[object] = set()
        again = next(each for each in found if each in known or known.add(each))  # type: ignore[func-returns-value]
        yield Mismatch(
            "is the identity of another record on the page too",
            "repeated identity",
            "an identity of its own",
            pointer=page.collection.identity_pointer,
            document_pointer=page.collection.document_pointer,
            value=again,
            records=repeated,
        )


def _copies(seen: Observation) -> Iterator[Mismatch]:
    """Yield what is wrong with a list that says of no field that it tells records apart."""
    items = seen.promise.items
    records = reach(seen.body, tuple(split(items))) if items is not None else None
    if not isinstance(records, list) or len(records) < 2 or "://" not in seen.exchange.request.url:
        return
    name = next((each for each in _IDENTITIES if isinstance(records[0], dict) and each in records[0]), None)
    if name is None:
        return
    known: dict[Any, Any] = {}
    copies = []
    for record in records:
        own = record.get(name) if isinstance(record, dict) else None
        if (
            own.__class__ in (str, int)
            and own != ""
            and known.setdefault(own, record) is not record
            and known[own] == record
        ):
            copies.append(own)
    if copies:
        yield Mismatch(
            "is the identity of a record that is on the list more than once, every field the same",
            "repeated record",
            "each record once",
            pointer=f"{items}/*/{name}",
            document_pointer=seen.promise.schema_pointer,
            severity=Severity.WARNING,
            value=copies[0],
            records=len(copies),
        )
