"""Hexadecimal digests and keys of 32, 40, 56, 64, 96 or 128 digits: MD5 and the SHAs."""

from __future__ import annotations

import math

from driftgate.recognisers.recogniser import Recogniser, alphabet_size, of_pattern

_LAYOUT = of_pattern("(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})")


def _matches(text: str) -> bool:
    lower = text.lower()
    return text in {lower, text.upper()} and _LAYOUT(lower) and not text.isdigit()


def _surprise(text: str) -> float:
    return len(text) * math.log2(36 / 16) if alphabet_size(text) == 16 else 0.0


RECOGNISER = Recogniser(
    name="hex_digest",
    matches=_matches,
    surprise=_surprise,
    keywords={"pattern": "^[0-9a-fA-F]+$"},
    words=frozenset({"hash", "digest", "md5", "sha", "sha1", "sha256", "checksum", "etag", "fingerprint", "id"}),
    rank=30,
)
