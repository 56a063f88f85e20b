"""Evidence for people: every operation where there are few, and what matters where there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.evidence import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.evidence import Assessment

MAX_OPERATIONS = 12
"""Operations that are each told in a sentence; of more, only those that say something the others do not."""


def summary(assessments: Sequence[Assessment]) -> str:
    """Return `50 operations: 1 without drift, 49 drifted`."""
    drifted = sum(each.missing is None and each.drifted > 0 for each in assessments)
    short = sum(each.missing is not None for each in assessments)
    parts = [f"{len(assessments) - drifted - short:,} without drift", f"{drifted:,} drifted"]
    if short:
        parts.append(f"{short:,} not judged")
    return f"{counted(len(assessments), 'operation')}: {', '.join(parts)}"


def worth_telling(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return all where they are few; else those that were not judged, and the clean one with the least evidence."""
    if len(assessments) <= MAX_OPERATIONS:
        return list(assessments)
    clean = [each for each in assessments if each.missing is None and not each.drifted]
    weakest = min(clean, key=lambda each: each.chances, default=None)
    return [each for each in assessments if each.missing is not None or each is weakest]
