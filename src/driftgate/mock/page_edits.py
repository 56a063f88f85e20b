"""Edits of a page as a whole: what no single value can get wrong."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.mock.edits import given, is_number
from driftgate.mock.place import schema_at
from driftgate.mock.spot import Spot, spots
from driftgate.mock.text import text_like
from driftgate.mock.validations import Validations
from driftgate.pointer import split
from driftgate.schema import types_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.contract import Contract
    from driftgate.mock.collection import Collection
    from driftgate.mock.injection import Injection


class PageView(NamedTuple):
    """
    A body that is about to be sent.

    Args:
        body: In a list of one.
        collection: The collection that it is a page of.
        asked: The request's query parameters.
        step: Pages before this one.
        sent: Answers of this kind before this one.
    """

    body: list[Any]
    collection: Collection
    asked: Mapping[str, str]
    step: int
    sent: int
    injection: Injection
    seed: str

    def one(self, pointer: str | None) -> Spot | None:
        found = spots(self.body, split(pointer)) if pointer is not None else []
        if not found:
            return None
        found[0].wanted = self.injection.value
        return found[0]

    @property
    def records(self) -> list[Any]:
        found = spots(self.body, split(self.collection.pagination.items))
        return found[0].value if found and isinstance(found[0].value, list) else []

    @property
    def items(self) -> list[Any]:
        spot = self.one(self.injection.pointer or self.collection.pagination.items)
        return spot.value if spot is not None and isinstance(spot.value, list) else []


def other_echo(page: PageView) -> bool:
    pagination = page.collection.pagination
    spot = page.one(page.injection.pointer or next(iter(pagination.echo.values()), None))
    if spot is None:
        return False
    if spot.wanted is not None:
        return spot.put(given(spot))
    value = spot.value
    if is_number(value):
        return spot.put(value + 1)
    return isinstance(value, str) and spot.put(str(int(value) + 1) if value.isdecimal() else f"not {value}")


def low_total(page: PageView) -> bool:
    """Write a total that is below the number of records on the page."""
    spot, records = page.one(page.injection.pointer or page.collection.pagination.total), page.records
    if spot is None or not records:
        return False
    return spot.put(given(spot) if spot.wanted is not None else len(records) - 1)


def high_total(page: PageView) -> bool:
    """Count the same seven records too many on every page that has some."""
    spot, records = page.one(page.injection.pointer or page.collection.pagination.total), page.records
    return spot is not None and bool(records) and is_number(spot.value) and spot.put(spot.value + 7)


def short_total(page: PageView) -> bool:
    """Count one record too few on every page that has some."""
    spot, records = page.one(page.injection.pointer or page.collection.pagination.total), page.records
    return spot is not None and bool(records) and is_number(spot.value) and spot.put(spot.value - 1)


def endless(page: PageView) -> bool:
    """Name the page that was asked for as the next one."""
    paging = page.collection.pagination
    told = page.injection.pointer or paging.next
    asked = page.asked.get(str(paging.page))
    spot = page.one(told) if told is not None and told.startswith("/") else None
    return spot is not None and asked is not None and spot.put(asked)


def moving_total(page: PageView) -> bool:
    spot = page.one(page.injection.pointer or page.collection.pagination.total)
    return spot is not None and page.step > 0 and is_number(spot.value) and spot.put(spot.value + page.step)


def twice_on_a_page(page: PageView) -> bool:
    items = page.items
    if len(items) < 2:
        return False
    items[-1] = items[0]
    return True


def twice_in_a_walk(page: PageView) -> bool:
    """Show the first record of the collection again, on a later page."""
    items = page.items
    if page.step < 1 or not items or not page.collection.items:
        return False
    items[0] = page.collection.items[0]
    return True


def short_page(page: PageView) -> bool:
    """Leave the last record out of a page whose size was asked for."""
    items = page.items
    if page.collection.pagination.limit not in page.asked or len(items) < 2:
        return False
    items.pop()
    return True


def short_selection(page: PageView) -> bool:
    """Leave the first record out of what a filter selects, and count it out as well."""
    spot, items = page.one(page.collection.pagination.total), page.items
    if not page.asked.get(str(page.collection.pagination.filter)) or page.step > 0 or not items:
        return False
    items.pop(0)
    return spot is None or (is_number(spot.value) and spot.put(spot.value - 1))


def other_constant(page: PageView) -> bool:
    spot = page.one(page.injection.pointer)
    if spot is None or page.step < 1:
        return False
    if spot.wanted is not None:
        return spot.put(given(spot))
    if is_number(spot.value):
        return spot.put(spot.value + page.step)
    rng = Random(f"{page.seed}/{page.step}")  # noqa: S311
    return isinstance(spot.value, str) and spot.put(text_like(spot.value, rng, position=page.step))


def other_order(page: PageView) -> bool:
    """Turn the records of every second answer round by one."""
    items = page.items
    if len(items) < 2 or page.sent % 2 == 0:
        return False
    items.append(items.pop(0))
    return True


def break_validation(spot: Spot) -> bool:
    """Find one property, or two, whose change breaks an `x-validations` of the object here and nothing of its schema."""
    contract, place = spot.contract, spot.schema_pointer
    if contract is None or place is None or not isinstance(spot.value, dict):
        return False
    if spot.wanted is not None:
        return spot.put(given(spot))
    validations, validator = Validations(contract, place), contract.validator(place)
    changes = list(_changes(contract, place, spot.value))
    for several in chain(((each,) for each in changes), combinations(changes, 2)):
        changed = {**spot.value, **dict(several)}
        if not validations.hold(changed) and validator.is_valid(changed):
            return spot.put(changed)
    return False


def _changes(contract: Contract, place: str, record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    tree = contract.translation().tree
    for name, value in record.items():
        pointer = schema_at(contract, place, [name])
        if isinstance(value, bool):
            yield name, not value
        elif is_number(value):
            yield from ((name, other) for other in (0, -1, value + 1, value - 1, 10**6))
        if pointer is not None:
            node = spots([tree], split(pointer))
            listed = node[0].value.get("enum", ()) if node and isinstance(node[0].value, dict) else ()
            yield from ((name, other) for other in listed if other != value)
            if node and "null" in types_of(node[0].value):
                yield name, None
        if isinstance(value, list):
            yield name, []
