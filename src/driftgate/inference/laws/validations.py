"""Validations: laws in CEL, as `x-validations` of a schema carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.instances import REQUEST, access
from driftgate.inference.laws.law import (
    PRESENCE,
    AsMany,
    Balance,
    Constant,
    Contains,
    Distance,
    EndOf,
    Equal,
    EqualOrZero,
    Flagged,
    Implies,
    Inherited,
    Law,
    Multiple,
    Numbered,
    Ordered,
    Product,
    SameLetters,
    Size,
    Sorted,
    State,
    Sum,
    SumOf,
    Template,
    Unique,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.inference.decision.instances import Path


MOST_TERMS = 12
"""Items that a rule on an array looks at one by one: CEL has neither indexes nor folds."""


def literal(value: Any) -> str:
    """Return a JSON scalar as CEL."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in text) + "'"


def named(path: Path) -> str:
    return f"the parameter {path[1]}" if path[:1] == (REQUEST,) else ".".join(path)


def _text(path: Path, numeric: frozenset[Path]) -> str:
    return f"string({access(path)})" if path in numeric or path[:1] == (REQUEST,) else str(access(path))


def written(law: Law, numeric: frozenset[Path]) -> tuple[list[Path], str, str] | None:
    """
    Return the paths that a law speaks of, its rule in CEL and its message; None where CEL cannot name its fields.

    Args:
        numeric: Paths of numbers, which CEL must be told to read as text.
    """
    paths = _paths(law)
    if any(access(path) is None for path in paths):
        return None
    match law:
        case Equal(left, right, _):
            if left in numeric:
                return (
                    paths,
                    f"double({access(left)}) == double({access(right)})",
                    f"{named(left)} equals {named(right)}",
                )
            return paths, f"{access(left)} == {access(right)}", f"{named(left)} equals {named(right)}"
        case Template(whole, pieces, _):
            parts = [literal(piece) if isinstance(piece, str) else _text(piece, numeric) for piece in pieces]
            shown = "".join(piece if isinstance(piece, str) else f"{{{named(piece)}}}" for piece in pieces)
            return paths, f"{access(whole)} == {' + '.join(parts)}", f"{named(whole)} is {shown}"
        case Constant(path, value, _):
            return paths, f"{access(path)} == {literal(value)}", f"{named(path)} is {literal(value)}"
        case EqualOrZero(left, right, _):
            return (
                paths,
                f"{access(left)} == 0 || {access(left)} == {access(right)}",
                f"{named(left)} is {named(right)} or 0",
            )
        case Inherited(array, field, outer, _):
            inner = access((field,), root="each")
            rule = f"{access(array)}.all(each, {inner} == {access(outer)})"
            return paths, rule, f"every {named(array)}.{field} equals {named(outer)}"
        case Contains(whole, part, place, _):
            method, says = _PLACES[place]
            return paths, f"{access(whole)}.{method}({_text(part, numeric)})", f"{named(whole)} {says} {named(part)}"
        case SameLetters(left, right, _):
            rule = f"{access(left)}.lowerAscii() == {access(right)}.lowerAscii()"
            return paths, rule, f"{named(left)} is {named(right)}, but for capitals"
        case Sum(total, left, right, _):
            gap = f"double({access(left)}) + double({access(right)}) - double({access(total)})"
            return paths, _near(gap), f"{named(total)} is {named(left)} plus {named(right)}"
        case Product(total, left, right, _):
            gap = f"double({access(left)}) * double({access(right)}) - double({access(total)})"
            return paths, _near(gap), f"{named(total)} is {named(left)} times {named(right)}"
        case Size(number, array, at_least, _):
            sign, words = (">=", "is at least") if at_least else ("==", "is")
            return (
                paths,
                f"{access(number)} {sign} size({access(array)})",
                f"{named(number)} {words} the number of {named(array)}",
            )
        case SumOf(number, array, field, _):
            # CEL has no fold, so the sum is spelt out; longer arrays are let pass
            inner = access(field, root="")
            terms = [
                f"(size({access(array)}) > {i} ? double({access(array)}[{i}]{inner}) : 0.0)" for i in range(MOST_TERMS)
            ]
            gap = f"{' + '.join(terms)} - double({access(number)})"
            rule = f"size({access(array)}) > {MOST_TERMS} || ({_near(gap)})"
            return paths, rule, f"{named(number)} is the sum of {named(field) or 'the numbers'} over {named(array)}"
        case Balance(total, plus, minus, _):
            gap = " + ".join(f"double({access(each)})" for each in plus)
            gap += "".join(f" - double({access(each)})" for each in (*minus, total))
            words = " plus ".join(map(named, plus)) + "".join(f" less {named(each)}" for each in minus)
            return paths, _near(gap), f"{named(total)} is {words}"
        case Distance(above, below, steps, _):
            rule = " || ".join(f"{access(above)} - {access(below)} == {step}" for step in steps)
            return paths, rule, f"{named(above)} is {named(below)} plus {' or '.join(map(str, steps))}"
        case Multiple(number, unit, factor, _):
            rule = f"double({access(number)}) == double({access(unit)}) * {factor}.0"
            return paths, rule, f"{named(number)} is {factor} times {named(unit)}"
        case AsMany(left, right, _):
            rule = f"size({access(left)}) == size({access(right)})"
            return paths, rule, f"{named(left)} and {named(right)} have as many items"
        case Flagged(number, array, flag, _):
            rule = f"size({access(array)}.filter(each, {access((flag,), root='each')})) == {access(number)}"
            return paths, rule, f"{named(number)} counts the {named(array)} with {flag}"
        case EndOf(single, array, field, end, _):
            place, value = str(access(array)), _compared(str(access(single)), single, numeric)
            inner = access(field, root="")
            said = (
                f"{named(single)} is that of the {end} of {named(array)}"
                if field
                else f"{named(single)} is the {end} of {named(array)}"
            )
            if end in {"first", "last"}:
                index = "0" if end == "first" else f"size({place}) - 1"
                return (
                    paths,
                    f"size({place}) == 0 || {_compared(f'{place}[{index}]{inner}', single, numeric)} == {value}",
                    said,
                )
            item, sign = _compared(f"each{inner}", single, numeric), "<=" if end == "greatest" else ">="
            rule = f"{place}.all(each, {item} {sign} {value}) && {place}.exists(each, {item} == {value})"
            return paths, f"size({place}) == 0 || ({rule})", said
        case Ordered(first, second, _):
            return paths, f"{access(first)} <= {access(second)}", f"{named(first)} is not after {named(second)}"
        case Sorted(array, field, descending, _):
            place = str(access(array))
            keys = f"{place}.map(each, {access((field,), root='each')})" if field else place
            rule = f"{keys} == {keys}.sort(){'.reverse()' if descending else ''}"
            order = "descending" if descending else "ascending"
            return paths, rule, f"{named(array)} is sorted{f' by {field}' if field else ''}, {order}"
        case Numbered(array, field, first, _):
            place, key = str(access(array)), access((field,), root="each")
            rule = f"{place}.map(each, {key}) == lists.range(size({place})).map(i, i + {first})"
            return paths, rule, f"{named(array)} is numbered by {field}, from {first}"
        case Unique(array, field, _):
            place, key = str(access(array)), access((field,), root="each")
            rule = f"size({place}.map(each, {key}).distinct()) == size({place})"
            return paths, rule, f"no two of {named(array)} have the same {field}"
        case Implies(condition, value, consequence, then, _):
            rule = f"!({_is(condition, value)}) || {_is(consequence, then)}"
            told = [condition, consequence[:-1]] if then in PRESENCE else paths
            return [path for path in told if path], rule, f"where {_said(condition, value)}, {_said(consequence, then)}"
    return None


_PLACES = {
    "anywhere": ("contains", "contains"),
    "start": ("startsWith", "starts with"),
    "end": ("endsWith", "ends with"),
}


def _compared(expression: str, path: Path, numeric: frozenset[Path]) -> str:
    return f"double({expression})" if path in numeric else expression


def _near(gap: str) -> str:
    return f"{gap} < 0.006 && {gap} > -0.006"


_STATES = {
    "null": "{} == null",
    "not null": "{} != null",
    "empty": "{0} != null && size({0}) == 0",
    "filled": "{0} != null && size({0}) > 0",
    "zero": "{0} != null && {0} == 0",
    "not zero": "{0} != null && {0} != 0",
}


def _is(path: Path, value: Any) -> str:
    if value in PRESENCE:
        told = f"'{path[-1]}' in {access(path[:-1])}"
        return told if value.name == "there" else f"!({told})"
    if isinstance(value, State):
        return f"({_STATES[value.name].format(access(path))})"
    return f"{access(path)} == {literal(value)}"


def _said(path: Path, value: Any) -> str:
    return f"{named(path)} is {value.name if isinstance(value, State) else literal(value)}"


def _paths(law: Law) -> list[Path]:
    match law:
        case Equal(left, right, _) | EqualOrZero(left, right, _):
            return [left, right]
        case Inherited(array, _, outer, _):
            return [array, outer]
        case Template(whole, pieces, _):
            return [whole, *(piece for piece in pieces if not isinstance(piece, str))]
        case Contains(whole, part, _, _):
            return [whole, part]
        case SameLetters(left, right, _) | AsMany(left, right, _):
            return [left, right]
        case Balance(total, plus, minus, _):
            return [total, *plus, *minus]
        case Distance(above, below, _, _):
            return [above, below]
        case Multiple(number, unit, _, _):
            return [number, unit]
        case Flagged(number, array, _, _):
            return [number, array]
        case EndOf(single, array, _, _, _):
            return [single, array]
        case Sum(total, left, right, _) | Product(total, left, right, _):
            return [total, left, right]
        case Size(number, array, _, _) | SumOf(number, array, _, _):
            return [number, array]
        case Ordered(first, second, _):
            return [first, second]
        case Sorted(array, _, _, _) | Unique(array, _, _):
            return [array]
        case Constant(path, _, _):
            return [path]
        case Numbered(array, _, _, _):
            return [array]
        case Implies(condition, _, consequence, _, _):
            return [condition, consequence]
    return []


def paths_of(laws: Iterable[Law]) -> set[Path]:
    return {path for law in laws for path in _paths(law)}


def bare(law: Law, holder: str | None) -> tuple[Any, ...]:
    """Return what a law says without its support, with `holder` taken off its paths, for comparing."""
    paths = set(_paths(law))

    def shorter(part: Any) -> Any:
        if holder is not None and part in paths:
            return part[1:]
        return tuple(map(shorter, part)) if isinstance(part, tuple) and not isinstance(part, State) else part

    return (type(law).__name__, *map(shorter, law[:-1]))
