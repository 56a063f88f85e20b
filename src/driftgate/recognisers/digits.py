"""Digits alone, as text: numbers that nobody adds up. Their length is asserted apart, where many agree."""

from __future__ import annotations

import math

from driftgate.recognisers.recogniser import Recogniser, of_pattern

RECOGNISER = Recogniser(
    name="digits",
    matches=of_pattern("[0-9]+"),
    surprise=lambda text: len(text) * math.log2(3.6),
    keywords={"pattern": "^[0-9]+$"},
    words=frozenset({"pin", "iccid", "imei", "imsi", "msisdn", "digits", "last4", "ein", "npi", "bic", "mcc", "mnc"}),
    rank=55,
    needs=24.0,
)
