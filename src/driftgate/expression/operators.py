"""
The operators of CEL over JSON values, each exactly as strict as CEL: an operand of a wrong type decides nothing.

Source:
    Common Expression Language, language definition, "Equality", "Ordering", "Logical Operators", "Field Selection".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Closure = Callable[[Any, Mapping[str, Any]], Any]
else:
    Closure = object

_EXACT = 2**53
_BOUND = 2**63


class Undecided(Exception):  # noqa: N818 - CEL's error value: neither true nor false
    """An expression has no value: a field is missing, or an operand is of the wrong type."""


def constant(value: Any) -> Closure:
    def give(this: Any, request: Mapping[str, Any]) -> Any:
        return value

    give.constant = value  # type: ignore[attr-defined]
    return give


def this_value(this: Any, request: Mapping[str, Any]) -> Any:
    return this


def request_value(this: Any, request: Mapping[str, Any]) -> Any:
    return request


def field(owner: Closure, name: str) -> Closure:
    def select(this: Any, request: Mapping[str, Any]) -> Any:
        held = owner(this, request)
        if held.__class__ is dict and name in held:
            return held[name]
        raise Undecided

    def select_own(this: Any, request: Mapping[str, Any]) -> Any:
        if this.__class__ is dict and name in this:
            return this[name]
        raise Undecided

    found = select_own if owner is this_value else select
    found.owner, found.name = owner, name  # type: ignore[attr-defined]
    return found


def has(selected: Closure) -> Closure:
    owner, name = selected.owner, selected.name  # type: ignore[attr-defined]

    def test(this: Any, request: Mapping[str, Any]) -> bool:
        held = owner(this, request)
        if held.__class__ is not dict:
            raise Undecided
        return bool(name in held)

    return test


def negated(operand: Closure) -> Closure:
    def test(this: Any, request: Mapping[str, Any]) -> bool:
        value = operand(this, request)
        if value is True:
            return False
        if value is False:
            return True
        raise Undecided

    return test


def either(left: Closure, right: Closure) -> Closure:
    return _logical(left, right, decisive=True)


def both(left: Closure, right: Closure) -> Closure:
    return _logical(left, right, decisive=False)


def _logical(left: Closure, right: Closure, *, decisive: bool) -> Closure:
    """Return `||` or `&&`: a decisive operand decides, whatever the other one is."""

    def test(this: Any, request: Mapping[str, Any]) -> Any:
        first: Any = None
        try:
            first = left(this, request)
            if first is decisive:
                return decisive
        except Undecided:
            pass
        second = right(this, request)
        if second is decisive:
            return decisive
        if first.__class__ is bool and second.__class__ is bool:
            return not decisive
        raise Undecided

    test.is_logical = True  # type: ignore[attr-defined]
    return test


def ternary(condition: Closure, then: Closure, otherwise: Closure) -> Closure:
    def choose(this: Any, request: Mapping[str, Any]) -> Any:
        chosen = condition(this, request)
        if chosen.__class__ is not bool:
            raise Undecided
        return then(this, request) if chosen else otherwise(this, request)

    return choose


def listed(parts: list[Closure]) -> Closure:
    return lambda this, request: [part(this, request) for part in parts]


def called(function: Callable[..., Any], *operands: Closure) -> Closure:
    if len(operands) == 1:
        (only,) = operands
        return lambda this, request: function(only(this, request))
    first, second = operands
    if hasattr(second, "constant"):
        fixed = second.constant
        return lambda this, request: function(first(this, request), fixed)
    return lambda this, request: function(first(this, request), second(this, request))


def logical(operand: Closure) -> Closure:
    """Return what an expression says of a value where that is true or false."""
    if getattr(operand, "is_logical", False):
        return operand

    def test(this: Any, request: Mapping[str, Any]) -> Any:
        value = operand(this, request)
        if value.__class__ is bool:
            return value
        raise Undecided

    return test


def _is_number(value: Any) -> bool:
    return value.__class__ is int or value.__class__ is float


def _equal(left: Any, right: Any) -> bool:
    """Compare as CEL does: values of different types are not equal, 1 and 1.0 are."""
    if left.__class__ is right.__class__:
        if left.__class__ is list:
            return len(left) == len(right) and all(map(_equal, left, right))
        if left.__class__ is dict:
            return left.keys() == right.keys() and all(_equal(value, right[key]) for key, value in left.items())
        return bool(left == right)
    return _is_number(left) and _is_number(right) and bool(left == right)


def _ordered(left: Any, right: Any) -> None:
    """Refuse what has no order in CEL."""
    if left.__class__ is right.__class__ and left.__class__ in _ORDERED:
        return
    if not (_is_number(left) and _is_number(right)):
        raise Undecided


_ORDERED = frozenset({str, int, float, bool})


def _less(left: Any, right: Any) -> bool:
    _ordered(left, right)
    return bool(left < right)


def _at_most(left: Any, right: Any) -> bool:
    _ordered(left, right)
    return bool(left <= right)


def _contained(value: Any, container: Any) -> bool:
    if container.__class__ is list:
        return any(_equal(value, each) for each in container)
    if container.__class__ is dict:
        if value.__class__ is str:
            return value in container
        if value.__class__ in {int, bool, float}:
            return False  # could be the key of a map, though not of a JSON object
    raise Undecided


def _plus(left: Any, right: Any) -> Any:
    if left.__class__ is not right.__class__ or left.__class__ not in {str, int, float, list}:
        raise Undecided
    return _bounded(left + right)


def _minus(left: Any, right: Any) -> Any:
    if left.__class__ is not right.__class__ or not _is_number(left):
        raise Undecided
    return _bounded(left - right)


def _bounded(value: Any) -> Any:
    if value.__class__ is int and not -_BOUND <= value < _BOUND:
        raise Undecided
    return value


def _size(value: Any) -> int:
    if value.__class__ in {str, list, dict}:
        return len(value)
    raise Undecided


def _contains(text: Any, part: Any) -> bool:
    if text.__class__ is not str or part.__class__ is not str:
        raise Undecided
    return bool(part in text)


def _starts(text: Any, part: Any) -> bool:
    if text.__class__ is not str or part.__class__ is not str:
        raise Undecided
    return bool(text.startswith(part))


def _ends(text: Any, part: Any) -> bool:
    if text.__class__ is not str or part.__class__ is not str:
        raise Undecided
    return bool(text.endswith(part))


def _string(value: Any) -> str:
    if value.__class__ in {str, int}:
        return str(value)
    if value.__class__ is bool:
        return "true" if value else "false"
    raise Undecided


def _double(value: Any) -> float:
    if not _is_number(value):
        raise Undecided
    return float(value)


RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    "<=": _at_most,
    ">": lambda left, right: _less(right, left),
    ">=": lambda left, right: _at_most(right, left),
    "in": _contained,
    "+": _plus,
    "-": _minus,
}
FUNCTIONS: dict[tuple[str, int], Callable[..., Any]] = {
    ("size", 1): _size,
    ("string", 1): _string,
    ("double", 1): _double,
}
METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("size", 0): _size,
    ("contains", 1): _contains,
    ("startsWith", 1): _starts,
    ("endsWith", 1): _ends,
}
"""Functions and methods by name and number of arguments."""
