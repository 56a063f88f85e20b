"""Versions of three numbers: `1.0.8`, `2.0.0-rc.1` (Semantic Versioning 2.0.0)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, constant, of_pattern

RECOGNISER = Recogniser(
    name="semver",
    matches=of_pattern(
        r"v?(?:0|[1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
    ),
    surprise=constant(10.0),
    keywords={"pattern": r"^v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$"},
    words=frozenset({"version", "semver", "release", "revision"}),
    rank=40,
    needs=20.0,
)
