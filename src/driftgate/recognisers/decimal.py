"""Decimal numbers as text: `12.50`, with a point, so that an integer does not look like one."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, of_pattern

RECOGNISER = Recogniser(
    name="decimal",
    matches=of_pattern(r"-?[0-9]+(?:\.[0-9]+)?"),
    surprise=lambda text: (8.0 if "." in text else 0.0) + 1.5 * len(text),
    keywords={"pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    words=frozenset(
        {
            "amount",
            "price",
            "rate",
            "balance",
            "total",
            "cost",
            "fee",
            "value",
            "latitude",
            "longitude",
            "lat",
            "lon",
            "lng",
        }
    ),
    rank=60,
    needs=24.0,
)
