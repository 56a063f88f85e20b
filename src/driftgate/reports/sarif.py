"""
SARIF 2.1.0, for code scanning: results at lines of the vendored document.

Source:
    OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", errata 01.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from driftgate import __version__
from driftgate.reports._grouping import weight
from driftgate.reports._words import document_uri, told
from driftgate.reports.json import dumps
from driftgate.verdict import Outcome, Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from driftgate.finding import Finding
    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

FINGERPRINT = "driftgate/v1"
"""The name of our fingerprint: a viewer that knows it follows a drift over reworded messages and moved lines."""

MAX_RESULTS = 25_000
MAX_BYTES = 10_000_000
"""
What GitHub takes in one run, and in one file when it is compressed. Of more, those that weigh most are kept.

Source:
    GitHub documentation, "SARIF support for code scanning", "Validating your SARIF file" and "Limits".
"""


def render(verdict: Verdict, setting: Setting) -> str:
    """
    Return one SARIF run: a result for every finding, waived, known and cured ones with a suppression.

    Too little evidence is a notification, and `executionSuccessful` is false where nothing could be judged.
    """
    limit = MAX_RESULTS
    while True:
        text = _rendered(verdict, setting, limit)
        size = len(zlib.compress(text.encode(), 1)) if len(text) > MAX_BYTES else 0
        if size <= MAX_BYTES or limit <= 1:
            return text
        limit = max(1, int(min(limit, len(verdict.weighed)) * MAX_BYTES / size * 0.95))


def _rendered(verdict: Verdict, setting: Setting, limit: int) -> str:
    kept = {id(each) for each in sorted(verdict.weighed, key=weight)[:limit]}
    shown = [each for each in verdict.weighed if id(each) in kept]
    rule_ids = sorted({each.finding.rule for each in shown})
    uri = document_uri(verdict, setting)
    run = {
        "tool": {
            "driver": {
                "name": "driftgate",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule_id, setting) for rule_id in rule_ids],
            }
        },
        "invocations": [_invocation(verdict, left_out=len(verdict.weighed) - len(shown))],
        "originalUriBaseIds": {
            "SRCROOT": {"description": {"text": "The root of the repository with the contract."}},
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, rule_ids.index(each.finding.rule), uri) for each in shown],
        "properties": {
            "verdict": str(verdict.outcome),
            "reason": visible(verdict.reason, 1000),
            "trays": verdict.counts,
        },
    }
    sarif = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return dumps(sarif, indent=True) + "\n"


def _rule(rule_id: str, setting: Setting) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"id": rule_id, "name": "".join(word.title() for word in rule_id.split("-"))}
    rule = setting.rules.get(rule_id)
    if rule is None:
        return descriptor
    return {
        **descriptor,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": f"# {rule_id}\n\n{rule.page}\n"},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": ["api-drift", *rule.aliases], "precision": "high"},
    }


def _invocation(verdict: Verdict, *, left_out: int) -> dict[str, Any]:
    cut = []
    if left_out:
        said = f"{left_out:,} of {len(verdict.weighed):,} findings are left out, those that weigh least: code scanning takes no more. The JSON report has all."
        cut.append({"level": "warning", "message": {"text": said}})
    missing = [
        {"level": "error", "message": {"text": visible(f"not judged: {reason}", 1000)}} for reason in verdict.missing
    ]
    unjudged = verdict.unjudged
    unread = [
        {"level": "warning", "message": {"text": visible(f"not judged: {recording}#{position}: {reason}", 1000)}}
        for recording, position, reason in unjudged.first
    ]
    idle = [
        {"level": "warning", "message": {"text": visible(f"idle waiver: {each.waiver.where} {each.waiver.rule}", 1000)}}
        for each in verdict.idle
    ]
    return {
        "executionSuccessful": verdict.outcome is not Outcome.NOT_JUDGED,
        "exitCode": verdict.exit_code,
        "exitCodeDescription": f"{verdict.outcome}: {visible(verdict.reason, 1000)}",
        "toolExecutionNotifications": [*cut, *missing, *unread, *idle],
    }


def _result(weighed: Weighed, rule_index: int, uri: str) -> dict[str, Any]:
    finding = weighed.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": str(finding.severity),
        "message": {"text": f"{told(finding)}."},
        "locations": [_location(finding, uri)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "occurrenceCount": max(1, finding.count),
        "properties": {
            "tray": str(weighed.tray),
            "source": str(finding.source),
            "outOf": finding.out_of,
            **{
                name: visible(value)
                for name, value in (
                    ("firstSeen", finding.first_seen),
                    ("observed", finding.observed),
                    ("expected", finding.expected),
                )
                if value is not None
            },
        },
    }
    if weighed.known is not None:
        result["baselineState"] = "unchanged"
    if (why := _suppression(weighed)) is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _suppression(weighed: Weighed) -> str | None:
    if weighed.tray is Tray.WAIVED and weighed.waiver is not None:
        waiver = weighed.waiver
        return visible(f"{waiver.reason} ({waiver.owner}, until {waiver.until})", 1000)
    if weighed.tray is Tray.KNOWN or weighed.is_settled:
        return visible(weighed.why, 1000)
    return None


def _location(finding: Finding, uri: str) -> dict[str, Any]:
    artifact = (
        {"uri": quote(uri, safe=":/?#[]@!$&'()*+,;=%")}
        if "://" in uri
        else {"uri": quote(visible(uri)), "uriBaseId": "SRCROOT"}
    )
    logical = [
        {"fullyQualifiedName": visible(name, 1000), "kind": kind}
        for name, kind in (
            (finding.operation, "function"),
            (None if finding.pointer is None else finding.pointer or "/", "member"),
            (finding.document_pointer, "declaration"),
        )
        if name
    ]
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": finding.line or 1}}
    }
    return {**location, "logicalLocations": logical} if logical else location
