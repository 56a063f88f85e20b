"""Times of day: `22:09:41`, `22:09` (RFC 3339, partial-time; seconds may be left out)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="time",
    matches=of_pattern(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    surprise=constant(11.0),
    keywords={"pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"},
    words=frozenset({"time", "at", "start", "end", "from", "to", "open", "close", "hour"}),
    rank=15,
    needs=20.0,
)
