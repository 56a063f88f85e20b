"""Dates with the month first: `12/04/2025`. `02/05/2023` is European as well: only a day beyond 12 decides."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["MM/DD/YYYY"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="us_date",
    matches=_matches,
    surprise=constant(24.0),
    keywords={"x-date-dialect": "MM/DD/YYYY"},
    words=MOMENT_WORDS,
    rank=10,
)
