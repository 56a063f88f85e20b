"""Telephone numbers in the international form: `+18015555555` (ITU-T E.164)."""

from __future__ import annotations

from driftgate.recognisers.recogniser import Recogniser, of_pattern

_LAYOUT = of_pattern(r"\+[1-9][0-9]{6,14}")


def _matches(text: str) -> bool:
    if not _LAYOUT(text):
        return False
    import phonenumbers

    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return False
    # NOTE: documentation numbers (`+1 801 555 5555`) are not *valid* in any plan, only possible.
    return phonenumbers.is_possible_number(number)


def _surprise(text: str) -> float:
    return 20.0 + 0.3 * len(text)


RECOGNISER = Recogniser(
    name="e164",
    matches=_matches,
    surprise=_surprise,
    keywords={"pattern": r"^\+[1-9][0-9]{6,14}$"},
    words=frozenset({"phone", "number", "mobile", "msisdn", "tel", "telephone", "fax", "caller", "to", "from"}),
    rank=10,
)
