"""UUIDs: `123e4567-e89b-12d3-a456-426614174000` (RFC 9562), upper or lower case."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="uuid",
    matches=of_pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    surprise=constant(50.0),
    keywords={"format": "uuid"},
    words=frozenset({"uuid", "guid", "id"}),
    rank=10,
)
