"""Date-times with an offset that RFC 3339 would write otherwise: `2025-12-04 22:09:41+00:00`, `2025-12-04T22:09:41+0000`."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["date-time"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="loose_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "date-time"},
    words=frozenset({"date", "at", "time", "on", "timestamp", "created", "updated", "modified", "expires"}),
    rank=11,
)
