"""Text: the verdict for a terminal or a CI log."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from driftgate.reports._coverage import coverage
from driftgate.reports._words import against, bodies_line, place, sightings, tray_line, visible, waiver_line
from driftgate.verdict import Outcome, Tray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

MAX_SHOWN = 50
"""Findings of a tray in full; a log that is longer is not read, and the other formats have all of them."""

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_OUTCOME_COLOURS = {Outcome.PASSED: "bold green", Outcome.BLOCKED: "bold red", Outcome.NOT_JUDGED: "bold yellow"}


def render(verdict: Verdict, setting: Setting) -> str:
    """Return the report in `setting.width` columns; the verdict stands in the first line and again in the last."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=setting.width,
        force_terminal=setting.colour,
        color_system="standard" if setting.colour else None,
        no_color=not setting.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    page = _Page(console)
    _headline(page, verdict)
    page.line(tray_line(verdict), "dim")
    _blocking(page, verdict.tray(Tray.BLOCKING), setting)
    _section(page, "waived", verdict.tray(Tray.WAIVED), _waived)
    _section(page, "known", verdict.tray(Tray.KNOWN), _known)
    _noted(page, verdict.tray(Tray.NOTED), setting)
    _waivers(page, verdict)
    _gone(page, verdict)
    _evidence(page, verdict)
    _coverage(page, verdict, setting)
    _unjudged(page, verdict)
    page.line()
    _headline(page, verdict)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


class _Page:
    """Lines with an indent that wrapping keeps."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str = "", style: str = "", *, indent: int = 0) -> None:
        self.spans([(text, style)], indent=indent)

    def spans(self, spans: Sequence[tuple[str, str]], *, indent: int = 0) -> None:
        from rich.padding import Padding
        from rich.text import Text

        if not any(text for text, _ in spans):
            self._console.print()
            return
        text = Text.assemble(*spans, overflow="fold")
        self._console.print(Padding(text, (0, 0, 0, indent), expand=False), soft_wrap=False)

    def heading(self, title: str, count: int | None = None, style: str = "bold") -> None:
        self.line()
        self.line(title.upper() if count is None else f"{title.upper()} ({count:,})", style)

    @property
    def width(self) -> int:
        return self._console.width

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print rows under a head; all columns but the first are numbers."""
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
        for index, title in enumerate(head):
            if index:
                table.add_column(title, justify="right", no_wrap=True)
            else:
                table.add_column(title, overflow="fold", min_width=12)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)


def _headline(page: _Page, verdict: Verdict) -> None:
    page.spans(
        [
            ("driftgate: ", ""),
            (str(verdict.outcome).upper(), _OUTCOME_COLOURS[verdict.outcome]),
            (f": {visible(verdict.reason, 1000)}", ""),
        ]
    )


def _blocking(page: _Page, findings: Sequence[Weighed], setting: Setting) -> None:
    if not findings:
        return
    page.heading(Tray.BLOCKING, len(findings), "bold red")
    for each in findings[:MAX_SHOWN]:
        page.line()
        _in_full(page, each, setting)
    _more(page, findings)
    first = findings[0].finding
    page.line()
    page.line(f"What a rule means: driftgate explain {first.rule}", "dim")
    page.line(f"To accept one: driftgate waive {first.fingerprint} --reason ... --owner ... --until ...", "dim")


def _in_full(page: _Page, weighed: Weighed, setting: Setting) -> None:
    finding = weighed.finding
    severity = finding.severity
    page.spans(
        [
            (severity, _COLOURS[severity]),
            ("  ", ""),
            (finding.rule, "bold"),
            (f"  {finding.fingerprint}", "dim"),
        ]
    )
    about = " ".join(visible(part) for part in (finding.operation, finding.status, finding.media_type) if part)
    if finding.source != "response":
        about = f"{about} ({finding.source})" if about else f"({finding.source})"
    page.line(about, indent=2)
    if finding.pointer is not None:
        page.line(visible(finding.pointer) or "(the whole body)", "bold", indent=2)
    if said := against(finding):
        page.line(said, _COLOURS[severity], indent=2)
    page.line(visible(finding.message), indent=2)
    seen = f"{sightings(finding)}, first in {visible(finding.first_seen)}" if finding.first_seen else sightings(finding)
    page.line(f"seen {seen}", indent=2)
    if finding.line is not None:
        page.line(f"promised in {setting.document_name}:{finding.line}", indent=2)
    elif finding.document_pointer:
        page.line(f"promised at {visible(finding.document_pointer)}", indent=2)
    if finding.sample is not None:
        page.line(f"sample {visible(finding.sample, 200)}", "dim", indent=2)
    if finding.curl is not None:
        page.line(f"again: {visible(finding.curl, 600)}", "dim", indent=2)
    if said := waiver_line(weighed):
        page.line(said, "yellow", indent=2)


def _section(page: _Page, title: str, findings: Sequence[Weighed], show: Callable[[_Page, Weighed], None]) -> None:
    if findings:
        page.heading(title, len(findings))
        for each in findings[:MAX_SHOWN]:
            show(page, each)
        _more(page, findings)


def _more(page: _Page, findings: Sequence[Weighed]) -> None:
    if len(findings) > MAX_SHOWN:
        page.line(f"… and {len(findings) - MAX_SHOWN:,} more; `--report html:FILE` shows all", "dim", indent=2)


def _brief(page: _Page, weighed: Weighed) -> None:
    finding = weighed.finding
    where = " ".join(visible(part) for part in (finding.operation, finding.status, finding.pointer) if part)
    page.spans([(finding.severity, _COLOURS[finding.severity]), (f"  {finding.rule}  ", ""), (where, "")], indent=2)
    source = "" if finding.source == "response" else f" ({finding.source})"
    page.line(f"{against(finding) or visible(finding.message)}, {sightings(finding)}{source}", indent=4)


def _waived(page: _Page, weighed: Weighed) -> None:
    _brief(page, weighed)
    page.line(waiver_line(weighed) or "", "dim", indent=4)


def _known(page: _Page, weighed: Weighed) -> None:
    _brief(page, weighed)
    page.line(weighed.why, "dim", indent=4)


NOTED_OF_A_RULE = 5
"""Noted findings of one rule that are named; the rest is a count."""


def _noted(page: _Page, findings: Sequence[Weighed], setting: Setting) -> None:
    """Print what does not block: each in two lines, with its place, and why it does not."""
    if not findings:
        return
    page.heading(Tray.NOTED, len(findings))
    by_rule: dict[tuple[int, str], list[Weighed]] = {}
    for each in findings:
        by_rule.setdefault((-each.finding.severity.weight, each.finding.rule), []).append(each)
    for (_, rule), alike in sorted(by_rule.items()):
        for each in alike[:NOTED_OF_A_RULE]:
            finding = each.finding
            where = place(finding)
            if finding.line is not None:
                where += f" ({setting.document_name}:{finding.line})"
            page.spans([(finding.severity, _COLOURS[finding.severity]), (f"  {rule}  ", ""), (where, "")], indent=2)
            seen = against(finding) or visible(finding.message)
            page.line(f"{seen}; {visible(each.why)}", "dim", indent=4)
        if len(alike) > NOTED_OF_A_RULE:
            page.line(f"{len(alike) - NOTED_OF_A_RULE:,} more of {rule}", "dim", indent=4)


def _waivers(page: _Page, verdict: Verdict) -> None:
    if verdict.expired:
        page.heading("expired waivers", len(verdict.expired), "bold yellow")
        for waiver in verdict.expired:
            page.line(
                f"{visible(waiver.where or waiver.rule)}: {waiver.rule}, until {waiver.until}, {visible(waiver.owner)}",
                indent=2,
            )
    if verdict.idle:
        page.heading("idle waivers", len(verdict.idle), "bold yellow")
        page.line("They cover nothing that was judged. Remove them, or see what they miss.", "dim", indent=2)
        for idle in verdict.idle:
            waiver = idle.waiver
            named = " ".join(visible(part) for part in (waiver.operation, waiver.pointer) if part)
            page.line(f"{visible(waiver.where or waiver.source)}: {waiver.rule} {named}", indent=2)
            for finding, fields in idle.near:
                page.line(f"misses {finding.fingerprint} by {' and '.join(fields)}", "dim", indent=4)


def _gone(page: _Page, verdict: Verdict) -> None:
    if verdict.gone:
        page.heading("gone from the baseline", len(verdict.gone), "bold green")
        for entry in verdict.gone:
            named = " ".join(visible(part) for part in (entry.operation, entry.pointer) if part)
            page.line(f"{entry.rule} {named} (known since {entry.first_seen})", "green", indent=2)
        page.line("Well done. scripts/update_baseline.py prunes them.", "dim", indent=2)


def _evidence(page: _Page, verdict: Verdict) -> None:
    rows = [(run.kind, row) for run in verdict.runs for _, row in sorted(run.evidence.items())]
    if not rows and not verdict.assessments:
        return
    page.heading("evidence")
    page.line(bodies_line(verdict), indent=2)
    several = len({kind for kind, _ in rows}) > 1
    if rows:
        page.line()
        head, body = _evidence_table(rows, several=several, is_narrow=page.width < 80)
        page.table(head, body)
        page.line()
    for each in verdict.assessments:
        name = f"{each.operation} ({each.kind})" if several else each.operation
        style = "yellow" if each.missing else "dim"
        page.line(f"{visible(name)}: {'not judged: ' if each.missing else ''}{visible(each.sentence)}", style, indent=2)


def _evidence_table(
    rows: Sequence[tuple[str, object]], *, several: bool, is_narrow: bool
) -> tuple[list[str], list[list[str]]]:
    from driftgate.evidence import Evidence

    head = ["operation", "status", "exchanges", "items", "error", "warning", "note", "absent", "unreadable"]
    body = []
    for kind, row in rows:
        assert isinstance(row, Evidence)
        numbers = [row.exchanges, row.items, *(row.drifted.get(name, 0) for name in ("error", "warning", "note"))]
        name = visible(row.operation) + (f" ({kind})" if several else "")
        cells = [name, row.status, *(f"{number:,}" for number in [*numbers, row.absent, row.unreadable])]
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


def _coverage(page: _Page, verdict: Verdict, setting: Setting) -> None:
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
        page.line(f"… and {len(lines) - MAX_SHOWN:,} more answers; `--report html:FILE` shows all", "dim", indent=2)


def _unjudged(page: _Page, verdict: Verdict) -> None:
    unjudged = verdict.unjudged
    if not unjudged.total:
        return
    page.heading("could not be read or matched", unjudged.total, "bold yellow")
    for recording, position, reason in unjudged.first[:10]:
        page.line(f"{visible(recording)}#{position}: {visible(reason)}", indent=2)
    if unjudged.total > 10:
        page.line(f"… and {unjudged.total - 10:,} more; the JSON report names the first 100", "dim", indent=2)
