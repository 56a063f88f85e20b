"""Revisions: what changed between two contracts, whom it breaks, and the step it asks of the client's version."""

from __future__ import annotations

from driftgate.revision.change import Change, Direction, Effect
from driftgate.revision.changelog import changelog
from driftgate.revision.compare import compare
from driftgate.revision.inferred import severity_of
from driftgate.revision.judge import judge, semver_step, sentence
from driftgate.revision.kinds import KINDS, Kind

__all__ = [
    "KINDS",
    "Change",
    "Direction",
    "Effect",
    "Kind",
    "changelog",
    "compare",
    "judge",
    "semver_step",
    "sentence",
    "severity_of",
]
