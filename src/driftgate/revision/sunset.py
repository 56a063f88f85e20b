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

    from driftgate.revision.collect import Place
    from driftgate.revision.walk import Walk


def compare_sunsets(walk: Walk, place: Place, prefix: str = "") -> None:
    """Record how the sunset of something that stays deprecated moved; `prefix` begins the kinds."""
    before, after = walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")
    if before.get("deprecated") is not True or after.get("deprecated") is not True:
        return
    was, now = before.get("x-sunset"), after.get("x-sunset")
    if was == now:
        return
    if was is None or now is None:
        walk.found.add(f"{prefix}sunset-{'added' if was is None else 'deleted'}", place, was, now)
    else:
        walk.found.add(f"{prefix}sunset-moved-{'earlier' if _is_earlier(after, before) else 'later'}", place, was, now)


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


def _is_earlier(node: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether `node` goes before `other`; one that is no date goes at any time."""
    return (sunset_of(node) or date.min) < (sunset_of(other) or date.min)
