"""How two documents differ in their operations: which there are, what they are called, how long they stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.outline import operations_in, place_in_item
from driftgate.revision.bodies import compare_request_body, compare_responses
from driftgate.revision.callbacks import compare_callbacks
from driftgate.revision.collect import Place
from driftgate.revision.extensions import compare_pagination
from driftgate.revision.parameters import compare_parameters
from driftgate.revision.role import CLIENT
from driftgate.revision.security import compare_security
from driftgate.revision.servers import addresses, compare_servers
from driftgate.revision.sunset import compare_sunsets, is_before_sunset
from driftgate.revision.view import STABILITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_STABILITY = "x-stability-level"
_UNPROMISED = STABILITY[:2]
_PARAMETER = re.compile(r"\{([^{}]*)\}")


def compare_operations(walk: Walk) -> None:
    """
    Record how the operations differ.

    Names of path parameters are no difference, nor is a prefix that moved from the paths into the servers.
    """
    before, after = (
        {key: value for key, value in _operations(side).items() if walk.admits(_name(key, value))}
        for side in (walk.before, walk.after)
    )
    for gone, new in _at_same_address(walk, before, after):
        _compare(walk, gone[0], before.pop(gone), after.pop(new))
    for key in sorted(before.keys() | after.keys()):
        method = key[0]
        if key not in after:
            path, item = before[key]
            _removed(walk, Place(f"{method} {path}", f"{item}/{place_in_item(method)}", None))
        elif key not in before:
            path, item = after[key]
            walk.found.add("endpoint-added", Place(f"{method} {path}", None, f"{item}/{place_in_item(method)}"))
        else:
            _compare(walk, method, before[key], after[key])


def _name(key: Key, found: tuple[str, str]) -> str:
    return f"{key[0]} {found[0]}"


Key = tuple[str, str]
"""Method and path without the names of its parameters."""


def _operations(side: Side) -> dict[Key, tuple[str, str]]:
    """Return (method, path without names) to (path, pointer of its path item)."""
    found: dict[Key, tuple[str, str]] = {}
    templates: dict[str, str] = {}
    for path, pointer in side.members("/paths", is_extensible=True):
        template = _PARAMETER.sub("{}", path)
        templates.setdefault(template, path)
        key = template if templates[template] == path else path  # two paths that differ in names only stay apart
        item = side.follow(pointer)
        for method, _, _ in operations_in(side.object_at(item)):
            found[method, key] = path, item
    return found


def _at_same_address(
    walk: Walk, before: Mapping[Key, tuple[str, str]], after: Mapping[Key, tuple[str, str]]
) -> list[tuple[Key, Key]]:
    """Return the operations that only one side has at their path, in pairs that answer at the same addresses."""

    def addressed(side: Side, operations: Mapping[Key, tuple[str, str]], keys: set[Key]) -> dict[tuple[str, ...], Key]:
        return {
            (
                key[0],
                *sorted(addresses(side, f"{item}/{place_in_item(key[0])}", _PARAMETER.sub("{}", path))),
            ): key
            for key in sorted(keys)
            for path, item in (operations[key],)
        }

    gone = addressed(walk.before, before, before.keys() - after.keys())
    new = addressed(walk.after, after, after.keys() - before.keys())
    return [(gone[address], new[address]) for address in sorted(gone.keys() & new.keys())]


def _compare(walk: Walk, method: str, before: tuple[str, str], after: tuple[str, str]) -> None:
    (path_b, item_b), (path_a, item_a) = before, after
    field = place_in_item(method)
    place = Place(f"{method} {path_a}", f"{item_b}/{field}", f"{item_a}/{field}")
    compare_security(walk, place)
    if _PARAMETER.sub("{}", path_b) == _PARAMETER.sub("{}", path_a):
        compare_servers(walk, place)
    has_same_parameters = walk.clean.is_same(f"{item_b}/parameters", f"{item_a}/parameters") or not (
        walk.before.object_at(item_b).get("parameters") or walk.after.object_at(item_a).get("parameters")
    )
    if path_b == path_a and has_same_parameters and walk.clean.is_same(f"{item_b}/{field}", f"{item_a}/{field}"):
        return
    renamed = dict(zip(_PARAMETER.findall(path_b), _PARAMETER.findall(path_a), strict=True))
    compare_parameters(walk, place, renamed, CLIENT)
    compare_request_body(walk, place, CLIENT)
    compare_responses(walk, place, CLIENT)
    _identity(walk, place)
    _deprecation(walk, place)
    _stability(walk, place)
    compare_pagination(walk, place)
    compare_callbacks(walk, place)


def _removed(walk: Walk, place: Place) -> None:
    operation = walk.before.at(place.before or "")
    kind = "api-removed-without-deprecation"
    if operation.get("deprecated") is True:
        is_early = is_before_sunset(operation, walk.today)
        kind = "api-removed-before-sunset" if is_early else "api-removed-with-deprecation"
    is_void = operation.get(_STABILITY) in _UNPROMISED
    walk.found.add(kind, place, operation.get("x-sunset"), None, is_void=is_void)


def _identity(walk: Walk, place: Place) -> None:
    before, after = walk.values(place, "operationId")
    if before != after:
        if before is None or after is None:
            walk.found.add(f"api-operation-id-{'added' if before is None else 'removed'}", place, before, after)
        else:
            walk.found.add("api-operation-id-changed", place, before, after)
    tags_b, tags_a = (_texts(value) for value in walk.values(place, "tags"))
    for tag in sorted(set(tags_b) - set(tags_a)):
        walk.found.add("api-tag-removed", place, tag, None)
    for tag in sorted(set(tags_a) - set(tags_b)):
        walk.found.add("api-tag-added", place, None, tag)
    first_b, first_a = (tags_b or ["default"])[0], (tags_a or ["default"])[0]
    if first_b != first_a:
        walk.found.add("api-first-tag-changed", place, first_b, first_a)


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _deprecation(walk: Walk, place: Place) -> None:
    before, after = walk.before.at(place.before or ""), walk.after.at(place.after or "")
    was, now = before.get("deprecated") is True, after.get("deprecated") is True
    sunset_b, sunset_a = before.get("x-sunset"), after.get("x-sunset")
    if not was and now:
        kind = "endpoint-deprecated" if sunset_a is None else "endpoint-deprecated-with-sunset"
        walk.found.add(kind, place, None, sunset_a)
    elif was and not now:
        walk.found.add("endpoint-reactivated", place, sunset_b, None)
    else:
        compare_sunsets(walk, place)


def _stability(walk: Walk, place: Place) -> None:
    before, after = (str(value) for value in walk.values(place, _STABILITY, "stable"))
    if before != after and before in STABILITY and after in STABILITY:
        verb = "increased" if STABILITY.index(after) > STABILITY.index(before) else "decreased"
        walk.found.add(f"api-stability-{verb}", place, before, after)
