"""How two documents differ in callbacks and webhooks: there the API asks and the client answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.outline import operations_in
from driftgate.revision.bodies import compare_request_body, compare_responses
from driftgate.revision.collect import Place
from driftgate.revision.parameters import compare_parameters
from driftgate.revision.role import CALLED
from driftgate.revision.security import shown_security

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk


def compare_callbacks(walk: Walk, place: Place) -> None:
    """Record how the callbacks of an operation differ: by name, each with all its addresses and methods."""
    before = _callbacks(walk.before, f"{place.before}/callbacks")
    after = _callbacks(walk.after, f"{place.after}/callbacks")
    _compare_all(walk, place, "callback", before, after)


def compare_webhooks(walk: Walk) -> None:
    """Record how the webhooks differ; each is told as an operation `webhook NAME`."""
    before = _webhooks(walk.before)
    after = _webhooks(walk.after)
    _compare_all(walk, None, "webhook", before, after)


Called = dict[tuple[str, str, str], str]
"""Name, address without the names in braces, and method, to the pointer of an operation."""


def _callbacks(side: Side, pointer: str) -> Called:
    found: Called = {}
    for name, place in side.members(side.follow(pointer)):
        found[name, "", ""] = side.follow(place)
        for address, item in side.members(side.follow(place), is_extensible=True):
            found |= _methods(side, name, address, item)
    return _without_idle(found)


def _webhooks(side: Side) -> Called:
    found: Called = {}
    for name, item in side.members("/webhooks"):
        found |= {(name, "", ""): side.follow(item)} | _methods(side, name, "", item)
    return _without_idle(found)


def _without_idle(found: Called) -> Called:
    """Return what is called; a name alone only where nothing stands below it."""
    named = {name for name, _, method in found if method}
    return {key: pointer for key, pointer in found.items() if key[2] or key[0] not in named}


def _methods(side: Side, name: str, address: str, item: str) -> Called:
    place = side.follow(item)
    return {(name, address, method): f"{place}/{field}" for method, field, _ in operations_in(side.object_at(place))}


def _compare_all(
    walk: Walk,
    place: Place | None,
    stem: str,
    before: Mapping[tuple[str, str, str], str],
    after: Mapping[tuple[str, str, str], str],
) -> None:
    for key in sorted(before.keys() | after.keys()):
        name, address, method = key
        inner = (
            place.at(before.get(key), after.get(key), pointer=f"callback:{name}")
            if place is not None
            else Place(f"webhook {name}", before.get(key), after.get(key))
        )
        shown = _shown(name, address, method, [*before, *after])
        if key not in after:
            walk.tell(f"{stem}-removed", inner, shown, None)
        elif key not in before:
            walk.tell(f"{stem}-added", inner, None, shown)
        elif method and not walk.clean.is_same(before[key], after[key]):
            _compare(walk, inner)


def _shown(name: str, address: str, method: str, keys: list[tuple[str, str, str]]) -> str:
    """Return the name, with what tells it from others of the name."""
    alike = {key for key in keys if key[0] == name}
    return name if len(alike) == 1 else " ".join(filter(None, (name, method, address)))


def _compare(walk: Walk, place: Place) -> None:
    compare_parameters(walk, place, {}, CALLED)
    compare_request_body(walk, place, CALLED)
    compare_responses(walk, place, CALLED)
    was, now = (value is True for value in walk.values(place, "deprecated"))
    if was != now:
        walk.tell(CALLED.kind("endpoint-deprecated" if now else "endpoint-reactivated"), place)
    before, after = (
        shown_security(side, pointer or "")
        for side, pointer in ((walk.before, place.before), (walk.after, place.after))
    )
    if before != after:
        walk.tell("callback-security-changed", place, before, after)
