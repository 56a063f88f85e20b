"""JSON reports read back, so that they can be weighed together or rendered again."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from driftgate.errors import ReportError
from driftgate.evidence import NEEDS_EVIDENCE, Evidence, Judgement, Unjudged
from driftgate.finding import Finding, Severity, Source

if TYPE_CHECKING:
    from pathlib import Path


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the JSON report; `$defs/line` describes a line of the NDJSON report."""
    text = resources.files("driftgate.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def read_json(path: Path) -> list[Judgement]:
    """
    Return the judgements in a JSON report, as they were before policy: findings with the rule's severity, untrayed.

    Raises:
        ReportError: Missing, unreadable, not JSON, not a report of driftgate, or of another schema version.
    """
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
            drifted=dict(row["drifted"]),
        )
        run.evidence.setdefault(place, Evidence(operation=place[0], status=place[1])).merge(read)
    for each in tree["findings"]:
        _run_of(each, runs, name).findings.append(_finding(each))
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
            incomplete=run.get("incomplete"),
            parts=tuple(run.get("parts", ())),
        )
        for run in runs
    ]


def _run_of(row: dict[str, Any], runs: list[Judgement], name: str) -> Judgement:
    index: int = row.get("run", 0)
    if index >= len(runs):
        raise ReportError(f"{name}: names run {index} of {len(runs)}. The report was edited; write it again.")
    return runs[index]


def _finding(each: dict[str, Any]) -> Finding:
    status = each["status"]
    return Finding(
        source=Source(each["source"]),
        rule=each["rule"],
        severity=Severity(each.get("rule_severity", each["severity"])),
        message=each["message"],
        status=None if status is None else str(status),
        **{
            key: each.get(key)
            for key in (
                "operation",
                "media_type",
                "pointer",
                "document_pointer",
                "line",
                "observed",
                "expected",
                "out_of",
                "first_seen",
                "sample",
                "curl",
                "cured_by",
            )
        },
        count=each["count"],
    )


def _unjudged(tree: dict[str, Any]) -> Unjudged:
    first = []
    for each in tree["first"]:
        recording, _, position = each["seen_in"].rpartition("#")
        known = recording and position.isdecimal()
        first.append((recording if known else each["seen_in"], int(position) if known else 0, each["reason"]))
    return Unjudged(total=tree["total"], first=first)
