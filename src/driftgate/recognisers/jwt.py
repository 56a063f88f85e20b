"""JSON Web Tokens: three base64url parts, the first two JSON objects (RFC 7519). Always a secret."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="jwt",
    matches=of_pattern(r"eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*"),
    surprise=constant(60.0),
    keywords={"pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$", "x-sensitive": True},
    words=frozenset({"token", "jwt"}),
    rank=5,
)
