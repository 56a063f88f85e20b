"""
Sunsets: how long something deprecated was promised to stay.

Source:
    RFC 8594, "The Sunset HTTP Header Field"; `x-sunset` as oasdiff reads it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_before_sunset(node: Mapping[str, Any], today: date | None) -> bool:
    """Tell whether `node` promised to stay longer than `today`. A sunset that is no date promises for ever."""
    if "x-sunset" not in node:
        return False
    sunset = sunset_of(node)
    return sunset is None or (today is not None and today < sunset)


def sunset_of(node: Mapping[str, Any]) -> date | None:
    """Return the date in `x-sunset`; None where there is none, or it is no date."""
    try:
        return datetime.fromisoformat(str(node.get("x-sunset"))).date()
    except ValueError:
        return None


def is_earlier(node: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether `node` goes before `other`; one that is no date goes at any time."""
    return (sunset_of(node) or date.min) < (sunset_of(other) or date.min)
