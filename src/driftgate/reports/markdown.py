"""Markdown: the job summary of a pipeline, or the text of a pull request."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from driftgate.reports._coverage import coverage
from driftgate.reports._evidence import MAX_OPERATIONS, summary, worth_telling
from driftgate.reports._words import against, bodies_line, sightings, targets
from driftgate.verdict import Outcome, Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from driftgate.reports._coverage import Field
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

MAX_BYTES = 1024 * 1024 - 4096
"""GitHub drops a job summary of more than 1 MiB, all of a step's summaries together."""
MAX_ROWS = 500
_SIGNS = {Outcome.PASSED: "✅", Outcome.BLOCKED: "❌", Outcome.NOT_JUDGED: "⚠️"}


def render(verdict: Verdict, setting: Setting) -> str:
    """Return GitHub-flavoured Markdown below 1 MiB: verdict, findings by tray, waivers, evidence."""
    parts = [
        f"## {_SIGNS[verdict.outcome]} driftgate: {verdict.outcome}\n\n{escaped(verdict.reason)}\n",
        _table(verdict.counts, [[f"{count:,}" for count in verdict.counts.values()]], numbers=True),
        *_missing(verdict),
        *_findings("Blocking", verdict.tray(Tray.BLOCKING), setting),
        *_evidence(verdict),
        *_coverage(verdict, setting),
        *_waivers(verdict),
        *_gone(verdict),
        *_findings("Waived", verdict.tray(Tray.WAIVED), setting, folded=True),
        *_findings("Known", verdict.tray(Tray.KNOWN), setting, folded=True),
        *_noted(verdict.tray(Tray.NOTED)),
        *_unjudged(verdict),
    ]
    return _fitting(parts)


def _fitting(parts: Iterable[str]) -> str:
    """Join whole parts as long as they fit; the most important come first."""
    text = ""
    left_out = 0
    for part in parts:
        if len((text + part).encode()) > MAX_BYTES:
            left_out += 1
        else:
            text += part + "\n"
    note = f"_{left_out} sections are left out: a summary holds 1 MiB. The JSON report has all._\n" if left_out else ""
    return (text + note).rstrip("\n") + "\n"


def _missing(verdict: Verdict) -> Iterator[str]:
    if verdict.missing:
        lines = [f"- {escaped(reason)}" for reason in verdict.missing[:20]]
        if len(verdict.missing) > 20:
            lines.append(f"- and {len(verdict.missing) - 20:,} more")
        yield "### Not judged\n\n" + "\n".join(lines) + "\n"


def _findings(title: str, findings: Sequence[Weighed], setting: Setting, *, folded: bool = False) -> Iterator[str]:
    if not findings:
        return
    rows = [_row(each, setting) for each in findings[:MAX_ROWS]]
    more = f"\nand {len(findings) - MAX_ROWS:,} more\n" if len(findings) > MAX_ROWS else ""
    head = ["severity", "rule", "operation", "place", "seen, promised", "how often", "line", ""]
    body = _table(head, rows) + more
    heading = f"{title} ({len(findings):,})"
    yield (f"<details><summary>{heading}</summary>\n\n{body}\n</details>\n" if folded else f"### {heading}\n\n{body}")


def _row(weighed: Weighed, setting: Setting) -> list[str]:
    finding = weighed.finding
    operation = code(" ".join(part for part in (finding.operation, finding.status) if part))
    said = against(finding)
    about = code(said) if said else escaped(finding.message)
    seen = sightings(finding) + (f", first in {escaped(finding.first_seen)}" if finding.first_seen else "")
    line = str(finding.line) if finding.line is not None else ""
    remark = f"`{finding.fingerprint}`"
    if weighed.waiver is not None:
        waiver = weighed.waiver
        word = "waived by" if weighed.tray is Tray.WAIVED else "waiver expired:"
        remark += f" {word} {escaped(waiver.owner)} until {waiver.until}: {escaped(waiver.reason)}"
    elif weighed.known is not None:
        remark += f" since {weighed.known.first_seen}"
    source = "" if finding.source == "response" else f" ({finding.source})"
    return [
        str(finding.severity),
        code(finding.rule),
        operation + source,
        "" if finding.pointer is None else code(finding.pointer or "(the whole)"),
        about,
        seen,
        line,
        remark,
    ]


def _noted(findings: Sequence[Weighed]) -> Iterator[str]:
    if findings:
        groups = Counter(
            (-each.finding.severity.weight, str(each.finding.severity), each.finding.rule, each.why)
            for each in findings
        )
        rows = [
            [severity, code(rule), f"{count:,}", escaped(why)]
            for (_, severity, rule, why), count in sorted(groups.items())[:MAX_ROWS]
        ]
        table = _table(["severity", "rule", "findings", "why it does not block"], rows)
        yield f"<details><summary>Noted ({len(findings):,})</summary>\n\n{table}\n</details>\n"


def _waivers(verdict: Verdict) -> Iterator[str]:
    for title, waivers in (
        ("Expired waivers", verdict.expired),
        ("Idle waivers: they cover nothing that was judged", [each.waiver for each in verdict.idle]),
    ):
        if waivers:
            rows = [
                [code(each.where), code(each.rule), code(each.pointer or ""), escaped(each.owner), str(each.until)]
                for each in waivers[:MAX_ROWS]
            ]
            yield f"### {title}\n\n" + _table(["where", "rule", "place", "owner", "until"], rows)


def _gone(verdict: Verdict) -> Iterator[str]:
    if verdict.gone:
        rows = [
            [code(each.rule), code(each.operation or ""), code(each.pointer or ""), str(each.first_seen)]
            for each in verdict.gone[:MAX_ROWS]
        ]
        yield "### 🎉 Gone from the baseline\n\n" + _table(["rule", "operation", "place", "known since"], rows)


def _evidence(verdict: Verdict) -> Iterator[str]:
    rows = [(run.kind, row) for run in verdict.runs for _, row in sorted(run.evidence.items())]
    if not rows:
        return
    head = [
        "run",
        "operation",
        "status",
        "exchanges",
        "records",
        "judged",
        "absent",
        "unreadable",
        "not JSON",
        "drifted",
    ]
    cells = []
    for kind, row in rows[:MAX_ROWS]:
        drifted = ", ".join(f"{count:,} {name}" for name, count in row.drifted.items() if count)
        counts = (row.exchanges, row.items, row.judged, row.absent, row.unreadable, row.opaque)
        cells.append([kind, code(row.operation), row.status, *(f"{count:,}" for count in counts), drifted])
    sentences = [
        f"- {code(each.operation)} ({each.kind}): {escaped(each.sentence)}"
        for each in worth_telling(verdict.assessments)
    ]
    if len(verdict.assessments) > MAX_OPERATIONS:
        sentences.insert(0, f"- {summary(verdict.assessments)}")
    asked = f"; the suite asked {escaped(said)}" if (said := targets(verdict)) else ""
    yield f"### Evidence\n\n{bodies_line(verdict)}{asked}\n\n" + _table(head, cells)
    if sentences:
        yield "\n".join(sentences[:MAX_ROWS]) + "\n"


def _coverage(verdict: Verdict, setting: Setting) -> Iterator[str]:
    picture = coverage(verdict, setting.document.tree if setting.document else None)
    if picture is None or not picture.fields:
        return
    rows = [
        [code(row.operation), code(answer.status), answer.sentence, _named(answer.having("never"))]
        for row in picture.rows
        for answer in row.answers
        if answer.fields
    ]
    table = _table(["operation", "status", "fields", "never seen"], rows[:MAX_ROWS])
    more = f"\nand {len(rows) - MAX_ROWS:,} more\n" if len(rows) > MAX_ROWS else ""
    yield f"<details><summary>Coverage: {picture.sentence}</summary>\n\n{table}{more}\n</details>\n"


MAX_NEVER = 20
"""Fields never seen that are named, of each answer."""


def _named(fields: Sequence[Field]) -> str:
    named = ", ".join(code(each.pointer) for each in fields[:MAX_NEVER])
    return named + (f" and {len(fields) - MAX_NEVER:,} more" if len(fields) > MAX_NEVER else "")


def _unjudged(verdict: Verdict) -> Iterator[str]:
    if verdict.unjudged.total:
        lines = [
            f"- {code(f'{recording}#{place}')}: {escaped(why)}" for recording, place, why in verdict.unjudged.first
        ]
        summary = f"<summary>Could not be read or matched ({verdict.unjudged.total:,})</summary>"
        yield f"<details>{summary}\n\n" + "\n".join(lines) + "\n\n</details>\n"


def _table(head: Iterable[str], rows: Iterable[Sequence[str]], *, numbers: bool = False) -> str:
    titles = list(head)
    lines = [titles, ["---:" if numbers else "---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, no HTML, no mention, no table cell that ends early."""
    return _MARKUP.sub(r"\\\1", visible(text)).replace("@", "&#64;")


def code(text: str) -> str:
    """Return a code span of any text, fit for a table cell; nothing for nothing."""
    if not text:
        return ""
    shown = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
