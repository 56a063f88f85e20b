"""NDJSON: the JSON report a line at a time, for logs and for reports too big to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.reports import json

if TYPE_CHECKING:
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return one object a line, told apart by `type`: one `verdict`, then `evidence`, `operation`, `field`, `unjudged`, `finding`.

    Each is what the JSON report has under that name; `$defs/line` of the same JSON Schema describes it.
    """
    lines = [{"type": "verdict", **json.head(verdict, setting)}]
    lines += ({"type": "evidence", **row} for row in json.evidence(verdict))
    lines += ({"type": "operation", **row} for row in json.operations(verdict))
    lines += ({"type": "field", **row} for row in json.fields(verdict))
    lines.append({"type": "unjudged", **json.unjudged(verdict)})
    lines += ({"type": "finding", **json.finding(each)} for each in verdict.weighed)
    return "".join(json.dumps(line) + "\n" for line in lines)
