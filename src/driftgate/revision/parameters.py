"""How two versions of an operation differ in their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.outline import item_of
from driftgate.revision.pair import PairKey
from driftgate.revision.serialisation import compare_explode, compare_serialisation, content_of
from driftgate.revision.sunset import compare_sunsets, is_before_sunset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.role import Role
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_RESERVED = frozenset({"accept", "content-type", "authorization"})
_ARRAY, _OBJECT = frozenset({"array"}), frozenset({"object"})
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple", "querystring": "form"}


def compare_parameters(walk: Walk, place: Place, renamed: Mapping[str, str], role: Role) -> None:
    """Record how the parameters differ; `renamed` maps names in the earlier path to those in the later one."""
    before = _parameters(walk.before, place.before or "", renamed)
    after = _parameters(walk.after, place.after or "", {})
    moved = _moved(before, after) if role.asks else {}
    for key in sorted(before.keys() | after.keys()):
        where, _, name = key.partition(":")
        if key in moved.values():
            continue
        if key in moved:
            now_in = moved[key].partition(":")[0]
            inner = place.inside(before[key], after[moved[key]], moved[key])
            walk.tell("request-parameter-moved", inner, where, now_in)
            _compare_moved(walk, inner, role)
            continue
        inner = place.inside(before.get(key), after.get(key), f"{where}:{name}")
        if key not in after:
            _removed(walk, inner, role)
        elif key not in before:
            _added(walk, inner, where, role)
        elif not walk.clean.is_same(before[key], after[key]):
            _compare(walk, inner, where, role)


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """
    Return the parameters that only another place has now, as `query:token` to `header:token`.

    Only where one of the name went and one came. The parts of a path are another matter: with them the path changes.
    """

    def by_name(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for key in sorted(one.keys() - other.keys()):
            where, _, name = key.partition(":")
            if where not in {"path", "querystring"}:
                named.setdefault(name.lower(), []).append(key)
        return named

    gone, came = by_name(before, after), by_name(after, before)
    return {
        gone[name][0]: came[name][0] for name in gone.keys() & came.keys() if len(gone[name]) == len(came[name]) == 1
    }


def _parameters(side: Side, operation: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return `query:PageNumber` to the parameter's pointer; those of the operation win over those of its path."""
    found: dict[str, str] = {}
    for holder in (item_of(operation), operation):
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


def _compare_moved(walk: Walk, place: Place, role: Role) -> None:
    """Compare all but how a parameter is written down, which goes with its place."""
    _flag(walk, place, role, "required", "became-required", "became-optional")
    _flag(walk, place, role, "deprecated", "marked-deprecated", "marked-reactivated")
    _flag(walk, place, role, "x-sensitive", "became-sensitive", "became-not-sensitive")
    before, after = walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")
    is_required = before.get("required") is True and after.get("required") is True
    compare_serialisation(
        walk, place, role.parameter_scope, content_of(before), content_of(after), is_required=is_required
    )


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
    if role.asks and _compare_repeated(walk, place, where):
        return
    compare_serialisation(
        walk, place, role.parameter_scope, content_of(before), content_of(after), is_required=is_required
    )
    if content_of(before) is None and content_of(after) is None:
        style_b, style_a = (str(raw.get("style", _STYLES[where])) for raw in (before, after))
        if style_b != style_a:
            walk.tell(role.kind("request-parameter-style-changed"), place, style_b, style_a)
        else:
            compare_explode(walk, place, role.kind("request-parameter-explode-changed"), default=style_b == "form")


def _compare_repeated(walk: Walk, place: Place, where: str) -> bool:
    """
    Compare a single value with the items of a list, where one is written as the other; tell whether that was done.

    `?tag=a` is a single value, and a list of one: OpenAPI, style `form` with `explode`.
    """
    raws = walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")
    is_repeated = all(
        raw.get("style", "form") == "form" and raw.get("explode", True) is True and content_of(raw) is None
        for raw in raws
    )
    if where not in {"query", "cookie"} or not is_repeated:
        return False
    before, after = f"{place.before}/schema", f"{place.after}/schema"
    types_b, types_a = walk.before.view((before,)).types, walk.after.view((after,)).types
    if (
        types_b is None
        or types_a is None
        or (types_b == _ARRAY) == (types_a == _ARRAY)
        or (types_b | types_a) & _OBJECT
    ):
        return False
    items_b, items_a = (
        side.view((pointer,)).items if types == _ARRAY else (pointer,)
        for side, pointer, types in ((walk.before, before, types_b), (walk.after, after, types_a))
    )
    verb = "generalized" if types_a == _ARRAY else "specialized"
    shown = tuple(", ".join(sorted(types)) for types in (types_b, types_a))
    walk.found.add(f"request-parameter-type-{verb}", place.at(before, after), *shown)
    key = PairKey(items_b, items_a, "request-parameter-property", is_loose=True)
    walk.found.add_schema(walk.schemas.add(key), place.at(before, after, pointer=f"{place.pointer}/*"))
    return True


def _flag(walk: Walk, place: Place, role: Role, key: str, became: str, became_not: str) -> None:
    was, now = (value is True for value in walk.values(place, key))
    if was != now:
        walk.tell(role.kind(f"request-parameter-{became if now else became_not}"), place, was, now)
