"""E-mail addresses (RFC 5321, without quoted local parts)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="email",
    matches=of_pattern(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
    ),
    surprise=constant(24.0),
    keywords={"format": "email"},
    words=frozenset({"email", "mail", "emails"}),
    rank=10,
)
