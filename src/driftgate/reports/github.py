"""GitHub annotations: workflow commands that mark the lines of the vendored document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.reports._words import document_uri, place, told, tray_line
from driftgate.verdict import Outcome, Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed
    from driftgate.waiver import Waiver

LIMIT = 10
"""Annotations of one level that GitHub shows for a step; it drops the rest without a word."""


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return workflow commands: what blocks as errors, warnings below the threshold and waivers as warnings.

    At most ten of a level, the worst first; where there are more, the tenth says how many.

    Source:
        GitHub documentation, "Workflow commands for GitHub Actions".
    """
    uri = document_uri(verdict, setting)
    errors = []
    if verdict.outcome is Outcome.NOT_JUDGED:
        errors.append(_command("error", uri, 1, "driftgate: not judged", verdict.reason))
    errors += [_finding("error", each, uri) for each in verdict.tray(Tray.BLOCKING)]
    warnings = [_waiver(each, "expired waiver: what it covered counts again") for each in verdict.expired]
    warnings += [_waiver(each.waiver, "idle waiver: it covers nothing that was judged") for each in verdict.idle]
    warnings += [_finding("warning", each, uri) for each in verdict.tray(Tray.NOTED) if _is_open(each)]
    lines = [
        *_limited(errors, "error", uri),
        *_limited(warnings, "warning", uri),
        f"driftgate: {verdict.outcome}: {visible(verdict.reason, 1000)} ({tray_line(verdict)})".replace("::", ": :"),
    ]
    return "".join(f"{line}\n" for line in lines)


def _is_open(weighed: Weighed) -> bool:
    """Tell whether a noted finding is worth an annotation: a warning that nothing cures and nobody disabled."""
    return weighed.finding.severity is not Severity.NOTE and not weighed.is_settled


def _limited(commands: Sequence[str], level: str, uri: str) -> list[str]:
    if len(commands) <= LIMIT:
        return list(commands)
    more = len(commands) - LIMIT + 1
    last = _command(level, uri, 1, "driftgate", f"and {more:,} more; the job summary and the JSON report have all")
    return [*commands[: LIMIT - 1], last]


def _finding(level: str, weighed: Weighed, uri: str) -> str:
    finding = weighed.finding
    return _command(level, uri, finding.line or 1, finding.rule, f"{place(finding)}: {told(finding)}")


def _waiver(waiver: Waiver, text: str) -> str:
    file, _, line = waiver.where.rpartition(":")
    named = f"{waiver.rule}, {waiver.owner}, until {waiver.until}"
    return _command("warning", file or waiver.where, int(line) if line.isdecimal() else 1, text, named)


def _command(level: str, file: str, line: int, title: str, message: str) -> str:
    fields = {"file": visible(file), "line": str(line), "title": visible(title)}
    said = ",".join(f"{name}={_property(value)}" for name, value in fields.items() if value)
    return f"::{level} {said}::{_data(visible(message, 1000))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
