"""JUnit XML: one test case per operation and rule, as GitLab and Jenkins show them."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING

from driftgate.reports._words import against, place, promised_at, sightings, visible, waiver_line
from driftgate.verdict import Outcome, Tray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

MAX_LINES = 100
"""Findings spelled out in one test case."""


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return one suite with a test case per operation and rule that has findings, and one per operation judged clean.

    A case fails if any of its findings blocks, once; it is skipped if all of them are waived, known or noted. Too
    little evidence is an error of the case of its operation, so that it turns the pipeline red as exit code 2 does.
    """
    from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

    suite = TestSuite("driftgate")

    def key(each: Weighed) -> tuple[str, str]:
        return (each.finding.operation or each.finding.source, each.finding.rule)

    for (about, rule), group in groupby(sorted(verdict.weighed, key=key), key=key):
        findings = list(group)
        case = TestCase(name=visible(rule), classname=_class(about))
        blocking = [each for each in findings if each.tray is Tray.BLOCKING]
        text = _text(findings, setting)
        if blocking:
            first = blocking[0].finding
            more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
            failure = Failure(f"{place(first)}: {against(first) or visible(first.message)}{more}", first.severity)
            failure.text = text
            case.result = [failure]
        else:
            case.result = [Skipped(", ".join(sorted({str(each.tray) for each in findings})))]
            case.system_out = text
        suite.add_testcase(case)
    for each in verdict.assessments:
        case = TestCase(name=f"evidence ({each.kind})", classname=_class(each.operation))
        if each.missing:
            case.result = [Error(visible(each.missing), "not judged")]
        else:
            case.system_out = visible(each.sentence, 1000)
        suite.add_testcase(case)
    case = TestCase(name="verdict", classname="driftgate")
    if verdict.outcome is Outcome.NOT_JUDGED:
        case.result = [Error(visible(verdict.reason, 1000), "not judged")]
    elif verdict.outcome is Outcome.BLOCKED and not verdict.tray(Tray.BLOCKING):
        case.result = [Failure(visible(verdict.reason, 1000), "blocked")]
    case.system_out = visible(f"{verdict.outcome}: {verdict.reason}", 1000)
    suite.add_testcase(case)
    xml = JUnitXml("driftgate")
    xml.add_testsuite(suite)
    xml.update_statistics()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    xml.write(out, pretty=True)
    return out.getvalue().decode("utf-8").rstrip("\n") + "\n"


def _class(about: str) -> str:
    """Return a class name as viewers split them: dots part packages, so a path's dots become underscores."""
    return "driftgate." + visible(about, 200).replace(".", "_")


def _text(findings: Sequence[Weighed], setting: Setting) -> str:
    lines = []
    for each in findings[:MAX_LINES]:
        finding = each.finding
        lines.append(f"[{each.tray}] {finding.severity}: {place(finding)}: {against(finding) or ''}".rstrip(": "))
        lines.append(f"    {visible(finding.message)}")
        first = f", first in {visible(finding.first_seen)}" if finding.first_seen else ""
        lines.append(f"    seen {sightings(finding)}{first}; fingerprint {finding.fingerprint}")
        if where := promised_at(finding, setting):
            lines.append(f"    {where}")
        if said := waiver_line(each):
            lines.append(f"    {said}")
        if each.tray in {Tray.KNOWN, Tray.NOTED}:
            lines.append(f"    {visible(each.why)}")
    if len(findings) > MAX_LINES:
        lines.append(f"and {len(findings) - MAX_LINES} more")
    return "\n".join(lines)
