"""What `x-validations` asks of a drawn value, so that a mock keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.errors import ContractError
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.contract import Contract


def validations_of(contract: Contract, schema_pointer: str) -> Callable[[Any], bool | None]:
    """
    Return a test whether a value keeps the `x-validations` of its own schema; those of parts are not looked at.

    The test returns None where a rule cannot be evaluated: it needs a field the value has not, or the request.

    Raises:
        ContractError: A rule is no CEL.
    """
    tree = contract.translation().tree
    found: list[str] = []
    stack, seen = [node_at(tree, schema_pointer)], set()
    while stack:
        node = follow(tree, stack.pop())
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        found += [
            each["rule"]
            for each in node.get("x-validations") or ()
            if isinstance(each, dict) and isinstance(each.get("rule"), str)
        ]
        stack.extend(node.get("allOf") or ())
    if not found:
        return _holds_anyway
    from cel_expr_python import cel

    env = cel.NewEnv(variables={"self": cel.Type.DYN, "request": cel.Type.DYN})
    programs = []
    for rule in found:
        try:
            programs.append(env.compile(rule))
        except RuntimeError as error:
            reason = str(error).splitlines()[0]
            raise ContractError(f"#{schema_pointer}: the validation {rule!r} is no CEL: {reason}") from None

    def holds(value: Any) -> bool | None:
        try:
            activation = env.Activation({"self": value, "request": {}})
            results = [program.eval(activation) for program in programs]
        except (RuntimeError, TypeError, ValueError):
            return None
        if any(result.type() == cel.Type.ERROR for result in results):
            return None
        return all(result.value() is True for result in results)

    return holds


def _holds_anyway(value: Any) -> bool | None:
    return True
