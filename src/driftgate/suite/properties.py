"""Properties of collections, from `x-pagination`: what no single answer can show."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.suite.collection import Collection, Page, Walk

MAX_VALUES = 8
"""Filter values tried."""


def walk_everything(collection: Collection) -> Walk:
    """
    Walk a collection as its clients do, then again with pages of other sizes, until the budget is spent.

    Most records of a run are seen here. Every walk that reached its end must hold every record once.
    """
    budget = collection.share.pages
    first = collection.walk(budget)
    check_pages(collection, first, reference=None)
    if not first.ended or not first.keys:
        return first
    size = len(first.keys)
    for limit in _sizes(size) if collection.pagination.limit is not None else ():
        if budget - collection.spent >= -(-size // limit):
            check_pages(
                collection, collection.walk(budget - collection.spent, limit=limit), reference=first, limit=limit
            )
    while collection.spent < budget:
        again = collection.walk(budget - collection.spent)
        check_pages(collection, again, reference=first)
        if not again.pages:
            break
    return first


def ask_again(collection: Collection) -> None:
    """Ask for pages twice, their numbers and sizes drawn: a page stays the same and is no longer than asked for."""
    budget = collection.share.properties * 4 // 10
    if collection.pagination.page is None or budget < 1:
        return
    first = collection.page()
    if first is None:
        return
    size = len(first.records)
    pages = -(-(first.total or size) // max(1, size))

    def check(steps: int, limit: int | None) -> None:
        if collection.spent + 2 <= budget:
            step = size if collection.pagination.style == "offset" else 1
            check_again(collection, collection.pagination.first + steps * step, limit)

    largest = max(1, 2 * size) if collection.pagination.limit is not None else 0
    draw_numbers(check, pages=pages, sizes=largest, count=budget // 2, seed=collection.session.suite.seed)


def filter_everything(collection: Collection) -> None:
    """Filter by values that records have: what is left matches, and nothing that matches is gone."""
    budget = collection.share.properties * 6 // 10
    if collection.pagination.filter is None or filter_field(collection) is None:
        return
    everything = collection.walk(budget)
    values = filter_values(collection, everything.records)
    for index, (value, expected) in enumerate(values):
        share = (budget - collection.spent) // (len(values) - index)
        check_filter(collection, value, expected if everything.ended else set(), share)


def _sizes(records: int) -> list[int]:
    """Return page sizes worth trying, the cheapest walk first: around a half, a third, …, and one record a page."""
    return sorted(
        {max(1, size) for size in (records, records // 2 + 1, records // 3, records // 7, 10, 3, 2, 1)}, reverse=True
    )


def check_pages(collection: Collection, walk: Walk, *, reference: Walk | None, limit: int | None = None) -> None:
    """Report what is wrong with the pages of one walk, taken together."""
    if not walk.pages:
        return
    if limit is not None:
        for page in walk.pages:
            check_limit(collection, page, limit)
    if not walk.ended:
        return
    last = walk.pages[-1]
    keys = walk.keys
    complaints: list[tuple[str, str]] = []
    twice = sum(count - 1 for count in Counter(keys).values())
    if twice:
        complaints.append(("a record on two pages", "the pages of the collection hold a record more than once"))
    total = last.total
    distinct = len(set(keys))
    if total is not None and distinct < total and not twice:
        complaints.append(("fewer records than the total", "the pages hold fewer records than the total says"))
    if total is not None and distinct > total:
        complaints.append(("more records than the total", "the pages hold more records than the total says"))
    if reference is not None and reference.ended and set(reference.keys) != set(keys):
        complaints.append(
            ("other records with another page size", "which records the pages hold depends on the size of a page")
        )
    if complaints:
        collection.session.tried("pages", last.at, complaints=complaints)


def check_limit(collection: Collection, page: Page, limit: int) -> None:
    """Report a page that holds more records than were asked for."""
    name = collection.pagination.limit
    collection.session.tried(
        "limit", page.at, records=len(page.records), limit=limit, parameter=name, **_meaning(collection, name)
    )


def check_again(collection: Collection, number: int, limit: int | None) -> None:
    """Ask for one page twice and report a difference."""
    first = collection.page(number, limit=limit)
    second = collection.page(number, limit=limit)
    if first is not None and second is not None:
        collection.session.tried("again", second.at, first=first.keys, second=second.keys)
        if limit is not None:
            check_limit(collection, first, limit)


def filter_values(collection: Collection, everything: Sequence[Any]) -> list[tuple[str, set[str]]]:
    """
    Return values worth filtering by, rarest first, each with the keys of the records it must leave.

    They come from the records themselves, at the field that `x-assumed.filters` names; no field, no values.
    """
    field = filter_field(collection)
    if field is None:
        return []
    by_value: dict[str, set[str]] = {}
    for record in everything:
        value = resolve(record, field)
        if value is not MISSING and not isinstance(value, (dict, list)) and value is not None and value != "":
            text = str(value).lower() if isinstance(value, bool) else str(value)
            by_value.setdefault(text, set()).add(collection.key(record))
    return sorted(by_value.items(), key=lambda pair: (len(pair[1]), pair[0]))[:MAX_VALUES]


def filter_field(collection: Collection) -> str | None:
    """Return the pointer, from a record, of the field that the filter compares with; None where nothing says."""
    name = collection.pagination.filter
    found = _assumed(collection, name).get("filters") if name is not None else None
    return found if isinstance(found, str) else None


def check_filter(collection: Collection, value: str, expected: set[str], budget: int) -> None:
    """Walk the filtered collection and report records that should not, or should, be there."""
    walk = collection.walk(budget, only=value)
    if not walk.pages:
        return
    field = filter_field(collection) or ""
    excluded = sum(_text(resolve(record, field)) != value for record in walk.records)
    missing = len(expected - set(walk.keys)) if walk.ended else 0
    name = collection.pagination.filter
    collection.session.tried(
        "filter", walk.pages[-1].at, parameter=name, excluded=excluded, missing=missing, **_meaning(collection, name)
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _assumed(collection: Collection, name: str | None) -> dict[str, Any]:
    parameter = collection.operation.parameter(name) if name is not None else None
    raw = resolve(collection.session.contract.tree, parameter.pointer) if parameter is not None else None
    found = raw.get("x-assumed") if isinstance(raw, dict) else None
    return found if isinstance(found, dict) else {}


def _meaning(collection: Collection, name: str | None) -> dict[str, Any]:
    parameter = collection.operation.parameter(name) if name is not None else None
    return {
        "assumed": bool(_assumed(collection, name)),
        "document_pointer": parameter.pointer if parameter is not None else None,
    }


def draw_numbers(check: Callable[[int, int | None], None], *, pages: int, sizes: int, count: int, seed: int) -> None:
    """
    Call `check` with page numbers and page sizes that Hypothesis draws, the first and the last page among them.

    Args:
        pages: The last page number that may hold records, counted from 0.
        sizes: The largest page size worth asking for; 0 where there is no such parameter.
        count: How many draws.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    limits = st.none() | st.integers(1, sizes) if sizes else st.none()

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(number=st.integers(0, max(0, pages)), limit=limits)
    def drawn(number: int, limit: int | None) -> None:
        check(number, limit)

    drawn()
