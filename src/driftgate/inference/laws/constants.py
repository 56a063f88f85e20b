"""Constants: flags and words that never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.inference.laws.law import Constant
from driftgate.inference.text.enums import is_free
from driftgate.spelling import words

if TYPE_CHECKING:
    from driftgate.inference.laws.table import Table

CONSTANT_SUPPORT = 150
CONSTANT_BODIES = 40
_CHANGING = frozenset(
    {
        "status",
        "state",
        "phase",
        "stage",
        "step",
        "result",
        "outcome",
        "level",
        "version",
        "date",
        "time",
        "locale",
        "language",
    }
)


def constants(table: Table) -> list[Constant]:
    """
    Return the flags and words that were the same in many instances of many bodies.

    Fifty sightings are not enough: what changes once in fifty times is then still unseen in one of three cases.
    """
    if table.bodies < CONSTANT_BODIES:
        return []
    found: list[Constant] = []
    for path, column in table.columns.items():
        values = {value for value in column if isinstance(value, (bool, str))}
        if len(values) != 1 or len(column) < CONSTANT_SUPPORT or set(words(path[-1])) & _CHANGING or is_free(path[-1]):
            continue
        (value,) = values
        if any(each is not value and each != value for each in column):
            continue
        if isinstance(value, bool) or (2 <= len(value) <= 24 and value.isascii() and value.replace("_", "").isalpha()):
            found.append(Constant(path, value, len(column)))
    return found
