"""Absolute URIs with an authority, and `mailto:`, `tel:`, `urn:` (RFC 3986)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="uri",
    matches=of_pattern(
        r"(?:[a-z][a-z0-9+.-]*://[^\s/?#{}<>]+[^\s<>]*|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9().-]+|urn:[a-z0-9-]+:\S+)"
    ),
    surprise=constant(30.0),
    keywords={"format": "uri"},
    words=frozenset({"url", "uri", "href", "link"}),
    rank=10,
)
