"""Defaults that the generator can write into the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def default_fits(shape: Mapping[str, Any], default: Any) -> bool:
    """
    Tell whether the generator can write `default` into the code for a readable schema.

    NOTE: it drops the whole operation over a default that it cannot write.
    """
    if "enum" in shape:
        return any(type(each) is type(default) and each == default for each in shape["enum"])
    if (
        shape.get("format") in {"date", "date-time", "uuid", "binary"}
        or {"oneOf", "anyOf", "allOf", "const"} & shape.keys()
    ):
        return False
    types = shape.get("type")
    kinds = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
    if types == "boolean":
        return isinstance(default, bool)
    return isinstance(types, str) and isinstance(default, kinds.get(types, ())) and not isinstance(default, bool)
