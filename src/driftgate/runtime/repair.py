"""Repair: the drift that has only one possible meaning, put right so that an application survives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, join, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.judge import Sighting

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?")


def repair(body: Any, sightings: Iterable[Sighting]) -> list[Sighting]:
    """
    Mend `body` in place and return the sightings that were mended.

    Only what can mean one thing: `"true"` and `"false"` where a boolean is promised, canonical digits where a number
    is. Anything else (`"yes"`, `"007"`, a foreign id, a null) is left as it came.
    """
    mended = []
    for sighting in sightings:
        if not sighting.path:
            continue
        *parents, last = sighting.path
        holder = resolve(body, join(parents))
        value = resolve(holder, join([last]))
        meant = None if value is MISSING else _meaning(sighting, value)
        if meant is not None:
            holder[last] = meant
            mended.append(sighting)
    return mended


def _meaning(sighting: Sighting, value: Any) -> bool | int | float | None:
    if not isinstance(value, str):
        return None
    if sighting.rule == "string-typed-boolean" and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if sighting.rule == "string-typed-number":
        if _INTEGER.fullmatch(value):
            return int(value)
        if sighting.expected == "number" and _NUMBER.fullmatch(value):
            return float(value)
    return None
