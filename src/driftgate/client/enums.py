"""Enums as the generator can read them: values of one type, each with a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def readable_enum(
    node: Mapping[str, Any], types: Sequence[str], where: str, note: Callable[[str], None]
) -> dict[str, Any]:
    """
    Return the keywords `enum` and `x-enum-varnames` for a schema; none where it is no enum in the client.

    Values only inferred from examples make no enum: a client must not crash on a value that no example showed. The
    values of a nullable enum include null.

    NOTE: of numbers the generator makes an enum of integers, and drops the operation where an `allOf` narrows a plain
    number to one.
    """
    values = node.get("enum")
    if not isinstance(values, list) or not values or "boolean" in types:
        return {}
    if "x-inferred" in node:
        note(f"{where}: the values are only inferred, so the client takes others too")
        return {}
    nullable = node.get("nullable") is True or "null" in types or None in values
    if "number" in types and "integer" not in types:
        note(f"{where}: numbers make no enum in Python, so the client takes others too")
        return {}
    named = _of_one_type([value for value in values if value is not None], types)
    if named is None:
        note(f"{where}: values of several types make no enum in Python, so the client takes others too")
        return {}
    if not named:
        return {"enum": [None]}
    return {"enum": [*named, None] if nullable else named, "x-enum-varnames": _names(named, node)}


def _of_one_type(values: Sequence[Any], types: Sequence[str]) -> list[str | int] | None:
    """Return the values, each once, if they are all text or all integers. A number in an enum of text is its text."""
    if types and set(types) <= {"string", "null"}:
        values = [str(value) if type(value) is int else value for value in values]
    unique = list(dict.fromkeys(value for value in values if isinstance(value, (str, int))))
    if len({type(value) for value in unique}) > 1 or len(unique) < len(set(map(repr, values))):
        return None
    if any(isinstance(value, bool) for value in unique) or ("string" not in types and types and _text(unique)):
        return None
    return unique


def _text(values: Sequence[Any]) -> bool:
    return any(isinstance(value, str) for value in values)


def _names(values: Sequence[str | int], node: Mapping[str, Any]) -> list[str]:
    """
    Return a constant's name for each value, from `x-enum-varnames` where it has one.

    The generator's own names would make one of `a-b` and `a_b`, and `SMSDATA` of `Sms+Data`.
    """
    given = node.get("x-enum-varnames")
    usable = isinstance(given, list) and len(given) == len(values)
    names: list[str] = []
    for index, value in enumerate(values):
        name = _constant(str(given[index]) if usable and isinstance(given, list) else _spoken(value))
        if not name.isidentifier():
            name = f"VALUE_{name}".rstrip("_") if name else f"VALUE_{index}"
        if name in names:
            name = f"{name}_{index}"
        names.append(name)
    return names


def _spoken(value: str | int) -> str:
    if isinstance(value, int):
        return f"VALUE_NEGATIVE_{-value}" if value < 0 else f"VALUE_{value}"
    return value


def _constant(text: str) -> str:
    """Return text as an upper-case constant, as the generator will write it: words joined with one underscore."""
    from openapi_python_client.strings import snake_case

    apart = "".join(char if char.isalnum() or char == "_" else " " for char in text)
    return snake_case(snake_case(apart).upper()).upper()
