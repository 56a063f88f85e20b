"""Hardware addresses: six bytes in hexadecimal, `00:1B:44:11:3A:B7` (IEEE 802, EUI-48)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="mac_address",
    matches=of_pattern("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"),
    surprise=constant(30.0),
    keywords={"pattern": "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$"},
    words=frozenset({"mac", "bssid", "hardware", "eui"}),
    rank=12,
)
