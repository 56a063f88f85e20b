"""Device identities: 15 digits whose last is a Luhn check (3GPP TS 23.003)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

_LAYOUT = of_pattern("[0-9]{15}")


RECOGNISER = Recogniser(
    name="imei",
    matches=_LAYOUT,
    surprise=constant(4.0),
    keywords={"pattern": "^[0-9]{15}$"},
    words=frozenset({"imei", "device"}),
    needs_word=True,
    rank=20,
    needs=4.0,
)
