"""Dates without marks: `20251204`. Any eight digits may look so; the field's name must agree."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["YYYYMMDD"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="compact_date",
    matches=_matches,
    surprise=constant(6.0),
    keywords={"x-date-dialect": "YYYYMMDD"},
    words=MOMENT_WORDS,
    needs_word=True,
    rank=30,
    needs=6.0,
)
