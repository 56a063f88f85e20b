"""Echoes: what of a request comes back in its answer."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.decision.instances import REQUEST, access, flat
from driftgate.inference.laws.equality import is_machine_made
from driftgate.inference.laws.table import EQUAL_BITS
from driftgate.inference.laws.validations import named
from driftgate.inference.names.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.inference.decision.instances import Path
    from driftgate.inference.seen.learned import Sampled
    from driftgate.operation import Operation

LEAST = 8


class Echo(NamedTuple):
    """
    A field of an answer, or of every record in it, that repeats a parameter.

    Args:
        path: Of the field, or of the array of records.
        field: Of the records; None where `path` is the field.
        parameter, location: What was asked.
        support: Bodies that show it.
    """

    path: Path
    field: str | None
    parameter: str
    location: str
    support: int

    def holds(self, leaves: Mapping[Path, Any]) -> bool:
        """Tell whether an object of the same kind, wherever it stands, does not speak against it."""
        asked, shown = leaves.get((REQUEST, self.parameter)), leaves.get(self.path)
        if asked is None or shown is None:
            return True
        if self.field is None:
            return bool(_as_text(shown) == asked)
        return isinstance(shown, list) and all(
            isinstance(item, dict) and _as_text(item.get(self.field)) == asked for item in shown
        )

    def validation(self) -> dict[str, Any]:
        """Return rule, message and support. In CEL, `request` maps the names of parameters to what was sent."""
        asked, place = access((self.parameter,), root="request"), access(self.path)
        absent = f"!('{self.parameter}' in request)"
        if self.field is None:
            rule = f"{absent} || string({place}) == string({asked})"
            message = f"{named(self.path)} repeats the {self.location} parameter {self.parameter}"
        else:
            inner = access((self.field,), root="each")
            rule = f"{absent} || {place}.all(each, string({inner}) == string({asked}))"
            message = f"every {named(self.path)}.{self.field} is the {self.location} parameter {self.parameter}"
        return {"rule": rule, "message": message, "support": self.support}


def echoes_of(operation: Operation, sample: Sequence[Sampled]) -> list[Echo]:
    """Return which fields of a response repeat a parameter, in it or in every record."""
    found: list[Echo] = []
    for parameter in operation.parameters:
        name, location = parameter.name, parameter.location
        rows = [(seen.parameters[name], seen.body) for seen in sample if name in seen.parameters]
        if location not in {"path", "query"} or len(rows) < LEAST or access((name,), root="request") is None:
            continue
        found += [
            Echo(path, None, name, location, len(rows)) for path in _echoing(rows, name) if access(path) is not None
        ]
        found += [
            Echo(path, field, name, location, len(rows))
            for path, field in _records_echoing(rows)
            if access(path) is not None and access((field,), root="each") is not None
        ]
    return found


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int)) else None


def _echoing(rows: list[tuple[str, Any]], parameter: str) -> list[Path]:
    if not all(isinstance(body, dict) for _, body in rows):
        return []
    flattened = [(value, flat(body)) for value, body in rows]
    paths = [path for path, value in flattened[0][1].items() if _as_text(value) is not None]
    return [
        path
        for path in paths
        if all(_as_text(leaves.get(path)) == value for value, leaves in flattened)
        and _is_telling([value for value, _ in rows], is_named=plain(path[-1]) == plain(parameter))
    ]


def _records_echoing(rows: list[tuple[str, Any]]) -> list[tuple[Path, str]]:
    if not all(isinstance(body, dict) for _, body in rows):
        return []
    flattened = [(value, flat(body)) for value, body in rows]
    found = []
    for path, shown in flattened[0][1].items():
        if not isinstance(shown, list):
            continue
        filled = [
            (value, items) for value, leaves in flattened if isinstance(items := leaves.get(path), list) and items
        ]
        if len(filled) < LEAST or not all(isinstance(item, dict) for _, items in filled for item in items):
            continue
        for field in filled[0][1][0]:
            same = all(_as_text(item.get(field)) == value for value, items in filled for item in items)
            if same and _is_telling([value for value, _ in filled]):
                found += [(path, field)]
    return found


def _is_telling(values: list[str], *, is_named: bool = False) -> bool:
    """Tell whether it is no accident that answers repeat these: they vary, only a machine makes them, or the names agree."""
    counts = Counter(values)
    if all(map(is_machine_made, counts)) or (is_named and len(counts) >= 2 and len(values) >= 2 * LEAST):
        return True
    chance = sum(count * count for count in counts.values()) / len(values) ** 2
    return len(counts) >= 3 and chance < 0.6 and -len(values) * math.log2(chance) >= EQUAL_BITS / 2
