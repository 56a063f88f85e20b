"""What one process of pytest-xdist saw, on its way to the one that weighs."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.evidence import Evidence, Unjudged
    from driftgate.suite.settings import Suite
    from driftgate.tally import Entry, Key

OUTPUT = "driftgate"
"""Where it stands in what a process of pytest-xdist hands over."""


class Part(NamedTuple):
    """What one process of pytest-xdist saw, as it is sent to the one that weighs."""

    suite: Suite
    entries: dict[Key, Entry]
    evidence: dict[tuple[str, str], Evidence]
    unjudged: Unjudged
    fields: dict[tuple[str, str], dict[str, int]]
    stopped: str | None
    crashes: list[str]
    expected: tuple[str, ...] | None

    def tally(self) -> Tally:
        tally = Tally()
        tally.entries, tally.evidence, tally.unjudged = self.entries, self.evidence, self.unjudged
        tally.fields = self.fields
        return tally


def part_of(output: Mapping[str, Any]) -> Part | None:
    """Return what a process of pytest-xdist handed over; None where it judged nothing."""
    raw = output.get(OUTPUT)
    return pickle.loads(raw) if raw is not None else None  # noqa: S301 -- our own
