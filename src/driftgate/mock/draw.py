"""Bodies drawn from schemas: conforming, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from driftgate.errors import DriftgateError
from driftgate.mock.drawing import MAX_DEPTH, Drawing, Plan
from driftgate.mock.scalar import Impossible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.schema import Direction


class UndrawableSchema(DriftgateError):  # noqa: N818 - the schema is what is wrong
    """
    No value that conforms to a schema was found.

    Args:
        nearest: One that the declared schema takes, else one that misses by little.
    """

    def __init__(self, message: str, *, nearest: Any) -> None:
        super().__init__(message)
        self.nearest = nearest


_PLANS = (
    Plan(samples=True, optional=True, depth=MAX_DEPTH),
    Plan(samples=False, optional=True, depth=MAX_DEPTH),
    Plan(samples=False, optional=True, depth=3),
    Plan(samples=True, optional=False, depth=MAX_DEPTH),
    Plan(samples=False, optional=False, depth=MAX_DEPTH),
    *(Plan(samples=False, optional=False, depth=MAX_DEPTH) for _ in range(8)),
)
# What misses the strict schema, best first: what the declared one takes, and what is wrong but for `oneOf` and `not`.
_NEAREST = (
    Plan(samples=True, optional=True, depth=MAX_DEPTH, strict=False),
    Plan(samples=False, optional=False, depth=MAX_DEPTH, strict=False),
    Plan(samples=True, optional=False, depth=MAX_DEPTH, exact=False, strict=False),
)


class Drawer:
    """
    Draws bodies from the schemas of a contract.

    Args:
        direction: Whose body: in a response, `writeOnly` properties are left out; in a request, `readOnly` ones.
    """

    def __init__(self, contract: Contract, *, direction: Direction = "response") -> None:
        self.contract = contract
        self.direction = direction

    def draw(
        self,
        schema_pointer: str,
        *,
        seed: object,
        samples: Mapping[str, Sequence[Any]] | None = None,
        place: str = "",
        position: int | None = None,
        spread: bool = True,
    ) -> Any:
        """
        Return a value that conforms, strictly, to the schema at a pointer.

        Args:
            schema_pointer: In the effective document.
            seed: Its `str` decides everything: the same seed draws the same value.
            samples: Documented values by folded pointer in the body; values like them are preferred.
            place: Folded pointer, in the body, of the value to draw.
            position: Which record of a collection this is, from 0; None where it is none, and documented values
                are then taken as they are.
            spread: Let records take turns with the values of enums and booleans, so that each is seen.

        Raises:
            UndrawableSchema: None was found.
        """
        reason, nearest = "no value satisfies it", None
        for attempt, plan in enumerate((*_PLANS, *_NEAREST)):
            rng = Random(f"{seed}/{attempt}")  # noqa: S311
            turns = str(seed) if spread else None
            drawing = Drawing(self.contract, self.direction, rng, samples or {}, plan, position, turns)
            validator = self.contract.validator(schema_pointer, direction=self.direction, strict=plan.strict)
            try:
                value = drawing.value([({"$ref": f"#{schema_pointer}"}, schema_pointer)], place, 0)
            except Impossible as error:
                reason = reason if attempt >= len(_PLANS) else str(error)
                continue
            is_valid = validator.is_valid(value)
            if is_valid and plan.strict:
                return value
            nearest = value
            if is_valid:
                break
            if plan.strict:
                reason = next((error.message for error in validator.iter_errors(value)), reason)
        raise UndrawableSchema(
            f"{self.contract.document.name}: nothing conforms to the schema at #{schema_pointer}: {reason}",
            nearest=nearest,
        )
