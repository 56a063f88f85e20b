"""Mining: the laws of one kind of object, from its instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.inference.decision.instances import REQUEST
from driftgate.inference.laws.arithmetic import balances, distances, multiples, sizes, sums
from driftgate.inference.laws.constants import constants
from driftgate.inference.laws.ends import ends, flagged, item_columns, side_by_side
from driftgate.inference.laws.equality import (
    constants_repeated,
    equal_or_zero,
    equalities,
    inherited,
    same_letters,
    templates,
    unique_keys,
)
from driftgate.inference.laws.implication import implications
from driftgate.inference.laws.order import numberings, orders, sortings
from driftgate.inference.laws.table import LEAST, Table, all_are, all_numbers, all_whole, distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.decision.instances import Instance
    from driftgate.inference.laws.law import Law

MOST_LAWS = 60


def laws_of(instances: Sequence[Instance]) -> list[Law]:
    """Return the laws that the instances support, each telling something that the others do not."""
    table = Table(instances)
    if len(instances) < LEAST or table.bodies < LEAST:
        return []
    asked = {path: column for path, column in table.columns.items() if path[0] == REQUEST}
    table.columns = {path: column for path, column in table.columns.items() if path[0] != REQUEST}
    texts = {path: column for path, column in table.columns.items() if all_are(column, str) and distinct(column) >= 2}
    numbers = {path: column for path, column in table.columns.items() if all_numbers(column)}
    arrays = {path: column for path, column in table.columns.items() if all_are(column, list)}
    equal = [*equalities(texts), *equalities(numbers)]
    same = {law.right for law in equal}
    texts = {path: column for path, column in texts.items() if path not in same}
    numbers = {path: column for path, column in numbers.items() if path not in same}
    whole = {path: column for path, column in numbers.items() if all_whole(column)}
    added = sums(numbers)
    items = {path: item_columns(column) for path, column in arrays.items()}
    found: list[Law] = [
        *equal,
        *constants_repeated(table.columns),
        *templates(texts, {**texts, **whole, **asked}),
        *same_letters(texts, same),
        *inherited({**texts, **whole}, arrays),
        *equal_or_zero(numbers),
        *added,
        *balances(numbers, added),
        *multiples(whole),
        *distances(whole),
        *sizes(numbers, arrays, items),
        *side_by_side(arrays),
        *flagged(numbers, arrays),
        *ends({**texts, **numbers}, items),
        *orders(texts, numbers),
        *sortings(arrays),
        *numberings(arrays),
        *unique_keys(arrays),
        *constants(table),
        *implications(table, same),
    ]
    return found[:MOST_LAWS]
