"""Properties of collections, from `x-pagination`: what no single answer can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from driftgate.suite.collection import Collection, Page, Walk

MAX_VALUES = 8
"""Filter values tried."""
NOBODY_S = "Nonesuch"
"""A filter value that no record has."""


def walk_everything(collection: Collection) -> Walk:
    """
    Walk a collection as its clients do, then again with pages of other sizes, until the budget is spent.

    Most records of a run are seen here. Every walk that reaches its end must hold the same records.
    """
    budget = collection.share.pages
    first = collection.walk(budget, beyond=True)
    if not first.ended or not first.keys:
        return first
    size = len(first.keys)
    for limit in _sizes(size) if collection.pagination.limit is not None else ():
        if budget - collection.spent >= -(-size // limit):
            compare(collection, first, collection.walk(budget - collection.spent, limit=limit))
    while collection.spent < budget:
        again = collection.walk(budget - collection.spent)
        compare(collection, first, again)
        if not again.pages:
            break
    return first


def ask_again(collection: Collection) -> None:
    """Ask for pages twice, their numbers and sizes drawn: each must stay the same."""
    budget = collection.share.properties * 4 // 10
    if collection.pagination.page is None or budget < 3:
        return
    numbers = _numbers(collection, budget // 3)
    if not numbers:
        return
    first = numbers[0]
    size = len(first.records)

    def check(index: int, limit: int | None) -> None:
        if collection.spent + 2 <= budget:
            check_again(collection, _numbered(collection, numbers, index), limit)

    largest = max(1, 2 * size) if collection.pagination.limit is not None else 0
    pages = len(numbers) - 1 if collection.start is None else -(-(first.total or size) // max(1, size))
    draw_numbers(check, pages=pages, sizes=largest, count=max(1, (budget - 1) // 2), seed=collection.channel.suite.seed)


def _numbers(collection: Collection, budget: int) -> list[Page]:
    """Return the first page; where pages have cursors those after it too, since nobody can make a cursor up."""
    if collection.start is None:
        return collection.walk(budget).pages
    first = collection.page()
    return [first] if first is not None else []


def _numbered(collection: Collection, pages: Sequence[Page], index: int) -> int | str | None:
    """Return the number or cursor of the page at `index`, counted from 0."""
    if collection.start is None:
        return pages[index].number
    step = len(pages[0].records) if collection.pagination.style == "offset" else 1
    return collection.pagination.first + index * step


def filter_everything(collection: Collection) -> None:
    """Filter by values that records have: what is left matches, and nothing that matches is gone."""
    budget = collection.share.properties * 6 // 10
    if collection.pagination.filter is None or filter_field(collection) is None:
        return
    everything = collection.walk(budget)
    values = filter_values(collection, everything.records)
    absent = absent_value(collection, {value for value, _ in values})
    if absent is not None and collection.spent < budget:
        collection.page(collection.start, only=absent)  # every record on it is one too many
    for index, (value, expected) in enumerate(values):
        share = (budget - collection.spent) // (len(values) - index)
        check_filter(collection, value, expected if everything.is_sound else set(), share)


def _sizes(records: int) -> list[int]:
    """Return page sizes worth trying, the cheapest walk first: around a half, a third, …, and one record a page."""
    return sorted(
        {max(1, size) for size in (records, records // 2 + 1, records // 3, records // 7, 10, 3, 2, 1)}, reverse=True
    )


def compare(collection: Collection, reference: Walk, walk: Walk) -> None:
    """Report a walk to the end that holds other records than one before it."""
    if reference.is_sound and walk.is_sound:
        before, now = set(reference.keys), set(walk.keys)
        collection.channel.witness.tried("sizes", walk.pages[-1].at, missing=len(before - now), added=len(now - before))


def check_again(collection: Collection, number: int | str | None, limit: int | None) -> None:
    """Ask for one page twice and report a difference."""
    first = collection.page(number, limit=limit)
    second = collection.page(number, limit=limit)
    if first is not None and second is not None:
        collection.channel.witness.tried("again", second.at, first=first.keys, second=second.keys)


def filter_values(collection: Collection, everything: Sequence[Any]) -> list[tuple[str, set[str | None]]]:
    """
    Return values worth filtering by, rarest first, each with the keys of the records it must leave.

    They come from the records themselves, at the field that `x-assumed.filters` names; no field, no values.
    """
    field = filter_field(collection)
    if field is None:
        return []
    by_value: dict[str, set[str | None]] = {}
    for record in everything:
        value = resolve(record, field)
        if value is not MISSING and not isinstance(value, (dict, list)) and value is not None and value != "":
            text = str(value).lower() if isinstance(value, bool) else str(value)
            by_value.setdefault(text, set()).add(collection.key(record))
    return sorted(by_value.items(), key=lambda pair: (len(pair[1]), pair[0]))[:MAX_VALUES]


def absent_value(collection: Collection, present: set[str]) -> str | None:
    """Return a value that the filter may be given and no record has; None where there is none."""
    name = collection.pagination.filter
    parameter = collection.operation.parameter(name) if name is not None else None
    listed = parameter.schema.get("enum") if parameter is not None else None
    candidates = [str(each) for each in listed if isinstance(each, str)] if isinstance(listed, list) else [NOBODY_S]
    return next((each for each in candidates if each not in present), None)


def filter_field(collection: Collection) -> str | None:
    """Return the pointer, from a record, of the field that the filter compares with; None where nothing says."""
    name = collection.pagination.filter
    found = _assumed(collection, name).get("filters") if name is not None else None
    return found if isinstance(found, str) else None


def check_filter(collection: Collection, value: str, expected: set[str | None], budget: int) -> None:
    """Walk the filtered collection and report records that should be there and are not."""
    walk = collection.walk(budget, only=value)
    if not walk.pages:
        return
    missing = len(expected - set(walk.keys)) if walk.ended else 0
    name = collection.pagination.filter
    collection.channel.witness.tried("filter", walk.pages[-1].at, missing=missing, **_meaning(collection, name))


def _assumed(collection: Collection, name: str | None) -> dict[str, Any]:
    parameter = collection.operation.parameter(name) if name is not None else None
    raw = resolve(collection.channel.contract.tree, parameter.pointer) if parameter is not None else None
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
