"""Calendar dates: `2025-12-04` (RFC 3339, full-date)."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["YYYY-MM-DD"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="date",
    matches=_matches,
    surprise=constant(24.0),
    keywords={"format": "date"},
    words=MOMENT_WORDS,
    rank=10,
)
