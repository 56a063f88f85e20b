"""JSON: everything a verdict says, and all that is needed to weigh it again. Its schema is `report.schema.json`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from driftgate import __version__
from driftgate.evidence import detectable_share

if TYPE_CHECKING:
    from driftgate.baseline import Entry
    from driftgate.evidence import Evidence
    from driftgate.finding import Finding
    from driftgate.reports._setting import Setting
    from driftgate.verdict import IdleWaiver, Verdict, Weighed
    from driftgate.waiver import Waiver

SCHEMA_VERSION = 1
_SURROGATES = re.compile("[\ud800-\udfff]")


def render(verdict: Verdict, setting: Setting) -> str:
    """Return the JSON report, indented, keys in the order of the design."""
    return dumps(report(verdict, setting), indent=True) + "\n"


def dumps(tree: Any, *, indent: bool = False) -> str:
    """Return JSON text that can be written in UTF-8: a lone surrogate becomes U+FFFD."""
    import orjson

    try:
        return orjson.dumps(tree, option=orjson.OPT_INDENT_2 if indent else 0).decode()
    except TypeError:  # a lone surrogate, from a document that escapes one
        separators = None if indent else (",", ":")
        text = json.dumps(tree, ensure_ascii=False, indent=2 if indent else None, separators=separators)
        return _SURROGATES.sub("\ufffd", text)


def report(verdict: Verdict, setting: Setting) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        **head(verdict, setting),
        "runs": [
            {
                "kind": run.kind,
                "contract": run.contract,
                "document": run.document or setting.document_uri,
                "expected_evidence": None if run.expected_evidence is None else list(run.expected_evidence),
                "collections": list(run.collections),
                **(
                    {"promised": {name: list(run.promised[name]) for name in sorted(run.promised)}}
                    if run.promised
                    else {}
                ),
                "incomplete": run.incomplete,
                "target": run.target,
                "recordings": list(run.recordings),
                "parts": list(run.parts),
            }
            for run in verdict.runs
        ],
        "evidence": evidence(verdict),
        "operations": operations(verdict),
        "fields": fields(verdict),
        "unjudged": unjudged(verdict),
        "findings": [finding(each) for each in verdict.weighed],
    }


def head(verdict: Verdict, setting: Setting) -> dict[str, Any]:
    """Return the verdict without the lists that grow with the evidence."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "driftgate", "version": __version__},
        "contract": verdict.contract,
        "document": setting.document_uri,
        "today": verdict.today.isoformat(),
        "verdict": str(verdict.outcome),
        "reason": verdict.reason,
        "missing_evidence": list(verdict.missing),
        "policy": {
            "fail_on": str(verdict.policy.fail_on),
            "min_exchanges": verdict.policy.min_exchanges,
            "min_items": verdict.policy.min_items,
            "severities": {rule: str(severity) for rule, severity in sorted(verdict.policy.severities.items())},
            "disabled_rules": sorted(verdict.policy.disabled),
            "fail_on_idle_waivers": verdict.policy.fail_on_idle_waivers,
            "mixed_contracts": verdict.policy.mixed_contracts,
        },
        "trays": verdict.counts,
        "idle_waivers": [_idle(each) for each in verdict.idle],
        "expired_waivers": [_waiver(each) for each in verdict.expired],
        "gone": [_gone(each) for each in verdict.gone],
    }


def evidence(verdict: Verdict) -> list[dict[str, Any]]:
    return [_evidence(index, row) for index, run in enumerate(verdict.runs) for _, row in sorted(run.evidence.items())]


def _evidence(run: int, row: Evidence) -> dict[str, Any]:
    return {
        "operation": row.operation,
        "status": _status(row.status),
        "exchanges": row.exchanges,
        "items": row.items,
        "bodies": {
            "judged": row.judged,
            "absent": row.absent,
            "unreadable": row.unreadable,
            "opaque": row.opaque,
        },
        "drifted": {severity: row.drifted.get(severity, 0) for severity in ("error", "warning", "note")},
        "run": run,
    }


def operations(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {
            "operation": each.operation,
            "kind": each.kind,
            "exchanges": each.exchanges,
            "items": each.items,
            "drifted": each.drifted,
            "judged": each.missing is None,
            "detectable": None if each.missing or not each.chances else detectable_share(each.chances),
            "sentence": each.sentence,
        }
        for each in verdict.assessments
    ]


def fields(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {"operation": operation, "status": _status(status), "pointer": pointer, "seen": seen, "run": index}
        for index, run in enumerate(verdict.runs)
        for (operation, status, pointer), seen in sorted(run.fields.items())
    ]


def unjudged(verdict: Verdict) -> dict[str, Any]:
    first = [
        {"seen_in": f"{recording}#{position}", "reason": reason}
        for recording, position, reason in verdict.unjudged.first
    ]
    return {"total": verdict.unjudged.total, "first": first}


def finding(weighed: Weighed) -> dict[str, Any]:
    """Return one finding, all keys present."""
    each = weighed.finding
    waiver = weighed.waiver
    return {
        "source": str(each.source),
        "rule": each.rule,
        "severity": str(each.severity),
        "tray": str(weighed.tray),
        **_identity(each),
        "document_pointer": each.document_pointer,
        "line": each.line,
        "expected": each.expected,
        "message": each.message,
        "count": each.count,
        "out_of": each.out_of,
        "first_seen": each.first_seen,
        "sample": each.sample,
        "curl": each.curl,
        "fingerprint": each.fingerprint,
        "waiver": None if waiver is None else {**_waiver(waiver), "expired": str(weighed.tray) != "waived"},
        "known": None if weighed.known is None else _known(weighed.known),
        "cured_by": each.cured_by,
        "why": weighed.why,
        "rule_severity": str(weighed.rule_severity),
        "run": weighed.run,
    }


def _identity(each: Finding | Waiver | Entry) -> dict[str, Any]:
    return {
        "operation": each.operation,
        "status": _status(each.status),
        "media_type": each.media_type,
        "pointer": each.pointer,
        "observed": each.observed,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "source": str(waiver.source),
        "rule": waiver.rule,
        **_identity(waiver),
        "reason": waiver.reason,
        "owner": waiver.owner,
        "until": waiver.until.isoformat(),
        "where": waiver.where,
    }


def _idle(idle: IdleWaiver) -> dict[str, Any]:
    near = [{"fingerprint": found.fingerprint, "differs_in": list(fields)} for found, fields in idle.near]
    return {**_waiver(idle.waiver), "near": near}


def _gone(entry: Entry) -> dict[str, Any]:
    return {
        "fingerprint": entry.fingerprint,
        "source": str(entry.source),
        "rule": entry.rule,
        **_identity(entry),
        **_known(entry),
    }


def _known(entry: Entry) -> dict[str, Any]:
    return {
        "first_seen": entry.first_seen.isoformat(),
        "last_seen": entry.last_seen.isoformat(),
        "count": entry.count,
        "out_of": entry.out_of,
    }


def _status(status: str | None) -> int | str | None:
    """Return a status as a number where it is one; ranges and `default` stay text."""
    return int(status) if status is not None and status.isascii() and status.isdecimal() else status
