"""Laws: what holds between the fields of one object, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from driftgate.inference.decision.instances import Path


class Equal(NamedTuple):
    """Two fields always have the same value."""

    left: Path
    right: Path
    support: int


class Constant(NamedTuple):
    """A flag or a word that never changed."""

    path: Path
    value: Any
    support: int


class EqualOrZero(NamedTuple):
    """A number is another one, or zero."""

    left: Path
    right: Path
    support: int


class Template(NamedTuple):
    """A string is always the same text around other fields: `pieces` alternate constant text and paths."""

    whole: Path
    pieces: tuple[str | Path, ...]
    support: int


class Contains(NamedTuple):
    """A string always holds another field's text: anywhere, or where it `starts` or `ends`."""

    whole: Path
    part: Path
    place: str
    support: int


class SameLetters(NamedTuple):
    """Two strings differ in nothing but capitals."""

    left: Path
    right: Path
    support: int


class Implies(NamedTuple):
    """Where one field has a value, another has a certain value (or is, or is not, empty, or there)."""

    condition: Path
    value: Any
    consequence: Path
    then: Any
    support: int


class Inherited(NamedTuple):
    """Every item of an array repeats a field of what holds the array."""

    array: Path
    field: str
    outer: Path
    support: int


class Sum(NamedTuple):
    """A number is the sum of two others."""

    total: Path
    left: Path
    right: Path
    support: int


class Product(NamedTuple):
    """A number is the product of two others, to the cent."""

    total: Path
    left: Path
    right: Path
    support: int


class Size(NamedTuple):
    """A number is the size of an array, or (`at_least`) never below it."""

    number: Path
    array: Path
    at_least: bool
    support: int


class SumOf(NamedTuple):
    """A number is the sum of one field over an array's items (of the items themselves, where `field` is empty)."""

    number: Path
    array: Path
    field: Path
    support: int


class Balance(NamedTuple):
    """A number is what others add up to, `minus` taken off."""

    total: Path
    plus: tuple[Path, ...]
    minus: tuple[Path, ...]
    support: int


class Distance(NamedTuple):
    """A whole number lies one of a few constant distances above another."""

    above: Path
    below: Path
    steps: tuple[int, ...]
    support: int


class Multiple(NamedTuple):
    """A whole number is another one, times a constant."""

    number: Path
    unit: Path
    factor: int
    support: int


class EndOf(NamedTuple):
    """A field repeats a field of the `first`, `last`, `greatest` or `least` item of an array."""

    single: Path
    array: Path
    field: Path
    end: str
    support: int


class AsMany(NamedTuple):
    """Two arrays always have the same number of items."""

    left: Path
    right: Path
    support: int


class Flagged(NamedTuple):
    """A number counts the items of an array that have a flag."""

    number: Path
    array: Path
    flag: str
    support: int


class Unique(NamedTuple):
    """No two items of an array have the same value of one field."""

    array: Path
    field: str
    support: int


class Numbered(NamedTuple):
    """The items of an array are numbered in order, from `first`."""

    array: Path
    field: str
    first: int
    support: int


class Ordered(NamedTuple):
    """One date or number is never after the other."""

    first: Path
    second: Path
    support: int


class Sorted(NamedTuple):
    """An array is sorted: by a field of its items, or by itself where `field` is empty."""

    array: Path
    field: str
    descending: bool
    support: int


class State(NamedTuple):
    """Stands for all values that a flag could speak of: `empty` or `filled` arrays and strings, `null` or `not null`, `zero` or `not zero`; `there` or `missing`."""

    name: str


PRESENCE = frozenset({State("there"), State("missing")})


Law = (
    Equal
    | Constant
    | Unique
    | EqualOrZero
    | Inherited
    | Template
    | Contains
    | Implies
    | Sum
    | Product
    | Size
    | SumOf
    | SameLetters
    | Balance
    | Distance
    | Multiple
    | EndOf
    | AsMany
    | Flagged
    | Numbered
    | Ordered
    | Sorted
)
