"""Findings by operation and, in it, by rule: groups with something that blocks first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.reports._grouping import grouped
from driftgate.reports.html.card import card_of
from driftgate.reports.html.rules import inline
from driftgate.verdict import Tray
from driftgate.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.reports._setting import Setting
    from driftgate.verdict import Verdict, Weighed

MAX_OPEN = 10
"""Blocking findings that are open at first; where there are more, a reader opens those he wants."""
MAX_IN_FULL = 500
"""Findings with excerpt, command line and waiver; a page that repeats these more often is too big to pass on."""


def groups_of(shown: Sequence[Weighed], verdict: Verdict, setting: Setting) -> list[dict[str, Any]]:
    """Return the groups as the template shows them; `shown` is ordered, what matters most first."""
    blocking = sum(each.tray is Tray.BLOCKING for each in shown)
    in_full = {id(each) for each in shown[:MAX_IN_FULL]}
    groups = []
    for operation, members in grouped(shown, lambda each: each.finding.operation or ""):
        rules = [
            {
                "rule": rule,
                "summary": inline(setting.rules[rule].summary) if rule in setting.rules else "",
                "has_page": rule in setting.rules,
                "cards": [
                    card_of(
                        each,
                        verdict,
                        setting,
                        is_open=each.tray is Tray.BLOCKING and blocking <= MAX_OPEN,
                        in_full=id(each) in in_full,
                    )
                    for each in findings
                ],
            }
            for rule, findings in grouped(members, lambda each: each.finding.rule)
        ]
        counts = Counter(each.tray for each in members)
        groups.append(
            {
                "operation": visible(operation) if operation else "The document as a whole",
                "is_operation": bool(operation),
                "counts": [(str(tray), counts[tray]) for tray in Tray if counts[tray]],
                "rules": rules,
            }
        )
    return groups
