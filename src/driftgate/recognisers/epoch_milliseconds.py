"""Milliseconds since 1970 as text of thirteen digits, 2001 to 2033."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["epoch-milliseconds"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="epoch_milliseconds",
    matches=_matches,
    surprise=constant(3.3),
    keywords={"x-date-dialect": "epoch-milliseconds"},
    words=MOMENT_WORDS,
    needs_word=True,
    rank=30,
    needs=3.0,
)
