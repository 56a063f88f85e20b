"""Host names of at least two labels under a top level of letters (RFC 1123). File names look alike, so the field's name must agree."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="hostname",
    matches=of_pattern(r"(?=.{4,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"),
    surprise=constant(10.0),
    keywords={"format": "hostname"},
    words=frozenset({"host", "hostname", "domain", "domains", "fqdn", "server"}),
    needs_word=True,
    rank=40,
    needs=10.0,
)
