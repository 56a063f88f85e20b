"""The picture of a contract's coverage: which answers it promises, which were seen, which drifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.document import METHODS
from driftgate.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from driftgate.evidence import Evidence
    from driftgate.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    One operation and status.

    Args:
        state: `seen`, `drifted`, `never` (promised and not seen), `undocumented` (seen and not promised), or empty.
        exchanges, drifted: Exchanges seen, and those of them with an error or a warning.
    """

    state: str
    exchanges: int = 0
    drifted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A promised field of one answer: `seen`, `never` or `drifted`, and in how many bodies."""

    pointer: str
    state: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """
    Operations by statuses, and by fields where they were counted.

    Args:
        rows: Operations of which anything was seen or found, with a cell for each status.
        never: Operations that the contract promises and nobody saw.
        fields: By operation and status; empty unless coverage was asked for.
    """

    statuses: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    never: tuple[str, ...]
    fields: tuple[tuple[str, str, tuple[Field, ...]], ...]


def coverage(verdict: Verdict, tree: Mapping[str, Any] | None) -> Coverage | None:
    """Return the picture over all runs; None where no traffic was judged. `tree` is the vendored document."""
    seen = [row for run in verdict.runs for row in run.evidence.values()]
    if not seen:
        return None
    promised = dict(_promised(tree or {}))
    cells: dict[str, dict[str, Cell]] = {}
    for row in seen:
        column = _column(row.status, promised.get(row.operation, ()))
        known = cells.setdefault(row.operation, {}).get(column)
        cells[row.operation][column] = _added(
            known, row, is_promised=tree is None or column in promised.get(row.operation, ())
        )
    for operation, statuses in promised.items():
        if operation in cells:
            for status in statuses:
                cells[operation].setdefault(status, Cell(state="never"))
    columns = tuple(sorted({status for row in cells.values() for status in row}))
    blank = Cell(state="")
    return Coverage(
        statuses=columns,
        rows=tuple(
            (operation, tuple(row.get(status, blank) for status in columns)) for operation, row in sorted(cells.items())
        ),
        never=tuple(sorted(set(promised) - set(cells))),
        fields=tuple(_fields(verdict)),
    )


def _promised(tree: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for path, item in tree.get("paths", {}).items():
        for method in METHODS:
            if not path.startswith("x-") and isinstance(item, dict) and isinstance(item.get(method), dict):
                responses = item[method].get("responses", {})
                yield f"{method.upper()} {path}", tuple(key for key in responses if not key.startswith("x-"))


def _column(status: str, promised: Iterable[str]) -> str:
    """Return the promise a status falls under: itself, its range, `default`; else itself."""
    candidates = (status, f"{status[:1]}XX", f"{status[:1]}xx", "default")
    return next((each for each in candidates if each in promised), status)


def _added(known: Cell | None, row: Evidence, *, is_promised: bool) -> Cell:
    drifted = row.drifted.get("error", 0) + row.drifted.get("warning", 0) + (known.drifted if known else 0)
    exchanges = row.exchanges + (known.exchanges if known else 0)
    state = "undocumented" if not is_promised else "drifted" if drifted else "seen"
    return Cell(state=state, exchanges=exchanges, drifted=drifted)


def _fields(verdict: Verdict) -> Iterable[tuple[str, str, tuple[Field, ...]]]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for run in verdict.runs:
        for (operation, status, pointer), seen in run.fields.items():
            fields = counts.setdefault((operation, status), {})
            fields[pointer] = fields.get(pointer, 0) + seen
    drifted = {
        (each.finding.operation, each.finding.status, each.finding.pointer)
        for each in verdict.weighed
        if each.finding.severity is not Severity.NOTE and each.finding.source == "response"
    }
    for (operation, status), fields in sorted(counts.items()):
        yield (
            operation,
            status,
            tuple(
                Field(
                    pointer=pointer,
                    seen=seen,
                    state="drifted" if (operation, status, pointer) in drifted else "seen" if seen else "never",
                )
                for pointer, seen in sorted(fields.items())
            ),
        )
