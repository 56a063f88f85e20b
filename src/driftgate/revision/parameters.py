"""How two versions of an operation differ in their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.revision.serialisation import compare_explode, compare_serialisation, content_of
from driftgate.revision.sunset import compare_sunsets, is_before_sunset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.role import Role
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_RESERVED = frozenset({"accept", "content-type", "authorization"})
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def compare_parameters(walk: Walk, place: Place, renamed: Mapping[str, str], role: Role) -> None:
    """Record how the parameters differ; `renamed` maps names in the earlier path to those in the later one."""
    before = _parameters(walk.before, place.before or "", renamed)
    after = _parameters(walk.after, place.after or "", {})
    for key in sorted(before.keys() | after.keys()):
        where, _, name = key.partition(":")
        inner = place.inside(before.get(key), after.get(key), f"{where}:{name}")
        if key not in after:
            _removed(walk, inner, role)
        elif key not in before:
            _added(walk, inner, where, role)
        elif not walk.clean.is_same(before[key], after[key]):
            _compare(walk, inner, where, role)


def _parameters(side: Side, operation: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return `query:PageNumber` to the parameter's pointer; those of the operation win over those of its path."""
    found: dict[str, str] = {}
    for holder in (operation.rpartition("/")[0], operation):
        listed = side.at(f"{holder}/parameters")
        for index in range(len(listed) if isinstance(listed, list) else 0):
            pointer = side.follow(f"{holder}/parameters/{index}")
            raw = side.object_at(pointer)
            where, name = str(raw.get("in", "")), str(raw.get("name", ""))
            if where not in _STYLES or (where == "header" and name.lower() in _RESERVED):
                continue
            if where == "header":
                name = name.lower()
            found[f"{where}:{renamed.get(name, name) if where == 'path' else name}"] = pointer
    return found


def _removed(walk: Walk, place: Place, role: Role) -> None:
    raw = walk.before.object_at(place.before or "")
    if not role.asks:
        presence = "required" if raw.get("required") is True else "optional"
        walk.tell(f"callback-{presence}-request-parameter-removed", place)
        return
    kind = "request-parameter-removed"
    if raw.get("deprecated") is True:
        is_early = is_before_sunset(raw, walk.today)
        kind = f"request-parameter-removed-{'before-sunset' if is_early else 'with-deprecation'}"
    walk.found.add(kind, place, raw.get("x-sunset"), None)


def _added(walk: Walk, place: Place, where: str, role: Role) -> None:
    raw = walk.after.object_at(place.after or "")
    if where == "path":
        kind = "new-request-path-parameter"
    else:
        kind = "new-required-request-parameter" if raw.get("required") is True else "new-optional-request-parameter"
    walk.tell(role.kind(kind), place)


def _compare(walk: Walk, place: Place, where: str, role: Role) -> None:
    if where != "path":
        _flag(walk, place, role, "required", "became-required", "became-optional")
    _flag(walk, place, role, "deprecated", "marked-deprecated", "marked-reactivated")
    _flag(walk, place, role, "x-sensitive", "became-sensitive", "became-not-sensitive")
    if role.asks:
        compare_sunsets(walk, place, "request-parameter-")
    if where == "query":
        _flag(walk, place, role, "allowReserved", "became-allow-reserved", "became-not-allow-reserved")
        _flag(walk, place, role, "allowEmptyValue", "became-allow-empty", "became-not-allow-empty")
    before, after = walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")
    is_required = before.get("required") is True and after.get("required") is True
    compare_serialisation(
        walk, place, role.parameter_scope, content_of(before), content_of(after), is_required=is_required
    )
    if content_of(before) is None and content_of(after) is None:
        style_b, style_a = (str(raw.get("style", _STYLES[where])) for raw in (before, after))
        if style_b != style_a:
            walk.tell(role.kind("request-parameter-style-changed"), place, style_b, style_a)
        else:
            compare_explode(walk, place, role.kind("request-parameter-explode-changed"), default=style_b == "form")


def _flag(walk: Walk, place: Place, role: Role, key: str, became: str, became_not: str) -> None:
    was, now = (value is True for value in walk.values(place, key))
    if was != now:
        walk.tell(role.kind(f"request-parameter-{became if now else became_not}"), place, was, now)
