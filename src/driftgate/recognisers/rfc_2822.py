"""Date-times of e-mail and HTTP: `Thu, 04 Dec 2025 22:09:41 GMT` (RFC 2822, RFC 9110)."""

from __future__ import annotations

import re

from driftgate.dialect import DATE_DIALECTS
from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant

_PATTERN = re.compile(DATE_DIALECTS["rfc-2822"], re.ASCII)


def _matches(text: str) -> bool:
    return _PATTERN.match(text) is not None


RECOGNISER = Recogniser(
    name="rfc_2822",
    matches=_matches,
    surprise=constant(40.0),
    keywords={"x-date-dialect": "rfc-2822"},
    words=MOMENT_WORDS,
    rank=10,
)
