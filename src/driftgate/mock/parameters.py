"""Parameters of a request: may each be what it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.parameter import ParameterReader
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.operation import Parameter
    from driftgate.parameter import Values

_BITS = {"int32": 31, "int64": 63}


class ParameterCheck:
    """One parameter of an operation, ready to check requests."""

    __slots__ = ("_bits", "_reader", "parameter")

    def __init__(self, contract: Contract, parameter: Parameter) -> None:
        self.parameter = parameter
        self._reader = ParameterReader(contract, parameter)
        self._bits: int | None = None
        if parameter.schema_pointer is not None:
            tree = contract.translation(direction="request", strict=False).tree
            schema = follow(tree, node_at(tree, parameter.schema_pointer))
            # A number that the answer's own int32 could not repeat must not get that far.
            self._bits = _BITS.get(str(schema.get("format"))) if isinstance(schema, dict) else None

    def refusal(self, values: Values) -> str | None:
        """Say why the request's value is none; None where it is fine, or absent and not required."""
        parameter = self.parameter
        reading = self._reader.read(values)
        if reading is None:
            return f"{parameter.location} parameter {parameter.name} is missing" if parameter.required else None
        if reading.error is None and self._is_in_range(reading.value):
            return None
        return f"{parameter.location} parameter {parameter.name} does not conform to its schema"

    def _is_in_range(self, value: object) -> bool:
        return self._bits is None or not isinstance(value, (int, float)) or -(2**self._bits) <= value < 2**self._bits
