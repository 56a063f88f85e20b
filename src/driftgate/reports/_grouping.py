"""Groups of findings in the order in which every report tells them: what weighs most comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.verdict import Tray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from driftgate.verdict import Weighed

_ORDER = {tray: index for index, tray in enumerate(Tray)}


def grouped(findings: Iterable[Weighed], key: Callable[[Weighed], str]) -> list[tuple[str, list[Weighed]]]:
    """Return (key, members), members as they came: groups by their weightiest member's tray and severity, then key."""
    groups: dict[str, list[Weighed]] = {}
    for each in findings:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items(), key=lambda group: (*min(weight(each) for each in group[1]), group[0]))


def weight(weighed: Weighed) -> tuple[int, int]:
    """Sort key: by tray, what blocks first, and then by severity. A format that cannot hold all keeps the least of it."""
    return _ORDER[weighed.tray], -weighed.finding.severity.weight
