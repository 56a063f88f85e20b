"""Subscriber identities: 14 or 15 digits that begin with a mobile country code (3GPP TS 23.003)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="imsi",
    matches=of_pattern("[2-7][0-9]{13,14}"),
    surprise=constant(4.0),
    keywords={"pattern": "^[2-7][0-9]{13,14}$"},
    words=frozenset({"imsi"}),
    needs_word=True,
    rank=19,
    needs=4.0,
)
