"""What `x-validations` asks of a value, so that a mock keeps it, or breaks it on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.expression import Expression, Undecided
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from driftgate.contract import Contract


class Validations:
    """
    The `x-validations` of one schema; those of its parts are not looked at.

    Raises:
        ContractError: A rule is no CEL.
    """

    def __init__(self, contract: Contract, schema_pointer: str) -> None:
        tree = contract.translation().tree
        self.expressions: list[Expression] = []
        stack, seen = [node_at(tree, schema_pointer)], set()
        while stack:
            node = follow(tree, stack.pop())
            if not isinstance(node, dict) or id(node) in seen:
                continue
            seen.add(id(node))
            self.expressions += [
                Expression(each["rule"])
                for each in node.get("x-validations") or ()
                if isinstance(each, dict) and isinstance(each.get("rule"), str)
            ]
            stack.extend(node.get("allOf") or ())

    def hold(self, value: Any) -> bool:
        """Tell whether no rule is broken; one that has no answer (it needs the request) is not."""
        for expression in self.expressions:
            try:
                if not expression.holds(value, {}):
                    return False
            except Undecided:
                continue
        return True
