"""Date-times of American forms: `05/02/2025 06:36:13 PM`."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["MM/DD/YYYY hh:mm:ss AM"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="us_date_time",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "MM/DD/YYYY hh:mm:ss AM"},
    words=MOMENT_WORDS,
    rank=10,
)
