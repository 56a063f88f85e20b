"""
JUnit XML: one test case per operation and rule, as GitLab and Jenkins show them.

Source:
    The XML schema of Ant's JUnit task, and that of the xUnit plugin of Jenkins (`junit-10.xsd`): the report keeps both.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from driftgate.reports._words import against, place, promised_at, sightings, waiver_line
from driftgate.verdict import Outcome, Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    cases = [*_rules(verdict, setting), *_evidence(verdict), _verdict(verdict)]
    results = [child.tag for case in cases for child in case]
    root = ET.Element("testsuites")
    suite = ET.SubElement(
        root,
        "testsuite",
        {
            "name": "driftgate",
            "package": "driftgate",
            "id": "0",
            "timestamp": f"{verdict.today.isoformat()}T00:00:00",
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(results.count("failure")),
            "errors": str(results.count("error")),
            "skipped": str(results.count("skipped")),
            "time": "0",
        },
    )
    properties = ET.SubElement(suite, "properties")
    told = {"verdict": str(verdict.outcome), "reason": verdict.reason, "contract": verdict.contract, **verdict.counts}
    for name, value in told.items():
        ET.SubElement(properties, "property", {"name": name, "value": visible(str(value), 1000)})
    suite.extend(cases)
    said = [f"{visible(each.operation)} ({each.kind}): {visible(each.sentence, 1000)}" for each in verdict.assessments]
    said.append(visible(f"{verdict.outcome}: {verdict.reason}", 1000))
    ET.SubElement(suite, "system-out").text = "\n".join(said)
    ET.SubElement(suite, "system-err")
    ET.indent(root, "  ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _rules(verdict: Verdict, setting: Setting) -> Iterator[ET.Element]:
    def key(each: Weighed) -> tuple[str, str]:
        return (each.finding.operation or each.finding.source, each.finding.rule)

    for (about, rule), group in groupby(sorted(verdict.weighed, key=key), key=key):
        findings = list(group)
        case = _case(rule, about)
        blocking = [each for each in findings if each.tray is Tray.BLOCKING]
        if blocking:
            first = blocking[0].finding
            more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
            message = f"{place(first)}: {against(first) or visible(first.message)}{more}"
            result = ET.SubElement(case, "failure", {"message": message, "type": str(first.severity)})
        else:
            trays = ", ".join(sorted({str(each.tray) for each in findings}))
            result = ET.SubElement(case, "skipped", {"message": trays})
        result.text = _text([*blocking, *(each for each in findings if each.tray is not Tray.BLOCKING)], setting)
        yield case


def _evidence(verdict: Verdict) -> Iterator[ET.Element]:
    for each in verdict.assessments:
        case = _case(f"evidence ({each.kind})", each.operation)
        if each.missing:
            ET.SubElement(case, "error", {"message": visible(each.missing), "type": "not judged"})
        yield case


def _verdict(verdict: Verdict) -> ET.Element:
    case = _case("verdict", "")
    message = visible(verdict.reason, 1000)
    if verdict.outcome is Outcome.NOT_JUDGED:
        ET.SubElement(case, "error", {"message": message, "type": "not judged"})
    elif verdict.outcome is Outcome.BLOCKED and not verdict.tray(Tray.BLOCKING):
        ET.SubElement(case, "failure", {"message": message, "type": "blocked"})
    return case


def _case(name: str, about: str) -> ET.Element:
    # Viewers split class names at dots into packages, so a path's dots become underscores.
    classname = "driftgate" + (f".{visible(about, 200).replace('.', '_')}" if about else "")
    return ET.Element("testcase", {"name": visible(name), "classname": classname, "time": "0"})


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
