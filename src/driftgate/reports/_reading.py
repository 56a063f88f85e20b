"""JSON reports read back, so that they can be weighed together or rendered again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from driftgate.baseline import Entry
from driftgate.errors import ReportError
from driftgate.evidence import NEEDS_EVIDENCE, Evidence, Judgement, Unjudged, assess
from driftgate.finding import Finding, Severity, Source
from driftgate.verdict import IdleWaiver, Outcome, Policy, Tray, Verdict, Weighed
from driftgate.waiver import Waiver

if TYPE_CHECKING:
    from pathlib import Path


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the JSON report; `$defs/line` describes a line of the NDJSON report."""
    from importlib import resources

    text = resources.files("driftgate.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def read_json(path: Path) -> list[Judgement]:
    """
    Return the judgements in a JSON report, as they were before policy: findings with the rule's severity, untrayed.

    Raises:
        ReportError: Missing, unreadable, not JSON, not a report of driftgate, or of another schema version.
    """
    return _judgements(_report(path), str(path))


def read_verdict(path: Path) -> Verdict:
    """
    Return the verdict in a JSON report as it was given: with the policy, the waivers and the day of that time.

    Raises:
        ReportError: See `read_json`.
    """
    tree = _report(path)
    try:
        return _verdict(tree, str(path))
    except ValueError as error:  # a day that no calendar has
        raise ReportError(f"{path}: not a report of driftgate: {error}.") from None


def _verdict(tree: dict[str, Any], name: str) -> Verdict:
    runs = _judgements(tree, name)
    policy = _policy(tree.get("policy", {}))
    weighed = tuple(_weighed(each) for each in tree["findings"])
    by_fingerprint = {each.finding.fingerprint: each.finding for each in weighed}
    return Verdict(
        outcome=Outcome(tree["verdict"]),
        reason=tree["reason"],
        policy=policy,
        today=date.fromisoformat(tree.get("today", "1970-01-01")),
        runs=tuple(replace(run, findings=[]) for run in runs),
        weighed=weighed,
        assessments=tuple(
            assessment
            for run in runs
            if run.kind in NEEDS_EVIDENCE
            for assessment in assess(run, min_exchanges=policy.min_exchanges, min_items=policy.min_items)
        ),
        missing=tuple(tree.get("missing_evidence", ())),
        idle=tuple(
            IdleWaiver(
                waiver=_waiver(each),
                near=tuple(
                    (by_fingerprint[near["fingerprint"]], tuple(near["differs_in"]))
                    for near in each.get("near", ())
                    if near["fingerprint"] in by_fingerprint
                ),
            )
            for each in tree["idle_waivers"]
        ),
        expired=tuple(_waiver(each) for each in tree.get("expired_waivers", ())),
        gone=tuple(_entry(each, each) for each in tree.get("gone", ())),
        unjudged=_unjudged(tree["unjudged"]),
    )


def _report(path: Path) -> dict[str, Any]:
    name = str(path)
    tree = _load(path)
    if not isinstance(tree, dict) or "schema_version" not in tree or "findings" not in tree:
        raise ReportError(f"{name}: not a report of driftgate. Write one with `--report json:FILE`.")
    if tree["schema_version"] != 1:
        raise ReportError(
            f"{name}: has schema_version {tree['schema_version']!r}; this driftgate reads 1. "
            "Write the report with this version."
        )
    _check(tree, name)
    return tree


def _judgements(tree: dict[str, Any], name: str) -> list[Judgement]:
    runs = _runs(tree)
    for row in tree["evidence"]:
        run = _run_of(row, runs, name)
        place = (row["operation"], str(row["status"]))
        bodies = row["bodies"]
        read = Evidence(
            operation=row["operation"],
            status=str(row["status"]),
            exchanges=row["exchanges"],
            items=row["items"],
            judged=bodies["judged"],
            absent=bodies["absent"],
            unreadable=bodies["unreadable"],
            opaque=bodies.get("opaque", 0),
            drifted=dict(row["drifted"]),
        )
        run.evidence.setdefault(place, Evidence(operation=place[0], status=place[1])).merge(read)
    for each in tree["findings"]:
        _run_of(each, runs, name).findings.append(_finding(each, each.get("rule_severity", each["severity"])))
    for each in tree.get("fields", ()):
        counts = _run_of(each, runs, name).fields
        key = (each["operation"], str(each["status"]), each["pointer"])
        counts[key] = counts.get(key, 0) + each["seen"]
    if runs:
        holder = next((run for run in runs if run.kind in NEEDS_EVIDENCE), runs[0])
        holder.unjudged = _unjudged(tree["unjudged"])
    return runs


def _load(path: Path) -> Any:
    import orjson

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(f"{path}: no such file. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"{path}: cannot be read ({reason}).") from None
    if not raw.strip():
        raise ReportError(f"{path}: is empty.")
    try:
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ReportError(
            f"{path}:{error.lineno}: not valid JSON ({error.msg}). A JSON report is one object; is the file cut off?"
        ) from None


def _check(tree: dict[str, Any], name: str) -> None:
    import jsonschema_rs

    found = next(iter(jsonschema_rs.Draft202012Validator(schema(), offline=True).iter_errors(tree)), None)
    if found is not None:
        place = "/" + "/".join(str(token) for token in found.instance_path)
        said = found.message if len(found.message) <= 200 else found.message[:200] + "…"
        raise ReportError(f"{name}: not a report of driftgate as its schema says: at {place}: {said}.")


def _runs(tree: dict[str, Any]) -> list[Judgement]:
    runs: list[dict[str, Any]] | None = tree.get("runs")
    if runs is None:
        # Written by hand or by another tool: what the evidence names is what was to be judged.
        rows = tree["evidence"]
        traffic = {"request", "response"}
        needs_evidence = (
            rows or tree["verdict"] == "not judged" or any(e["source"] in traffic for e in tree["findings"])
        )
        named = {row["operation"] for row in rows}
        runs = [
            {
                "kind": "scan" if needs_evidence else "lint",
                "contract": tree["contract"],
                "document": tree.get("document"),
                "expected_evidence": sorted(named) if needs_evidence else None,
                "collections": sorted({row["operation"] for row in rows if row["items"]}),
            }
        ]
    return [
        Judgement(
            contract=run["contract"],
            kind=run["kind"],
            expected_evidence=None if run["expected_evidence"] is None else tuple(run["expected_evidence"]),
            collections=tuple(run["collections"]),
            promised={operation: tuple(statuses) for operation, statuses in run.get("promised", {}).items()},
            document=run.get("document"),
            incomplete=run.get("incomplete"),
            target=run.get("target"),
            recordings=tuple(run.get("recordings", ())),
            parts=tuple(run.get("parts", ())),
        )
        for run in runs
    ]


def _run_of(row: dict[str, Any], runs: list[Judgement], name: str) -> Judgement:
    index: int = row.get("run", 0)
    if index >= len(runs):
        raise ReportError(f"{name}: names run {index} of {len(runs)}. The report was edited; write it again.")
    return runs[index]


def _finding(each: dict[str, Any], severity: str) -> Finding:
    places = ("document_pointer", "line", "expected", "out_of", "first_seen", "sample", "curl", "cured_by")
    return Finding(
        source=Source(each["source"]),
        rule=each["rule"],
        severity=Severity(severity),
        message=each["message"],
        count=each["count"],
        **_identity(each),
        **{key: each.get(key) for key in places},
    )


def _identity(each: dict[str, Any]) -> dict[str, Any]:
    status = each.get("status")
    named = {key: each.get(key) for key in ("operation", "media_type", "pointer", "observed")}
    return {**named, "status": None if status is None else str(status)}


def _weighed(each: dict[str, Any]) -> Weighed:
    return Weighed(
        finding=_finding(each, each["severity"]),
        tray=Tray(each["tray"]),
        rule_severity=Severity(each.get("rule_severity", each["severity"])),
        run=each.get("run", 0),
        why=each.get("why", each["severity"]),
        waiver=None if each["waiver"] is None else _waiver({**each, **each["waiver"]}),
        known=None if each.get("known") is None else _entry(each, each["known"]),
    )


def _waiver(each: dict[str, Any]) -> Waiver:
    return Waiver(
        source=Source(each["source"]),
        rule=each["rule"],
        reason=each["reason"],
        owner=each["owner"],
        until=date.fromisoformat(each["until"]),
        where=each.get("where", ""),
        **_identity(each),
    )


def _entry(each: dict[str, Any], known: dict[str, Any]) -> Entry:
    return Entry(
        source=Source(each["source"]),
        rule=each["rule"],
        **_identity(each),
        first_seen=date.fromisoformat(known["first_seen"]),
        last_seen=date.fromisoformat(known["last_seen"]),
        count=known.get("count", 1),
        out_of=known.get("out_of"),
    )


def _policy(tree: dict[str, Any]) -> Policy:
    return Policy(
        fail_on=Severity(tree.get("fail_on", "error")),
        min_exchanges=tree.get("min_exchanges", 1),
        min_items=tree.get("min_items", 1),
        severities={rule: Severity(word) for rule, word in tree.get("severities", {}).items()},
        disabled=frozenset(tree.get("disabled_rules", ())),
        fail_on_idle_waivers=tree.get("fail_on_idle_waivers", False),
        mixed_contracts=tree.get("mixed_contracts", False),
    )


def _unjudged(tree: dict[str, Any]) -> Unjudged:
    first = []
    for each in tree["first"]:
        recording, sign, position = each["seen_in"].rpartition("#")
        known = sign and position.isdecimal()
        first.append((recording if known else each["seen_in"], int(position) if known else 0, each["reason"]))
    return Unjudged(total=tree["total"], first=first)
