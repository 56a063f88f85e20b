"""Dates, read in one dialect and written in another."""

from __future__ import annotations

import datetime as dt
import re

from driftgate.mock.text import write_date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def redialect(text: str, dialect: str, other: str) -> str:
    """Return the date in `text`, which is written in `dialect`, as `other` writes it; fractions and offsets are kept."""
    if {dialect, other} == {"date-time", "naive-date-time"}:
        return re.sub(r"([zZ]|[+-][0-9]{2}:?[0-9]{2})$", "", text) if dialect == "date-time" else f"{text}Z"
    return write_date(read_date(text, dialect), other)


def read_date(text: str, dialect: str) -> dt.datetime:
    """
    Return the point in time that a date names, UTC where it names no offset.

    Raises:
        ValueError: The text is not of the dialect, or no such day is in the calendar.
    """
    if dialect.startswith("epoch-"):
        return dt.datetime.fromtimestamp(int(text) / (1000 if dialect.endswith("milliseconds") else 1), tz=dt.UTC)
    if dialect.endswith("date-time"):
        return _iso(text)
    if dialect == "rfc-2822":
        found = re.search(r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", text)
        if found is None:
            raise ValueError(f"no date: {text!r}")
        day, month, year, hour, minute, second = found.groups()
        return dt.datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second or 0), tzinfo=dt.UTC
        )
    if dialect == "MM/DD/YYYY hh:mm:ss AM":
        month, day, year, hour, minute, second = (int(part) for part in re.findall("[0-9]+", text))
        hour = hour % 12 + (12 if text.endswith("PM") else 0)
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    return _day(text, dialect)


def _iso(text: str) -> dt.datetime:
    found = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:\.([0-9]+))?", text)
    if found is None:
        raise ValueError(f"no date: {text!r}")
    *parts, fraction = found.groups()
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    microsecond = int((fraction or "0")[:6].ljust(6, "0"))
    return dt.datetime(year, month, day, hour, minute, min(second, 59), microsecond, tzinfo=dt.UTC)


def _day(text: str, dialect: str) -> dt.datetime:
    digits = re.sub("[^0-9]", "", text)
    letters = re.sub("[^YMD]", "", dialect)
    if len(digits) != len(letters):
        raise ValueError(f"no date: {text!r}")
    year, month, day = ("".join(d for d, name in zip(digits, letters, strict=True) if name == each) for each in "YMD")
    return dt.datetime(int(year), int(month), int(day), tzinfo=dt.UTC)
