"""One rule in CEL, compiled once, asked about many values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from driftgate.errors import ContractError
from driftgate.expression.native import compile_native
from driftgate.expression.operators import Undecided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_SELF = re.compile(r"\bself\b(?:\.([A-Za-z_][A-Za-z0-9_]*+)(?!\s*\())?")
_LIST = "driftgate_list"
_EXTENSIONS = "name: driftgate\nextensions:\n  - name: lists\n  - name: strings\n  - name: math\n"


@cache
def _engine() -> Any:
    from cel_expr_python import cel

    config = cel.NewEnvConfigFromYaml(_EXTENSIONS)
    return cel.NewEnv(config=config, variables=dict.fromkeys(("self", "request", _LIST), cel.Type.DYN))


def defect_of(text: str) -> str | None:
    """Say why `text` is no CEL over `self` and `request`; None where it is."""
    try:
        _engine().compile(text)
    except RuntimeError as error:
        return str(error).splitlines()[0].removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: ")
    return None


class Expression:
    """
    A rule in CEL over `self` and `request`.

    Args:
        text: As written in the contract.
        names: The properties of `self` that it looks at; None where it may look at all of it.
        native: What runs without the engine: gives true or false, or raises `Undecided`; None where the engine is needed.

    Raises:
        ContractError: The text is no CEL.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = _names(text)
        self.native = compile_native(text)
        self._program: Any = None
        self._for_all: Any = None
        if self.native is None:
            if (reason := defect_of(text)) is not None:
                raise ContractError(f"the validation {text!r} is no CEL: {reason}.")
            self._program = _engine().compile(text)
            self._for_all = _engine().compile(f"{_LIST}.all(self, {text})")

    @property
    def is_native(self) -> bool:
        return self.native is not None

    def holds(self, value: Any, request: Mapping[str, Any]) -> bool:
        """
        Tell whether the rule holds of a value.

        Raises:
            Undecided: It has no answer: a field is missing, or an operand is of the wrong type.
        """
        if self.native is not None:
            return bool(self.native(value, request))
        return self._evaluate(self._program, {"self": self._projected(value), "request": request})

    def failing(self, values: Sequence[Any], request: Mapping[str, Any], undecided: list[int]) -> Iterator[int]:
        """Yield the indexes of the values of which the rule does not hold; `undecided` gets those it has no answer for."""
        native = self.native
        if native is None and self._holds_for_all(values, request):
            return
        for index, value in enumerate(values):
            try:
                if not (native(value, request) if native is not None else self.holds(value, request)):
                    yield index
            except Undecided:
                undecided.append(index)

    def _holds_for_all(self, values: Sequence[Any], request: Mapping[str, Any]) -> bool:
        """Tell whether the rule is decided and holds for each value: one conversion for all of them."""
        try:
            projected = [self._projected(value) for value in values]
            return self._evaluate(self._for_all, {_LIST: projected, "request": request})
        except Undecided:
            return False

    def _projected(self, value: Any) -> Any:
        """Return of an object what the rule looks at: the engine converts all that it is given."""
        if self.names is None or value.__class__ is not dict:
            return value
        return {name: value[name] for name in self.names if name in value}

    def _evaluate(self, program: Any, variables: dict[str, Any]) -> bool:
        try:
            answer = program.eval(_engine().Activation(variables))
            found = answer.value() if answer.type() == _boolean() else None
        except (RuntimeError, TypeError, ValueError):  # what no CEL value can hold: a lone surrogate
            raise Undecided from None
        if found.__class__ is bool:
            return bool(found)
        raise Undecided


@cache
def _boolean() -> Any:
    from cel_expr_python import cel

    return cel.Type.BOOL


def _names(text: str) -> frozenset[str] | None:
    bare = _LITERAL.sub("''", text)
    found = _SELF.findall(bare)
    return frozenset(found) if all(found) else None
