"""What a meeting looks at first: the verdict, what it was judged by, and what blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.evidence import counted
from driftgate.reports._words import document_uri, targets
from driftgate.verdict import Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict

MEANINGS = {
    Tray.BLOCKING: "hold the release",
    Tray.WAIVED: "accepted by a person, until a day",
    Tray.KNOWN: "in the baseline",
    Tray.NOTED: "below the threshold, or cured",
}
MAX_RECORDINGS = 5
MAX_CAUSES = 12
"""Rules named as causes, those with the most findings first."""


def overview_of(verdict: Verdict, setting: Setting) -> dict[str, Any]:
    """Return the verdict, the facts it rests on, and how many findings each tray holds."""
    document = visible(document_uri(verdict, setting)).removeprefix("file://")
    return {
        "outcome": str(verdict.outcome),
        "outcome_class": str(verdict.outcome).replace(" ", "-"),
        "reason": visible(verdict.reason, 1000),
        "facts": [
            ("Document", document, None),
            ("Contract", _short(verdict.contract), visible(verdict.contract)),
            ("Judged on", verdict.today.isoformat(), None),
            ("Runs", ", ".join(dict.fromkeys(visible(run.kind) for run in verdict.runs)) or "none", None),
            *([("Recordings", read, None)] if (read := _recordings(verdict)) else []),
            *([("Asked", asked, None)] if (asked := targets(verdict)) else []),
            ("Policy", _policy(verdict), None),
        ],
        "document": document,
        "trays": [(str(tray), count, MEANINGS[Tray(tray)]) for tray, count in verdict.counts.items()],
        "missing": [visible(each, 1000) for each in verdict.missing],
    }


def causes_of(groups: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what blocks, a row a rule: how many findings in how many operations, and the first of them."""
    rows: dict[str, dict[str, Any]] = {}
    for group in groups:
        for each in group["rules"]:
            blocking = [card for card in each["cards"] if card["tray"] == Tray.BLOCKING]
            if blocking:
                row = rows.setdefault(
                    each["rule"], {"rule": each["rule"], "summary": each["summary"], "findings": 0, "operations": 0}
                )
                row.setdefault("first", (group["operation"], blocking[0]["pointer"], blocking[0]["id"]))
                row["findings"] += len(blocking)
                row["operations"] += 1
    ordered = sorted(rows.values(), key=lambda row: (-row["findings"], row["rule"]))
    return {
        "rows": ordered[:MAX_CAUSES],
        "more": len(ordered) - MAX_CAUSES if len(ordered) > MAX_CAUSES else 0,
    }


def _recordings(verdict: Verdict) -> str:
    names = sorted({name for run in verdict.runs for name in run.recordings})
    more = f" and {len(names) - MAX_RECORDINGS:,} more" if len(names) > MAX_RECORDINGS else ""
    return ", ".join(visible(name, 100) for name in names[:MAX_RECORDINGS]) + more


def _policy(verdict: Verdict) -> str:
    policy = verdict.policy
    needs = (
        f"each operation needs {counted(policy.min_exchanges, 'judged 2xx answer')}, "
        f"each collection {counted(policy.min_items, 'record')}"
    )
    return f"fails on {policy.fail_on}; {needs}"


def _short(contract: str) -> str:
    """Return contracts by their first digits, as people compare them."""
    return ", ".join(f"{visible(each)[:19]}…" if len(each) > 20 else visible(each) for each in contract.split(", "))
