"""Gathering what is found into changes, each told once with every operation it reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.revision.change import Change
from driftgate.revision.kinds import KINDS
from driftgate.revision.reading import canonical

if TYPE_CHECKING:
    from driftgate.revision.pair import PairKey
    from driftgate.revision.schemas import Schemas


class Place(NamedTuple):
    """
    Where in the two documents something is compared.

    Args:
        operation: Empty for what belongs to no operation.
        before, after: Pointers of the objects compared; None where there is none.
    """

    operation: str
    before: str | None
    after: str | None
    status: str | None = None
    media_type: str | None = None
    pointer: str | None = None

    def at(
        self,
        before: str | None,
        after: str | None,
        *,
        status: str | None = None,
        media_type: str | None = None,
        pointer: str | None = None,
    ) -> Place:
        """Return a place elsewhere in the same operation; what is not given stays."""
        return Place(
            self.operation,
            before,
            after,
            status or self.status,
            media_type or self.media_type,
            self.pointer if pointer is None else pointer,
        )

    def inside(self, before: str | None, after: str | None, name: str) -> Place:
        """Return the place of something with a name of its own, as `header:x-rate`; in a callback, after its name."""
        return self.at(before, after, pointer=f"{self.pointer} {name}" if self.pointer else name)


class Collection:
    """Changes as they are found; the same difference seen from several operations is one."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, ...], Change] = {}
        self._roots: list[tuple[PairKey, Place]] = []

    def add(
        self,
        kind: str,
        place: Place,
        before: Any = None,
        after: Any = None,
        *,
        detail: str = "",
        is_void: bool = False,
        inferred: bool = False,
    ) -> None:
        """
        Record a change; seen before, it gains an operation.

        `detail` tells apart what differs at the same two pointers in the same way.
        """
        owner = "" if place.before or place.after else place.operation
        values = canonical([before, after, is_void])
        key = (kind, place.before or "", place.after or "", values, detail, owner)
        change = Change(
            kind=kind,
            direction=KINDS[kind].direction,
            operation=place.operation or None,
            status=place.status,
            media_type=place.media_type,
            pointer=place.pointer or None,
            operations=(place.operation,) if place.operation else (),
            before_pointer=place.before,
            after_pointer=place.after,
            before=before,
            after=after,
            inferred=inferred,
            is_void=is_void,
        )
        held = self._changes.get(key)
        self._changes[key] = change if held is None else _joined(held, change)

    def add_schema(self, key: PairKey | None, place: Place) -> None:
        """Remember that a pair of schemas stands at `place`; None where they are plainly the same."""
        if key is not None:
            self._roots.append((key, place))

    def reach(self, schemas: Schemas) -> None:
        """Record what differs in the schemas remembered so far."""
        for key, place in self._roots:
            for found, suffix in schemas.reach(key):
                where = place.at(found.before_pointer, found.after_pointer, pointer=f"{place.pointer or ''}{suffix}")
                self.add(
                    found.kind, where, found.before, found.after,
                    detail=found.suffix, is_void=found.is_void, inferred=found.inferred,
                )  # fmt: skip
        self._roots.clear()

    def changes(self) -> list[Change]:
        """Return everything recorded, sorted by place and kind."""
        return sorted(self._changes.values(), key=_order)


def _joined(one: Change, other: Change) -> Change:
    """Return the change with the operations of both, at the place that comes first."""
    first = min(one, other, key=_place)
    if set(other.operations) <= set(one.operations):
        operations = one.operations
    else:
        operations = tuple(sorted({*one.operations, *other.operations}))
    return replace(first, operations=operations)


def _place(change: Change) -> tuple[object, ...]:
    pointer = change.pointer or ""
    return change.operation or "", change.status or "", change.media_type or "", pointer.count("/"), pointer


def _order(change: Change) -> tuple[object, ...]:
    return (
        (change.operation or "").partition(" ")[2],
        change.operation or "",
        change.status or "",
        change.media_type or "",
        change.pointer or "",
        change.kind,
        change.after_pointer or change.before_pointer or "",
        canonical([change.before, change.after]),
    )
