"""How much was judged: operation by operation, and what that can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.reports._evidence import MAX_OPERATIONS, summary
from driftgate.reports._words import bodies_line
from driftgate.reports.html.bar import bar_of
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.evidence import Evidence
    from driftgate.verdict import Verdict


def evidence_of(verdict: Verdict) -> dict[str, Any]:
    """Return the totals, and a row an operation and kind of run; empty where no evidence is needed."""
    by_place = {(run.kind, operation): rows for run in verdict.runs for operation, rows in run.by_operation().items()}
    rows = [
        {
            "operation": each.operation,
            "kind": each.kind,
            "exchanges": each.seen,
            "items": each.items,
            "said": visible(each.sentence, 1000),
            "state": "short" if each.missing else "drift" if each.drifted else "enough",
            **_drifted(by_place.get((each.kind, each.operation), [])),
        }
        for each in verdict.assessments
    ]
    short = [row for row in rows if row["state"] == "short"]
    return {
        "totals": bodies_line(verdict),
        "summary": summary(verdict.assessments),
        "short": short if len(rows) > MAX_OPERATIONS else [],
        "rows": rows,
        "is_open": len(rows) <= MAX_OPERATIONS,
    }


def _drifted(rows: list[Evidence]) -> dict[str, Any]:
    counts = {name: sum(row.drifted.get(name, 0) for row in rows) for name in ("error", "warning", "note")}
    unread = {
        shown: sum(getattr(row, name) for row in rows)
        for name, shown in (("absent", "absent"), ("unreadable", "unreadable"), ("opaque", "not JSON"))
    }
    return {
        "drifted": ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "none",
        "unread": ", ".join(f"{count:,} {name}" for name, count in unread.items() if count),
        "bar": bar_of(counts, sum(row.exchanges for row in rows)),
    }
