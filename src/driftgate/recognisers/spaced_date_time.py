"""Date-times with an offset, with a space: `2025-12-04 22:09:41+00:00`, `2025-12-04 22:09:41 UTC` (RFC 3339, 5.6, NOTE)."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["spaced-date-time"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="spaced_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "spaced-date-time"},
    words=MOMENT_WORDS,
    rank=11,
)
