"""The picture of a contract's coverage: which answers and fields it promises, which were seen, which drifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.coverage import MAX_FIELDS
from driftgate.evidence import Evidence, counted
from driftgate.finding import Severity
from driftgate.outline import operations_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A promised field of one kind of answer: `seen`, `never` or `drifted`, and in how many bodies."""

    pointer: str
    state: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    One kind of answer of an operation that was seen.

    Args:
        status: The promise it falls under (`200`, `4XX`, `default`), else the status seen.
        state: `seen`, `drifted`, or `undocumented` (the contract does not list it).
        evidence: Of all runs and statuses that fall under it.
        fields: By pointer; empty unless coverage was asked for.
    """

    status: str
    state: str
    evidence: Evidence
    fields: tuple[Field, ...]

    @property
    def drifted(self) -> int:
        """Exchanges with an error or a warning."""
        return drifted_exchanges(self.evidence)

    @property
    def sentence(self) -> str:
        """How many of its fields were seen: `17 of 19 fields seen, 2 drifted`."""
        seen = sum(each.seen > 0 for each in self.fields)
        drifted = len(self.having("drifted"))
        cut = " (the first by depth; deeper ones are not counted)" if len(self.fields) >= MAX_FIELDS else ""
        return f"{seen:,} of {counted(len(self.fields), 'field')} seen{cut}" + (
            f", {drifted:,} drifted" if drifted else ""
        )

    def having(self, state: str) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.state == state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One operation of which anything was seen, and the statuses that it promises and nobody saw."""

    operation: str
    answers: tuple[Answer, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """
    Operations by kinds of answer, and by fields where they were counted.

    Args:
        rows: Operations of which anything was seen, by name.
        never: Operations that are promised and nobody saw.
    """

    rows: tuple[Row, ...]
    never: tuple[str, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(answer for row in self.rows for answer in row.answers)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for answer in self.answers for field in answer.fields)

    @property
    def sentence(self) -> str:
        """How much of what is promised was seen: `2 of 3 operations, 4 of 9 answers and 17 of 19 fields seen`."""
        promised_answers = [each for each in self.answers if each.state != "undocumented"]
        unseen = sum(len(row.never) for row in self.rows)
        parts = [
            f"{len(self.rows):,} of {counted(len(self.rows) + len(self.never), 'operation')}",
            f"{len(promised_answers):,} of {counted(len(promised_answers) + unseen, 'kind')} of answer they promise",
        ]
        if fields := self.fields:
            parts.append(f"{sum(each.seen > 0 for each in fields):,} of {counted(len(fields), 'field')}")
        return f"{', '.join(parts[:-1])} and {parts[-1]} seen"


def coverage(verdict: Verdict, tree: Mapping[str, Any] | None) -> Coverage | None:
    """
    Return the picture over all runs; None where no traffic was judged.

    `tree` is the vendored document. It tells what is promised where no run says so; overlays may promise more, so a
    status is called undocumented only where a run counted what the contract promises.
    """
    if not any(run.evidence for run in verdict.runs):
        return None
    told = {name: statuses for run in verdict.runs for name, statuses in run.promised.items()}
    promised = told or dict(_promised(tree or {}))
    seen: dict[str, dict[str, Evidence]] = {}
    for row in (row for run in verdict.runs for row in run.evidence.values()):
        column = _column(row.status, promised.get(row.operation, ()))
        added = Evidence(operation=row.operation, status=column)
        seen.setdefault(row.operation, {}).setdefault(column, added).merge(row)
    fields = _fields(verdict, promised)
    return Coverage(
        rows=tuple(
            Row(
                operation=operation,
                answers=tuple(
                    Answer(
                        status=column,
                        state=_state(evidence, is_listed=operation not in told or column in told[operation]),
                        evidence=evidence,
                        fields=fields.get((operation, column), ()),
                    )
                    for column, evidence in sorted(columns.items())
                ),
                never=tuple(each for each in sorted(promised.get(operation, ())) if each not in columns),
            )
            for operation, columns in sorted(seen.items())
        ),
        never=tuple(sorted(set(promised) - set(seen))),
    )


def drifted_exchanges(row: Evidence) -> int:
    """Return how many exchanges have an error or a warning."""
    return row.drifted.get("error", 0) + row.drifted.get("warning", 0)


def _state(evidence: Evidence, *, is_listed: bool) -> str:
    if not is_listed:
        return "undocumented"
    return "drifted" if drifted_exchanges(evidence) else "seen"


def _promised(tree: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, item in tree.get("paths", {}).items():
        for method, _, operation in () if path.startswith("x-") else operations_in(item):
            responses = operation.get("responses", {})
            yield f"{method} {path}", tuple(key for key in responses if not key.startswith("x-"))


def _column(status: str, promised: Iterable[str]) -> str:
    """Return the promise a status falls under: itself, its range, `default`; else itself."""
    candidates = (status, f"{status[:1]}XX", f"{status[:1]}xx", "default")
    return next((each for each in candidates if each in promised), status)


def _fields(verdict: Verdict, promised: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], tuple[Field, ...]]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for run in verdict.runs:
        for (operation, status, pointer), seen in run.fields.items():
            found = counts.setdefault((operation, _column(status, promised.get(operation, ()))), {})
            found[pointer] = found.get(pointer, 0) + seen
    drifted = {
        (finding.operation, _column(finding.status or "", promised.get(finding.operation or "", ())), finding.pointer)
        for finding in (each.finding for each in verdict.weighed)
        if finding.severity is not Severity.NOTE and finding.source == "response"
    }
    return {
        place: tuple(
            Field(
                pointer=pointer,
                seen=seen,
                state="drifted" if (*place, pointer) in drifted else "seen" if seen else "never",
            )
            for pointer, seen in sorted(found.items())
        )
        for place, found in sorted(counts.items())
    }
