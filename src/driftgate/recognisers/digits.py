"""Digits alone, as text: numbers that nobody adds up. Their length is asserted apart, where many agree."""

from __future__ import annotations

import math

from driftgate.recognisers.recogniser import Recogniser, of_pattern

_LAYOUT = of_pattern("[0-9]+")


def _matches(text: str) -> bool:
    """Take digits, and not one digit over and over, which stands for anything: a hash of nothing is all noughts."""
    return _LAYOUT(text) and (len(text) < 8 or len(set(text)) > 1)


RECOGNISER = Recogniser(
    name="digits",
    matches=_matches,
    surprise=lambda text: len(text) * math.log2(3.6),
    keywords={"pattern": "^[0-9]+$"},
    words=frozenset({"pin", "iccid", "imei", "imsi", "msisdn", "digits", "last4", "ein", "npi", "bic", "mcc", "mnc"}),
    unlikely=frozenset(
        {
            "zip",
            "postal",
            "postcode",
            "house",
            "street",
            "building",
            "floor",
            "apartment",
            "apt",
            "unit",
            "suite",
            "area",
            "line",
            "room",
        }
    ),
    rank=55,
    needs=24.0,
)
