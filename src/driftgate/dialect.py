"""Date dialects: the ways to write a date that overlays may promise beyond JSON Schema, as patterns a validator can run."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR = "[0-9]{4}"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY_29, _DAY_30, _DAY_31 = "(?:0[1-9]|1[0-9]|2[0-8])", "(?:0[1-9]|[12][0-9]|30)", "(?:0[1-9]|[12][0-9]|3[01])"
_LONG, _SHORT = "(?:0[13578]|1[02])", "(?:0[469]|11)"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?"
_FULL_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_OFFSET = r"(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_LOOSE_OFFSET = r"(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"


def _calendar(order: str, mark: str) -> str:
    """Return the pattern of the days that are in the calendar; `order` is some of `YMD`, `DMY`, `MDY`."""

    def written(year: str, month: str, day: str) -> str:
        return mark.join({"Y": year, "M": month, "D": day}[each] for each in order)

    return (
        f"(?:{written(_YEAR, _LONG, _DAY_31)}|{written(_YEAR, _SHORT, _DAY_30)}|{written(_YEAR, '02', _DAY_29)}"
        f"|{written(_LEAP_YEAR, '02', '29')})"
    )


_ISO_DATE = _calendar("YMD", "-")

DATE_DIALECTS: Mapping[str, str] = {
    "date-time": f"^{_ISO_DATE}[Tt]{_FULL_TIME}{_OFFSET}$",
    "loose-date-time": f"^{_ISO_DATE}[Tt]{_TIME}{_LOOSE_OFFSET}$",
    "spaced-date-time": f"^{_ISO_DATE} {_TIME}(?: ?{_LOOSE_OFFSET}| UTC| GMT)$",
    "naive-date-time": f"^{_ISO_DATE}[Tt]{_TIME}$",
    "spaced-naive-date-time": f"^{_ISO_DATE} {_TIME}$",
    "YYYY-MM-DD": f"^{_ISO_DATE}$",
    "YYYY/MM/DD": f"^{_calendar('YMD', '/')}$",
    "YYYYMMDD": f"^(?:19|20)[0-9]{{2}}(?:{_LONG}{_DAY_31}|{_SHORT}{_DAY_30}|02(?:{_DAY_29}|29))$",
    "MM/DD/YYYY": f"^{_calendar('MDY', '/')}$",
    "DD/MM/YYYY": f"^{_calendar('DMY', '/')}$",
    "MM-DD-YYYY": f"^{_calendar('MDY', '-')}$",
    "DD-MM-YYYY": f"^{_calendar('DMY', '-')}$",
    "DD.MM.YYYY": rf"^{_calendar('DMY', '[.]')}$",
    "MM/DD/YYYY hh:mm:ss AM": f"^{_calendar('MDY', '/')} (?:0[1-9]|1[0-2]):[0-5][0-9]:[0-5][0-9] [AP]M$",
    "rfc-2822": (
        r"^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
        r"[0-9]{4} [0-9]{2}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4}|GMT|UTC|[A-Z]{1,3})$"
    ),
    "epoch-seconds": "^1[0-9]{9}$",
    "epoch-milliseconds": "^1[0-9]{12}$",
}
"""
Name of each dialect a schema may carry as `x-date-dialect`, and the pattern of its strings, most telling first.

No pattern takes a day that is not in the calendar. `date-time` is RFC 3339, 5.6, with the `T` of its grammar: the space
that its note allows "for the sake of readability" is another dialect, which few parsers of RFC 3339 take.
"""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CLOCK = r"(?:,? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?)"
OTHER_FORMS: Mapping[str, str] = {
    "M/D/YYYY": r"^(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])/[0-9]{4}$",
    "D/M/YYYY": r"^(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])/[0-9]{4}$",
    "D.M.YYYY": r"^(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])\.[0-9]{4}$",
    "YYYY-M-D": r"^[0-9]{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])$",
    "M/D/YY": r"^(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])/[0-9]{2}$",
    "basic-date-time": r"^(?:19|20)[0-9]{6}T[0-9]{4,6}(?:\.[0-9]+)?(?:[zZ]|[+-][0-9]{2}:?[0-9]{2})?$",
    "slashed-date-time": rf"^[0-9]{{1,4}}/[0-9]{{1,2}}/[0-9]{{1,4}}{_CLOCK}$",
    "dotted-date-time": rf"^[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{4}}{_CLOCK}$",
    "month-in-words": (
        rf"^(?:[A-Z][a-z]+,? )?(?:{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}"
        rf"|[0-9]{{1,2}}[ -]{_MONTH}[ ,-]+[0-9]{{2,4}}){_CLOCK}?(?: [A-Z]{{1,4}}| [+-][0-9]{{4}})?$"
    ),
    "dotnet-date": r"^/Date\(-?[0-9]+(?:[+-][0-9]{4})?\)/$",
}
"""Further ways to write a date: nobody may promise them, yet what came instead of a promised one has a name."""


@cache
def _compiled(name: str) -> re.Pattern[str]:
    """Compile a pattern when it is first asked for: all of them take as long as reading a small document."""
    return re.compile(DATE_DIALECTS.get(name) or OTHER_FORMS[name], re.ASCII)


_LIKE_A_DATE = re.compile(
    r"([0-9]{4}([-/.])[0-9]{2}\2[0-9]{2}|[0-9]{2}([-/.])[0-9]{2}\3[0-9]{4})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(?: ?(?:[zZ]|[AP]M|[+-][0-9]{2}:?[0-9]{2}))?)?",
    re.ASCII,
)


def date_dialects(text: str) -> list[str]:
    """Return the dialects in which `text` is a date; several where day and month cannot be told apart."""
    return [name for name in DATE_DIALECTS if _compiled(name).match(text)]


def date_forms(text: str) -> list[str]:
    """Return all that `date_dialects` does, and after it the `OTHER_FORMS` in which `text` is a date that there is."""
    if is_impossible_date(text):
        return []
    return [name for name in (*DATE_DIALECTS, *OTHER_FORMS) if _compiled(name).match(text)]


def is_impossible_date(text: str) -> bool:
    """Tell whether `text` is written as a date, of a day or a time that there is not: `02/30/2025`, `2025-01-01T25:00`."""
    found = _LIKE_A_DATE.fullmatch(text)
    if found is None:
        return False
    day, _, _, hour, minute, second = found.groups(default="00")
    return not date_dialects(day.replace(".", "/")) or int(hour) > 23 or int(minute) > 59 or int(second) > 60
