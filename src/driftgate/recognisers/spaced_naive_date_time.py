"""Date-times without an offset, with a space: `2025-12-04 22:09:41`, as databases write them."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["spaced-naive-date-time"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="spaced_naive_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "spaced-naive-date-time"},
    words=MOMENT_WORDS,
    rank=10,
)
