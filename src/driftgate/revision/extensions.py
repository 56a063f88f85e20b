"""How two documents differ in the extensions that mean something here: paging, retrying, what prefixes name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.revision.collect import Place
from driftgate.revision.reading import canonical

if TYPE_CHECKING:
    from driftgate.revision.walk import Walk

PAGINATION, RETRY, PREFIXES = "x-pagination", "x-retry", "x-id-prefixes"


def compare_pagination(walk: Walk, place: Place) -> None:
    """Record how the paging of an operation differs, field by field."""
    before, after = walk.values(place, PAGINATION)
    inner = place.at(f"{place.before}/{PAGINATION}", f"{place.after}/{PAGINATION}")
    if not isinstance(before, dict) and not isinstance(after, dict):
        return
    if not isinstance(before, dict):
        walk.found.add("pagination-added", inner, None, after)
    elif not isinstance(after, dict):
        walk.found.add("pagination-removed", inner, before, None)
    else:
        for name in sorted(before.keys() | after.keys()):
            one, other = before.get(name), after.get(name)
            if canonical(one) != canonical(other):
                walk.found.add(
                    "pagination-changed", inner, f"{name}: {canonical(one)}", f"{name}: {canonical(other)}", detail=name
                )


def compare_retry(walk: Walk, place: Place) -> None:
    """Record how retrying after an answer differs."""
    before, after = (_terms(value) for value in walk.values(place, RETRY))
    if before == after:
        return
    inner = place.at(f"{place.before}/{RETRY}", f"{place.after}/{RETRY}")
    verb = "added" if before is None else "removed" if after is None else "changed"
    walk.found.add(f"retry-{verb}", inner, before, after)


def _terms(value: Any) -> str | None:
    if value is True:
        return canonical({})
    return canonical(value) if isinstance(value, dict) else None


def compare_glossary(walk: Walk) -> None:
    """Record how the meaning of id prefixes differs."""
    before, after = walk.before.glossary, walk.after.glossary
    pointer = f"/components/{PREFIXES}"
    place = Place("", pointer, pointer)
    for prefix in sorted(before.keys() | after.keys()):
        one, other = before.get(prefix), after.get(prefix)
        if one != other:
            verb = "added" if one is None else "removed" if other is None else "changed"
            shown = tuple(None if word is None else f"{prefix} ({word})" for word in (one, other))
            walk.found.add(f"id-prefix-meaning-{verb}", place, *shown, detail=prefix)
