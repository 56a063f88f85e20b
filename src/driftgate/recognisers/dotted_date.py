"""Dates with the day first and dots: `04.12.2025`."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["DD.MM.YYYY"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="dotted_date",
    matches=_matches,
    surprise=constant(24.0),
    keywords={"x-date-dialect": "DD.MM.YYYY"},
    words=MOMENT_WORDS,
    rank=10,
)
