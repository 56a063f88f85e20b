"""ULIDs: 26 characters of Crockford's base 32, `01ARZ3NDEKTSV4RRFFQ69G5FAV`."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, of_pattern

_MATCHES = of_pattern(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def _surprise(text: str) -> float:
    # 26 of 36 letters and digits do not occur in words of a human; 32/36 a place for random ones.
    return 26 * 0.17 + (18.0 if any(letter.isdigit() for letter in text[1:]) and not text.isdigit() else 0.0)


RECOGNISER = Recogniser(
    name="ulid",
    matches=_MATCHES,
    surprise=_surprise,
    keywords={"pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"},
    words=frozenset({"ulid", "id"}),
    rank=12,
)
