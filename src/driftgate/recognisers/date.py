"""Calendar dates: `2025-12-04` (RFC 3339, full-date)."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["YYYY-MM-DD"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="date",
    matches=_matches,
    surprise=constant(24.0),
    keywords={"format": "date"},
    words=frozenset({"date", "at", "time", "on", "timestamp", "created", "updated", "modified", "expires"}),
    rank=10,
)
