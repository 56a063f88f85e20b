"""IPv6 addresses (RFC 4291)."""

from __future__ import annotations

import ipaddress

from driftgate.recognisers.recogniser import Recogniser, constant


def _matches(text: str) -> bool:
    if text.count(":") < 2 or len(text) > 45 or "%" in text:
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


RECOGNISER = Recogniser(
    name="ipv6",
    matches=_matches,
    surprise=constant(20.0),
    keywords={"format": "ipv6"},
    words=frozenset({"ip", "ipv6", "address", "addr"}),
    rank=15,
)
