"""Date-times with an offset or a time that RFC 3339 would write otherwise: `2025-12-04T22:09:41+0000`, `2025-12-04T22:09Z`."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["loose-date-time"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="loose_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "loose-date-time"},
    words=MOMENT_WORDS,
    rank=11,
)
