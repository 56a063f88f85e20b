"""Date-times with an offset: `2025-12-04T22:09:41.56Z` (RFC 3339)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="date_time",
    matches=of_pattern(
        r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
        r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
    ),
    surprise=constant(40.0),
    keywords={"format": "date-time"},
    words=MOMENT_WORDS,
    rank=10,
)
