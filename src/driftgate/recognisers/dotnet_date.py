"""Moments as .NET's older serialiser writes them: milliseconds since 1970 in words, `/Date(1622138002077+0000)/`."""

from __future__ import annotations

from driftgate.recognisers.recogniser import MOMENT_WORDS, Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="dotnet_date",
    matches=of_pattern(r"/Date\(-?[0-9]{1,16}(?:[+-][0-9]{4})?\)/"),
    surprise=constant(50.0),
    keywords={"pattern": r"^/Date\(-?[0-9]+([+-][0-9]{4})?\)/$"},
    words=MOMENT_WORDS,
    rank=12,
)
