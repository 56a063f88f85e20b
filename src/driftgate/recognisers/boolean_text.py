"""Booleans as text: `true`, `False`, `yes`, `NO`. A third word may come any day, so the name must speak of a switch."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser

_SPELLINGS = frozenset({"true", "false", "yes", "no"})


def _matches(text: str) -> bool:
    return text.lower() in _SPELLINGS and text in {text.lower(), text.upper(), text.title()}


def _surprise(text: str) -> float:
    # four letters of one word; `no` is also Norway, and the answer to many questions
    return 14.0 if text.lower() in {"true", "false"} else 10.0


RECOGNISER = Recogniser(
    name="boolean_text",
    matches=_matches,
    surprise=_surprise,
    keywords={"pattern": "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO)$"},
    words=frozenset(
        {
            "is",
            "has",
            "can",
            "enabled",
            "disabled",
            "active",
            "allowed",
            "required",
            "verified",
            "flag",
            "supported",
            "available",
        }
    ),
    needs_word=True,
    rank=40,
)
