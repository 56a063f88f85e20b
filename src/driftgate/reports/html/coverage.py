"""The picture of the contract's coverage: operations, their kinds of answer, and the fields of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.reports._coverage import coverage
from driftgate.reports.html.bar import bar_of
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.reports._coverage import Answer
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict


MAX_FIELDS = 200
"""Fields of one answer that are drawn, those that need a look first; the JSON report has all."""


def coverage_of(verdict: Verdict, setting: Setting) -> dict[str, Any] | None:
    """Return the picture as the template draws it; None where no traffic was judged."""
    picture = coverage(verdict, setting.document.tree if setting.document else None)
    if picture is None:
        return None
    return {
        "sentence": picture.sentence,
        "has_fields": bool(picture.fields),
        "rows": [
            {
                "operation": row.operation,
                "answers": [_answer(each) for each in row.answers],
                "never": ", ".join(visible(each) for each in row.never),
            }
            for row in picture.rows
        ],
        "never": picture.never,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    counts = {state: len(answer.having(state)) for state in ("drifted", "seen")}
    return {
        "status": visible(answer.status),
        "state": answer.state,
        "exchanges": answer.evidence.exchanges,
        "drifted": answer.drifted,
        "said": answer.sentence,
        "bar": bar_of(counts, len(answer.fields)),
        "fields": [field for state in ("drifted", "never", "seen") for field in answer.having(state)][:MAX_FIELDS],
        "more": max(0, len(answer.fields) - MAX_FIELDS),
    }
