"""How two versions of a body differ in their media types; those that both have are paired."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.role import Role
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk


def paired_media_types(walk: Walk, place: Place, role: Role, *, is_request: bool) -> Iterator[Place]:
    """
    Yield the places of media types that both sides have; record the others.

    Case is no difference, nor is the `charset` of JSON (RFC 8259, 11: it has no effect).
    """
    before = _members(walk.before, f"{place.before}/content")
    after = _members(walk.after, f"{place.after}/content")
    left_b, left_a = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    stem = "request-body-media-type" if is_request else "response-media-type"
    for name in sorted(before.keys() & after.keys()):
        yield place.at(before[name], after[name], media_type=name)
    for name_b in list(left_b):
        found = _partner(name_b, left_a, is_request=is_request)
        if found is None:
            continue
        partner, verb = found
        left_b.remove(name_b)
        left_a.remove(partner)
        inner = place.at(before[name_b], after[partner], media_type=partner)
        if is_request:
            walk.tell(role.kind("request-body-media-type-added"), place.at(None, after[partner]), None, partner)
        else:
            walk.tell(role.kind(f"response-media-type-{verb}"), inner, name_b, partner)
        yield inner
    for name in left_b:
        walk.tell(role.kind(f"{stem}-removed"), place.at(before[name], None, media_type=name), name, None)
    for name in left_a:
        walk.tell(role.kind(f"{stem}-added"), place.at(None, after[name], media_type=name), None, name)


def _members(side: Side, content: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, pointer in side.members(content):
        found.setdefault(_normal(name), side.follow(pointer))
    return found


def _partner(name: str, others: list[str], *, is_request: bool) -> tuple[str, str] | None:
    """Return the media type that another became, and how; of a request only one that admits what the other did."""
    for other in others:
        if _essence(name) == _essence(other):
            verb = _parameters_verb(_parameters(name), _parameters(other))
            if not is_request or verb == "parameter-removed":
                return other, verb
    for verb, is_it in (("name-generalized", _covers), ("name-specialized", lambda one, two: _covers(two, one))):
        for other in others:
            if is_it(other, name) and not (is_request and verb == "name-specialized"):
                return other, verb
    return None


def _parameters_verb(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    if before.items() < after.items():
        return "parameter-added"
    return "parameter-removed" if after.items() < before.items() else "parameter-changed"


def _normal(media_type: str) -> str:
    """Return a media type as it is compared: lower case, parameters sorted, without the `charset` of JSON."""
    parameters = _parameters(media_type)
    return "; ".join((_essence(media_type), *(f"{name}={value}" for name, value in sorted(parameters.items()))))


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _parameters(media_type: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in media_type.split(";")[1:]:
        name, _, value = part.partition("=")
        name, value = name.strip().lower(), value.strip().strip('"')
        if name:
            found[name] = value.lower() if name == "charset" else value
    if _essence(media_type).endswith(("/json", "+json")):
        found.pop("charset", None)
    return found


def _covers(general: str, special: str) -> bool:
    """Tell whether a media type range (`image/*`, `*/*`) takes in a narrower one."""
    wide, narrow = _essence(general), _essence(special)
    if wide == narrow or not wide.endswith("/*"):
        return False
    return wide == "*/*" or narrow.partition("/")[0] == wide.partition("/")[0]
