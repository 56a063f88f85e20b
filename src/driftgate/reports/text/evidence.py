"""How much was judged, which fields were seen, and what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.evidence import counted
from driftgate.reports._coverage import coverage, drifted_exchanges
from driftgate.reports._evidence import MAX_OPERATIONS, summary, worth_telling
from driftgate.reports._words import bodies_line, targets
from driftgate.reports.text.page import MAX_SHOWN
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.evidence import Evidence
    from driftgate.reports._setting import Setting
    from driftgate.reports.text.page import Page
    from driftgate.verdict import Verdict


MAX_ROWS = 20
"""Answers in the table, those that drifted most."""


def print_evidence(page: Page, verdict: Verdict) -> None:
    """Print a row an operation and status, and a sentence an operation."""
    rows = [(run.kind, row) for run in verdict.runs for _, row in sorted(run.evidence.items())]
    if not rows and not verdict.assessments:
        return
    page.heading("evidence")
    page.line(bodies_line(verdict), indent=2)
    if asked := targets(verdict):
        page.line(f"the suite asked {asked}", indent=2)
    if len(verdict.assessments) > MAX_OPERATIONS:
        page.line(summary(verdict.assessments), indent=2)
    several = len({kind for kind, _ in rows}) > 1
    if rows:
        shown = sorted(rows, key=lambda each: -drifted_exchanges(each[1]))[:MAX_ROWS]
        page.line()
        head, body = _evidence_table(
            [each for each in rows if each in shown], several=several, is_narrow=page.width < 80
        )
        page.table(head, body)
        if len(rows) > MAX_ROWS:
            page.line(f"… and {len(rows) - MAX_ROWS:,} more, with fewer drifted exchanges", "dim", indent=2)
        page.line()
    told = worth_telling(verdict.assessments)
    for each in told[:MAX_SHOWN]:
        name = f"{each.operation} ({each.kind})" if several else each.operation
        style = "yellow" if each.missing else "dim"
        page.line(f"{visible(name)}: {'not judged: ' if each.missing else ''}{visible(each.sentence)}", style, indent=2)
    if len(told) > MAX_SHOWN:
        page.line(f"… and {len(told) - MAX_SHOWN:,} more; `--report html:FILE` shows all", "dim", indent=2)


def _evidence_table(
    rows: Sequence[tuple[str, Evidence]], *, several: bool, is_narrow: bool
) -> tuple[list[str], list[list[str]]]:
    head = ["operation", "status", "exchanges", "items", "error", "warning", "note", "absent", "unreadable", "not JSON"]
    body = []
    for kind, row in rows:
        numbers = [row.exchanges, row.items, *(row.drifted.get(name, 0) for name in ("error", "warning", "note"))]
        name = visible(row.operation) + (f" ({kind})" if several else "")
        cells = [name, row.status, *(f"{number:,}" for number in [*numbers, row.absent, row.unreadable, row.opaque])]
        body.append(cells)
    # Columns of zeros only tell nothing; on a narrow terminal the last ones give way to the name.
    keep = [
        index
        for index, title in enumerate(head)
        if index < 4 or (title in {"error", "warning"} and not is_narrow) or any(cells[index] != "0" for cells in body)
    ]
    return [head[index] for index in keep], [[cells[index] for index in keep] for cells in body]


MAX_NEVER = 5
"""Fields never seen that are named, of each answer."""


def print_coverage(page: Page, verdict: Verdict, setting: Setting) -> None:
    """Print which fields were never seen, where they were counted."""
    picture = coverage(verdict, setting.document.tree if setting.document else None)
    if picture is None or not picture.fields:
        return
    page.heading("coverage")
    page.line(picture.sentence, indent=2)
    lines = []
    for row in picture.rows:
        for answer in row.answers:
            never = answer.having("never")
            if not never:
                continue
            named = ", ".join(visible(each.pointer, 100) for each in never[:MAX_NEVER])
            more = f" and {len(never) - MAX_NEVER:,} more" if len(never) > MAX_NEVER else ""
            lines.append(f"{visible(row.operation)} {answer.status}: {answer.sentence}; never {named}{more}")
    for line in lines[:MAX_SHOWN]:
        page.line(line, "dim", indent=2)
    if len(lines) > MAX_SHOWN:
        page.line(
            f"… and {counted(len(lines) - MAX_SHOWN, 'more answer')}; `--report html:FILE` shows all", "dim", indent=2
        )


MAX_REASONS = 10
NAMED_OF_A_REASON = 3


def print_unjudged(page: Page, verdict: Verdict) -> None:
    """Print what was not judged, and why."""
    unjudged = verdict.unjudged
    if not unjudged.total:
        return
    page.heading("could not be read or matched", unjudged.total, "bold yellow")
    by_reason: dict[str, list[tuple[str, int]]] = {}
    for recording, position, reason in unjudged.first:
        by_reason.setdefault(reason, []).append((recording, position))
    for reason, places in sorted(by_reason.items(), key=lambda each: (-len(each[1]), each[0]))[:MAX_REASONS]:
        named = ", ".join(f"{visible(recording)}#{position}" for recording, position in places[:NAMED_OF_A_REASON])
        more = f" and {len(places) - NAMED_OF_A_REASON:,} more" if len(places) > NAMED_OF_A_REASON else ""
        page.line(f"{visible(reason)}: {named}{more}", indent=2)
    if len(by_reason) > MAX_REASONS:
        page.line(f"… and {counted(len(by_reason) - MAX_REASONS, 'more reason')}", "dim", indent=2)
    if unjudged.total > len(unjudged.first):
        said = f"these are the first {len(unjudged.first):,}; the JSON report has the place of each"
        page.line(said, "dim", indent=2)
