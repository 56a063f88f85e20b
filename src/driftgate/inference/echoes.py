"""Echoes: what of a request comes back in its answer."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.inference.equality import is_machine_made
from driftgate.inference.instances import access, flat
from driftgate.inference.table import EQUAL_BITS
from driftgate.inference.validations import named
from driftgate.inference.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.instances import Path
    from driftgate.inference.learned import Sampled
    from driftgate.operation import Operation

LEAST = 8


def echoes_of(operation: Operation, sample: Sequence[Sampled]) -> list[dict[str, str]]:
    """
    Return validations of the response: a field repeats a parameter, or every record does.

    In CEL, `request` maps the names of parameters to what was sent.
    """
    rules = []
    for parameter in operation.parameters:
        if parameter.location not in {"path", "query"}:
            continue
        rows = [(seen.parameters[parameter.name], seen.body) for seen in sample if parameter.name in seen.parameters]
        if len(rows) < LEAST:
            continue
        asked = access((parameter.name,), root="request")
        if asked is None:
            continue
        absent = f"!('{parameter.name}' in request)"
        for path in _echoing(rows, parameter.name):
            place = access(path)
            message = f"{named(path)} repeats the {parameter.location} parameter {parameter.name}"
            if place is not None:
                rules.append({"rule": f"{absent} || string({place}) == string({asked})", "message": message})
        for path, field in _records_echoing(rows):
            place, inner = access(path), access((field,), root="each")
            message = f"every {named(path)}.{field} is the {parameter.location} parameter {parameter.name}"
            if place is not None and inner is not None:
                rules.append(
                    {"rule": f"{absent} || {place}.all(each, string({inner}) == string({asked}))", "message": message}
                )
    return rules


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
