"""How two versions of an operation differ in bodies, statuses and headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.pointer import escape
from driftgate.revision.examples import compare_examples
from driftgate.revision.reading import canonical
from driftgate.revision.serialisation import compare_explode, compare_serialisation, content_of, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.walk import Walk


def compare_request_body(walk: Walk, place: Place, *, is_answered: bool = False) -> None:
    """Record how the request bodies differ. `is_answered`: the client reads this request (a callback)."""
    has_b, has_a = (isinstance(value, dict) for value in walk.values(place, "requestBody"))
    inner = place.at(
        walk.before.follow(f"{place.before}/requestBody") if has_b else None,
        walk.after.follow(f"{place.after}/requestBody") if has_a else None,
    )
    if has_b and has_a:
        if walk.clean.is_same(inner.before or "", inner.after or ""):
            return
        was, now = (value is True for value in walk.values(inner, "required"))
        if was != now and not is_answered:
            walk.found.add(f"request-body-became-{'required' if now else 'optional'}", inner, was, now)
        scope = "response-body" if is_answered else "request-body"
        for media in _media_types(walk, inner, "" if is_answered else "request"):
            walk.compare_schemas_of(
                scope, media, is_loose=is_text(media.media_type or ""),
                added="" if is_answered else "request-body-media-type-schema-added",
                removed="" if is_answered else "request-body-media-type-schema-removed",
            )  # fmt: skip
            compare_examples(walk, media, "response" if is_answered else "request")
            if not is_answered:
                _encoding(walk, media)
    elif has_b and not is_answered:
        walk.found.add("request-body-removed", inner)
    elif has_a and not is_answered:
        required = walk.after.object_at(inner.after or "").get("required") is True
        walk.found.add(f"request-body-added-{'required' if required else 'optional'}", inner)


def _encoding(walk: Walk, place: Place) -> None:
    before, after = walk.values(place, "encoding", {})
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() & after.keys()):
            if canonical(before[name]) != canonical(after[name]):
                where = f"encoding/{escape(name)}"
                walk.found.add(
                    "request-body-encoding-changed", place.at(f"{place.before}/{where}", f"{place.after}/{where}"),
                    name, name,
                )  # fmt: skip


def compare_responses(walk: Walk, place: Place, *, is_answered: bool = False) -> None:
    """Record how the responses differ. `is_answered`: the client sends this response (a callback)."""
    before, after = (
        {
            _status(key): pointer
            for key, pointer in side.members(f"{holder}/responses", is_extensible=True)
            if walk.admits_status(key)
        }
        for side, holder in ((walk.before, place.before), (walk.after, place.after))
    )
    for status_b, status_a in _paired(before, after):
        if status_b is None or status_a is None:
            status = status_b or status_a or ""
            inner = place.at(before.get(status), after.get(status), status=status)
            success = "success" if status.startswith("2") else "non-success"
            if not is_answered:
                verb = "added" if status_b is None else "removed"
                walk.found.add(f"response-{success}-status-{verb}", inner, status_b, status_a)
            continue
        if status_b != status_a:
            verb = "widened" if status_a.endswith("XX") else "narrowed"
            walk.found.add(
                f"response-status-range-{verb}", place.at(before[status_b], after[status_a], status=status_a),
                status_b, status_a,
            )  # fmt: skip
        _response(
            walk, place.at(walk.before.follow(before[status_b]), walk.after.follow(after[status_a]), status=status_a),
            is_answered=is_answered,
        )  # fmt: skip


def _status(key: str) -> str:
    return key.upper() if re.fullmatch(r"[1-5][xX]{2}", key) else key


def _paired(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the statuses in pairs: the same one, else a status and the range that covers it."""
    left_b = sorted(before.keys() - after.keys())
    left_a = sorted(after.keys() - before.keys())
    for status in sorted(before.keys() & after.keys()):
        yield status, status
    for one, other, is_swapped in ((left_b, left_a, False), (left_a, left_b, True)):
        for status in list(one):
            covering = f"{status[:1]}XX"
            if status != covering and covering in other:
                one.remove(status)
                other.remove(covering)
                yield (covering, status) if is_swapped else (status, covering)
    for status in left_b:
        yield status, None
    for status in left_a:
        yield None, status


def _response(walk: Walk, place: Place, *, is_answered: bool) -> None:
    if walk.clean.is_same(place.before or "", place.after or ""):
        return
    for media in _media_types(walk, place, "" if is_answered else "response"):
        walk.compare_schemas_of(
            "request-body" if is_answered else "response-body", media, is_loose=is_text(media.media_type or ""),
            added="" if is_answered else "response-body-media-type-schema-added",
            removed="" if is_answered else "response-body-media-type-schema-removed",
        )  # fmt: skip
        compare_examples(walk, media, "request" if is_answered else "response")
    if not is_answered:
        _headers(walk, place)
        _links(walk, place)


def _media_types(walk: Walk, place: Place, direction: str) -> Iterator[Place]:
    """Yield the places of media types that both sides have; record the others, if a direction is given."""
    before = dict(walk.before.members(f"{place.before}/content"))
    after = dict(walk.after.members(f"{place.after}/content"))
    left_b, left_a = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    for name in sorted(before.keys() & after.keys()):
        yield place.at(before[name], after[name], media_type=name)
    for name_b in list(left_b):
        partner = next((name for name in left_a if _essence(name) == _essence(name_b)), None)
        verb = "changed"
        if partner is None:
            partner = next((name for name in left_a if _covers(name, name_b)), None)
            verb = "generalized"
        if partner is None:
            partner = next((name for name in left_a if _covers(name_b, name)), None)
            verb = "specialized"
        if partner is None or (direction == "request" and verb == "specialized"):
            continue
        left_b.remove(name_b)
        left_a.remove(partner)
        inner = place.at(before[name_b], after[partner], media_type=partner)
        if direction == "response":
            walk.found.add(f"response-media-type-name-{verb}", inner, name_b, partner)
        elif direction == "request" and verb == "generalized":
            walk.found.add("request-body-media-type-added", place.at(None, after[partner]), None, partner)
        yield inner
    stem = {"request": "request-body-media-type", "response": "response-media-type"}.get(direction)
    if stem is not None:
        for name in left_b:
            walk.found.add(f"{stem}-removed", place.at(before[name], None, media_type=name), name, None)
        for name in left_a:
            walk.found.add(f"{stem}-added", place.at(None, after[name], media_type=name), None, name)


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _covers(general: str, special: str) -> bool:
    """Tell whether a media type range (`image/*`, `*/*`) takes in a narrower one."""
    wide, narrow = _essence(general), _essence(special)
    if wide == narrow or not wide.endswith("/*"):
        return False
    return wide == "*/*" or narrow.partition("/")[0] == wide.partition("/")[0]


def _headers(walk: Walk, place: Place) -> None:
    before = {name.lower(): pointer for name, pointer in walk.before.members(f"{place.before}/headers")}
    after = {name.lower(): pointer for name, pointer in walk.after.members(f"{place.after}/headers")}
    for name in sorted((before.keys() | after.keys()) - {"content-type"}):
        inner = place.at(
            walk.before.follow(before[name]) if name in before else None,
            walk.after.follow(after[name]) if name in after else None,
            pointer=f"header:{name}",
        )
        was, now = (value is True for value in walk.values(inner, "required"))
        if name not in after:
            walk.found.add(f"{'required' if was else 'optional'}-response-header-removed", inner)
        elif name not in before:
            walk.found.add("response-header-added", inner)
        elif not walk.clean.is_same(inner.before or "", inner.after or ""):
            if was != now:
                walk.found.add(f"response-header-became-{'required' if now else 'optional'}", inner, was, now)
            was_old, is_old = (value is True for value in walk.values(inner, "deprecated"))
            if was_old != is_old:
                verb = "deprecated" if is_old else "reactivated"
                walk.found.add(f"response-header-marked-{verb}", inner, was_old, is_old)
            contents = [content_of(raw) for raw in _raws(walk, inner)]
            compare_serialisation(walk, inner, "response-header", contents[0], contents[1])
            if contents == [None, None]:
                compare_explode(walk, inner, "response-header-explode-changed", default=False)


def _raws(walk: Walk, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    return walk.before.object_at(place.before or ""), walk.after.object_at(place.after or "")


def _links(walk: Walk, place: Place) -> None:
    before = dict(walk.before.members(f"{place.before}/links"))
    after = dict(walk.after.members(f"{place.after}/links"))
    for name in sorted(before.keys() | after.keys()):
        inner = place.at(before.get(name), after.get(name))
        if name not in after:
            walk.found.add("link-removed", inner, name, None)
        elif name not in before:
            walk.found.add("link-added", inner, None, name)
        else:
            one, other = (
                {key: value for key, value in raw.items() if key != "description"} for raw in _raws(walk, inner)
            )
            if canonical(one) != canonical(other):
                walk.found.add("link-changed", inner, name, name)
