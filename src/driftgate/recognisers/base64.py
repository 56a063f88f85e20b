"""Base 64: four-character groups with padding, at least 24 characters, letters of both cases and digits (RFC 4648)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, of_pattern

_LAYOUT = of_pattern(r"(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)")


def _matches(text: str) -> bool:
    if not _LAYOUT(text) or text.isdigit():
        return False
    return any(letter.isupper() for letter in text) and any(letter.islower() for letter in text)


def _surprise(text: str) -> float:
    return 24.0 if text.endswith("=") else 2.0 + (6.0 if "+" in text or "/" in text else 0.0)


RECOGNISER = Recogniser(
    name="base64",
    matches=_matches,
    surprise=_surprise,
    keywords={"format": "byte", "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"},
    words=frozenset({"base64", "content", "data", "encoded", "blob", "certificate"}),
    rank=45,
    needs=24.0,
)
