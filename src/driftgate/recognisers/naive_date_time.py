"""Date-times without an offset: `2025-12-04T22:09:41.56`; no instant, so a dialect and not RFC 3339."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["naive-date-time"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="naive_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "naive-date-time"},
    words=MOMENT_WORDS,
    rank=10,
)
