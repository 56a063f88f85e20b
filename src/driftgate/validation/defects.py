"""Validations that judge nothing, because they are no rules in CEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.expression import defect_of
from driftgate.pointer import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract


def unusable_validations(contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield the pointer and the defect of every `x-validations` in a contract that judges nothing."""
    stack: list[tuple[Any, str]] = [(contract.tree, "")]
    while stack:
        node, pointer = stack.pop()
        if isinstance(node, list):
            stack.extend((value, f"{pointer}/{index}") for index, value in reversed(list(enumerate(node))))
        if not isinstance(node, dict):
            continue
        if "x-validations" in node:
            place = f"{pointer}/x-validations"
            if not isinstance(node["x-validations"], list):
                yield place, "is no list"
            else:
                for index, raw in enumerate(node["x-validations"]):
                    text = raw.get("rule") if isinstance(raw, dict) else None
                    if not isinstance(text, str):
                        yield f"{place}/{index}", "has no `rule`"
                    elif (reason := defect_of(text)) is not None:
                        yield f"{place}/{index}/rule", f"is no CEL: {reason}"
        stack.extend(
            (value, f"{pointer}/{escape(key)}")
            for key, value in reversed(list(node.items()))
            if key not in {"example", "examples", "x-validations"}
        )
