"""Choices: values that the document itself gives for a place, and turns among those that are allowed there."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from driftgate.errors import DriftgateError
from driftgate.mock.scalar import Impossible, fits
from driftgate.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.mock.objects import Part
    from driftgate.schema import Direction


class Choices:
    """
    What one attempt at one body may choose from.

    Args:
        samples: Documented values by folded pointer in the body.
        position: Which record of a collection this is, from 0; None where it is none.
        turns: Seed by which records take turns; None where they do not.
        strict: Conform to the strict schema, not just to the declared one.
    """

    def __init__(
        self,
        contract: Contract,
        direction: Direction,
        rng: Random,
        samples: Mapping[str, Sequence[Any]],
        *,
        position: int | None,
        turns: str | None,
        strict: bool,
    ) -> None:
        self._contract = contract
        self._direction: Direction = direction
        self._rng = rng
        self._samples = samples
        self._position = position
        self._turns = turns
        self._strict = strict

    def documented(self, parts: list[Part], place: str) -> Iterator[Any]:
        """Yield the documented values for a place that conform to it."""
        candidates = list(self._samples.get(place, ()))
        for _, pointer in parts:
            original = resolve(self._contract.tree, pointer)
            if isinstance(original, dict):
                candidates += [original[key] for key in ("example", "default") if key in original]
                candidates += original["examples"] if isinstance(original.get("examples"), list) else []
        for value in candidates:
            if all(self._conforms(pointer, value) for _, pointer in parts):
                yield value

    def _conforms(self, pointer: str, value: Any) -> bool:
        try:
            validator = self._contract.validator(pointer, direction=self._direction, strict=self._strict)
            return validator.is_valid(value)
        except DriftgateError:
            return False

    def member(self, enums: list[list[Any]], kinds: list[str], place: str, *, prefer_documented: bool) -> Any:
        """
        Return a value that all `enum` lists have, of one of `kinds` where there are some.

        Raises:
            Impossible: There is none.
        """
        common = [value for value in enums[0] if all(value in other for other in enums[1:])]
        fitting = [value for value in common if not kinds or any(fits(value, kind) for kind in kinds)]
        solid = [value for value in fitting if value is not None] or fitting
        if not solid:
            raise Impossible("its `enum` and `type` have nothing in common")
        if self._position is None:
            known = [value for value in self._samples.get(place, ()) if value in solid]
            return known[0] if known and prefer_documented else self._rng.choice(solid)
        return self.spread(solid, place)

    def spread(self, values: Sequence[Any], place: str) -> Any:
        """Return one of `values` so that every run of as many records shows each of them once."""
        if self._position is None or self._turns is None:
            return self._rng.choice(values)
        block, index = divmod(self._position, len(values))
        order = list(range(len(values)))
        Random(f"{self._turns.partition('#')[0]}{place}#{block}").shuffle(order)  # noqa: S311
        return values[order[index]]
