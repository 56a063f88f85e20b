"""GitLab code quality: a list of issues for the merge request's widget and the lines of its diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.reports._words import document_uri, seen_at, told
from driftgate.reports.json import dumps
from driftgate.verdict import Outcome, Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

_BLOCKING = {"error": "critical", "warning": "major", "note": "minor"}
_OTHER = {"error": "minor", "warning": "minor", "note": "info"}


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return the JSON list: every finding once, what blocks as `critical` or `major`, the rest below that.

    A verdict that could not be given is one `blocker`, so that the widget does not read as clean.

    Source:
        GitLab documentation, "Code Quality", "Code Quality report format".
    """
    path = visible(document_uri(verdict, setting))
    issues = [_issue(each, path) for each in verdict.weighed]
    if verdict.outcome is Outcome.NOT_JUDGED:
        issues.insert(
            0,
            {
                "description": visible(f"not judged: {verdict.reason}", 1000),
                "check_name": "not-judged",
                "fingerprint": "not-judged",
                "severity": "blocker",
                "location": {"path": path, "lines": {"begin": 1}},
            },
        )
    return dumps(issues, indent=True) + "\n"


def _issue(weighed: Weighed, path: str) -> dict[str, Any]:
    finding = weighed.finding
    blocks = weighed.tray is Tray.BLOCKING
    place = seen_at(finding)
    prefix = "" if blocks else f"[{weighed.tray}: {visible(weighed.why)}] "
    return {
        "description": prefix + (f"{place}: " if place else "") + told(finding),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": (_BLOCKING if blocks else _OTHER)[finding.severity],
        "location": {"path": path, "lines": {"begin": finding.line or 1}},
    }
