"""The records of a collection: drawn once, each with an identity of its own, all keeping their validations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ContractError
from driftgate.mock.bodies import samples_of
from driftgate.mock.draw import UndrawableSchema
from driftgate.mock.place import schema_at
from driftgate.mock.validations import Validations
from driftgate.pointer import MISSING, fold, resolve, split

if TYPE_CHECKING:
    from driftgate.media_type import MediaType
    from driftgate.mock.bodies import Bodies
    from driftgate.operation import Operation

TRIES = 60
"""Draws of one record before its validations or its identity are given up."""


def draw_records(bodies: Bodies, operation: Operation, media_type: MediaType, size: int) -> list[Any]:
    """
    Return `size` records for the array that the operation's `x-pagination.items` points at.

    Raises:
        ContractError: There is no such array in the schema, or too few records conform.
    """
    pagination = operation.pagination
    assert pagination is not None
    assert media_type.schema_pointer is not None
    place = split(pagination.items)
    item = schema_at(bodies.contract, media_type.schema_pointer, [*place, "*"])
    if item is None:
        raise ContractError(
            f"{operation.name}: `x-pagination` finds the records at {pagination.items or 'the root'}, where the "
            "response's schema has no array with `items`."
        )
    samples, validations = samples_of(media_type), Validations(bodies.contract, item)
    records: list[Any] = []
    taken: set[bytes] = set()
    for position in range(size):
        for attempt in range(TRIES):
            try:
                drawn = bodies.drawer.draw(
                    item,
                    seed=f"{bodies.seed}/{operation.name}#{position}/{attempt}",
                    samples=samples,
                    place=fold([*place, 0]),
                    position=position,
                    spread=attempt == 0,
                )
            except UndrawableSchema as error:
                raise ContractError(str(error)) from None
            identity = _identity(drawn, pagination.identity, position)
            if identity not in taken and validations.hold(drawn):
                break
        else:
            raise ContractError(
                f"{operation.name}: after {TRIES} tries record {position} still breaks a validation or repeats an "
                "identity. Ask for fewer items, or widen the schema in an overlay."
            )
        taken.add(identity)
        records.append(drawn)
    return records


def _identity(record: Any, pointer: str | None, position: int) -> bytes:
    value = MISSING if pointer is None else resolve(record, pointer)
    return b"%d" % position if value is MISSING else orjson.dumps(value)
