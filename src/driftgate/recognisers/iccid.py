"""SIM card serial numbers: `89` and 17 or 18 more digits (ITU-T E.118). Luhn is asserted apart, where every value passes."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="iccid",
    matches=of_pattern("89[0-9]{17,18}F?"),
    surprise=constant(15.6),
    keywords={"pattern": "^89[0-9]{17,18}F?$"},
    words=frozenset({"iccid", "sim", "uicc"}),
    rank=20,
    needs=15.0,
)
