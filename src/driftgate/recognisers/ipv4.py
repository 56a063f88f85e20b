"""IPv4 addresses in dotted decimal (RFC 791). Versions of four parts look alike, so one value needs a name that agrees."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, fixed_marks, of_pattern

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"

RECOGNISER = Recogniser(
    name="ipv4",
    matches=of_pattern(rf"{_OCTET}(?:\.{_OCTET}){{3}}"),
    surprise=fixed_marks(marks=3, free=0),
    keywords={"format": "ipv4"},
    words=frozenset({"ip", "ipv4", "address", "addr", "host"}),
    rank=15,
    needs=18.0,
)
