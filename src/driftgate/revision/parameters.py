"""How two versions of an operation differ in their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.revision.serialisation import compare_explode, compare_serialisation, content_of
from driftgate.revision.sunset import is_before_sunset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_RESERVED = frozenset({"accept", "content-type", "authorization"})
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def compare_parameters(walk: Walk, place: Place, renamed: Mapping[str, str]) -> None:
    """Record how the parameters differ; `renamed` maps names in the earlier path to those in the later one."""
    before = _parameters(walk.before, place.before or "", renamed)
    after = _parameters(walk.after, place.after or "", {})
    for key in sorted(before.keys() | after.keys()):
        where, _, name = key.partition(":")
        shown = f"{where}:{name}"
        if key not in after:
            _removed(walk, place.at(before[key], None, pointer=shown))
        elif key not in before:
            _added(walk, place.at(None, after[key], pointer=shown), where)
        elif not walk.clean.is_same(before[key], after[key]):
            _compare(walk, place.at(before[key], after[key], pointer=shown), where)


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


def _removed(walk: Walk, place: Place) -> None:
    raw = walk.before.object_at(place.before or "")
    kind = "request-parameter-removed"
    if raw.get("deprecated") is True:
        is_early = is_before_sunset(raw, walk.today)
        kind = f"request-parameter-removed-{'before-sunset' if is_early else 'with-deprecation'}"
    walk.found.add(kind, place, raw.get("x-sunset"), None)


def _added(walk: Walk, place: Place, where: str) -> None:
    raw = walk.after.object_at(place.after or "")
    if where == "path":
        kind = "new-request-path-parameter"
    else:
        kind = "new-required-request-parameter" if raw.get("required") is True else "new-optional-request-parameter"
    walk.found.add(kind, place)


def _compare(walk: Walk, place: Place, where: str) -> None:
    if where != "path":
        _flag(walk, place, "required", "request-parameter-became-required", "request-parameter-became-optional")
    _flag(walk, place, "deprecated", "request-parameter-marked-deprecated", "request-parameter-marked-reactivated")
    if where == "query":
        _flag(walk, place, "allowReserved", "request-parameter-became-allow-reserved",
              "request-parameter-became-not-allow-reserved")  # fmt: skip
        _flag(walk, place, "allowEmptyValue", "request-parameter-became-allow-empty",
              "request-parameter-became-not-allow-empty")  # fmt: skip
    before, after = walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")
    is_required = before.get("required") is True and after.get("required") is True
    compare_serialisation(
        walk, place, "request-parameter", content_of(before), content_of(after), is_required=is_required
    )
    if content_of(before) is None and content_of(after) is None:
        style_b, style_a = (str(raw.get("style", _STYLES[where])) for raw in (before, after))
        if style_b != style_a:
            walk.found.add("request-parameter-style-changed", place, style_b, style_a)
        else:
            compare_explode(walk, place, "request-parameter-explode-changed", default=style_b == "form")


def _flag(walk: Walk, place: Place, key: str, became: str, became_not: str) -> None:
    was, now = (value is True for value in walk.values(place, key))
    if was != now:
        walk.found.add(became if now else became_not, place, was, now)
