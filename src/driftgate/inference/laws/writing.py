"""Writing: the laws of one kind of object as `x-validations` of its schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.instances import guards
from driftgate.inference.laws.law import Balance, Constant, Implies, Multiple, Product, Sum, SumOf
from driftgate.inference.laws.table import ABSENT, Table
from driftgate.inference.laws.validations import paths_of, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.decision.instances import Instance, Path
    from driftgate.inference.laws.law import Law

_COMPUTED = (Constant, Sum, Product, Balance, SumOf, Multiple)
"""Laws that ask for different values themselves: nothing is added up or multiplied right by accident."""
_SURROGATE = re.compile(r"\\U0000d[89a-f]")


class Writing:
    """
    Writes the laws of one kind of object in CEL, as its instances ask for it.

    Where a field is missing or null in some, its rule does not apply there, unless it speaks of that; numbers are told to
    be read as text.
    """

    def __init__(self, instances: Sequence[Instance]) -> None:
        self._table = Table(instances)
        self._optional: set[Path] = set()
        self._nullable: set[Path] = set()
        self._numeric: set[Path] = set()
        for path, column in self._table.columns.items():
            if any(value is ABSENT for value in column):
                self._optional.update(path[:length] for length in range(1, len(path) + 1))
            if any(value is None for value in column):
                self._nullable.add(path)
            if any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in column):
                self._numeric.add(path)

    def validation(self, law: Law) -> dict[str, Any] | None:
        """Return `rule`, `message` and `support` of a law; None where CEL cannot name its fields."""
        told = written(law, frozenset(self._numeric))
        if told is None:
            return None
        paths, rule, message = told
        if _SURROGATE.search(rule):  # CEL has no half characters
            return None
        nullable = frozenset(self._nullable)
        blank = frozenset() if isinstance(law, Implies) else nullable
        unless = list(
            dict.fromkeys(
                guard
                for path in paths
                for guard in guards(path, frozenset(self._optional), _above(path, nullable) | blank)
            )
        )
        body = f"({rule})" if unless and ("&&" in rule or "||" in rule) else rule
        return {
            "rule": " || ".join([*unless, body]),
            "message": message,
            "support": min(law.support, self._bodies(law)),
        }

    def _bodies(self, law: Law) -> int:
        """Return how many independent bodies have all that a law speaks of; of what varies, with different values."""
        if isinstance(law, Implies):
            return law.support
        columns = [self._table.columns[path] for path in sorted(paths_of([law]))]
        rows = [row for row, values in enumerate(zip(*columns, strict=True)) if ABSENT not in values]
        bodies = self._table.evidence(rows)
        if isinstance(law, _COMPUTED):
            return bodies
        shown = [tuple(column[row] for column in columns) for row in rows]
        different = len(set(map(repr, shown)))
        return min(bodies, different) if different > 1 else bodies


def _above(path: Path, nullable: frozenset[Path]) -> frozenset[Path]:
    return frozenset(each for each in nullable if len(each) < len(path) and path[: len(each)] == each)
