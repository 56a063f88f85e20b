"""How two versions of an operation differ in bodies, statuses and headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.pointer import escape
from driftgate.revision.examples import compare_examples
from driftgate.revision.extensions import compare_retry
from driftgate.revision.media_types import paired_media_types
from driftgate.revision.reading import canonical
from driftgate.revision.serialisation import compare_explode, compare_serialisation, content_of, is_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.role import Role
    from driftgate.revision.walk import Walk


def compare_request_body(walk: Walk, place: Place, role: Role) -> None:
    """Record how the request bodies differ."""
    has_b, has_a = (isinstance(value, dict) for value in walk.values(place, "requestBody"))
    inner = place.at(
        walk.before.follow(f"{place.before}/requestBody") if has_b else None,
        walk.after.follow(f"{place.after}/requestBody") if has_a else None,
    )
    if has_b and has_a:
        if walk.clean.is_same(inner.before or "", inner.after or ""):
            return
        was, now = (value is True for value in walk.values(inner, "required"))
        if was != now:
            walk.tell(role.kind(f"request-body-became-{'required' if now else 'optional'}"), inner, was, now)
        for media in paired_media_types(walk, inner, role, is_request=True):
            walk.compare_schemas_of(
                role.request_scope, media, is_loose=is_text(media.media_type or ""),
                added=role.kind("request-body-media-type-schema-added"),
                removed=role.kind("request-body-media-type-schema-removed"),
            )  # fmt: skip
            compare_examples(walk, media, role.sent)
            _encoding(walk, media, role)
    elif has_b:
        walk.tell(role.kind("request-body-removed"), inner)
    elif has_a:
        required = walk.after.object_at(inner.after or "").get("required") is True
        walk.tell(role.kind(f"request-body-added-{'required' if required else 'optional'}"), inner)


def _encoding(walk: Walk, place: Place, role: Role) -> None:
    before, after = (value if isinstance(value, dict) else {} for value in walk.values(place, "encoding"))
    for name in sorted(before.keys() | after.keys()):
        if canonical(before.get(name) or {}) != canonical(after.get(name) or {}):
            where = f"encoding/{escape(name)}"
            inner = place.at(
                f"{place.before}/{where}" if name in before else place.before,
                f"{place.after}/{where}" if name in after else place.after,
            )
            walk.tell(role.kind("request-body-encoding-changed"), inner, name, name)


def compare_responses(walk: Walk, place: Place, role: Role) -> None:
    """Record how the responses differ."""
    before, after = (
        {
            _status(key): pointer
            for key, pointer in side.members(f"{holder}/responses", is_extensible=True)
            if walk.admits_status(key)
        }
        for side, holder in ((walk.before, place.before), (walk.after, place.after))
    )
    for status_b, status_a in _paired(before, after):
        status = status_a or status_b or ""
        if status_b is None or status_a is None:
            inner = place.at(before.get(status), after.get(status), status=status)
            success = "success" if status.startswith("2") else "non-success"
            verb = "added" if status_b is None else "removed"
            walk.tell(role.kind(f"response-{success}-status-{verb}"), inner, status_b, status_a)
            continue
        if status_b != status_a and DEFAULT not in {status_b, status_a}:
            verb = "widened" if status_a.endswith("XX") else "narrowed"
            inner = place.at(before[status_b], after[status_a], status=status_a)
            if _is_uncovered(status_b, status_a, before, after):
                walk.tell(role.kind(f"response-status-range-{verb}"), inner, status_b, status_a)
        shown = status_b if status_a == DEFAULT else status_a
        inner = place.at(walk.before.follow(before[status_b]), walk.after.follow(after[status_a]), status=shown)
        _response(walk, inner, role)


DEFAULT = "default"


def _status(key: str) -> str:
    return key.upper() if re.fullmatch(r"[1-5][xX]{2}", key) else key


def _is_uncovered(one: str, other: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Tell whether a range took the place of a status, or the other way round, rather than stand beside it."""
    return not (one in after or other in before)


def _paired(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str | None, str | None]]:
    """
    Yield the statuses in pairs: the same one, else a status and what covers it on the other side.

    A status is covered by its range, else by `default`; a success only where no other success is listed there, since
    `default` then tells of errors.
    """
    taken_b, taken_a = set(before.keys() & after.keys()), set(before.keys() & after.keys())
    for status in sorted(taken_b):
        yield status, status
    for one, other, taken_one, taken_other, is_swapped in (
        (before, after, taken_b, taken_a, False), (after, before, taken_a, taken_b, True),
    ):  # fmt: skip
        for status in sorted(one.keys() - taken_one):
            covering = _covering(status, other)
            if covering is not None:
                taken_one.add(status)
                if covering not in one or covering != DEFAULT:
                    taken_other.add(covering)
                yield (covering, status) if is_swapped else (status, covering)
    for status in sorted(before.keys() - taken_b):
        yield status, None
    for status in sorted(after.keys() - taken_a):
        yield None, status


def _covering(status: str, others: Mapping[str, str]) -> str | None:
    if status == DEFAULT:
        return None
    covering = f"{status[:1]}XX"
    if status != covering and covering in others:
        return covering
    is_told = not status.startswith("2") or not any(other.startswith("2") for other in others)
    return DEFAULT if DEFAULT in others and is_told else None


def _response(walk: Walk, place: Place, role: Role) -> None:
    if walk.clean.is_same(place.before or "", place.after or ""):
        return
    for media in paired_media_types(walk, place, role, is_request=False):
        walk.compare_schemas_of(
            role.response_scope, media, is_loose=is_text(media.media_type or ""),
            added=role.kind("response-body-media-type-schema-added"),
            removed=role.kind("response-body-media-type-schema-removed"),
        )  # fmt: skip
        compare_examples(walk, media, role.read)
    _headers(walk, place, role)
    if role.asks:
        _links(walk, place)
        compare_retry(walk, place)


def _headers(walk: Walk, place: Place, role: Role) -> None:
    before = {name.lower(): pointer for name, pointer in walk.before.members(f"{place.before}/headers")}
    after = {name.lower(): pointer for name, pointer in walk.after.members(f"{place.after}/headers")}
    for name in sorted((before.keys() | after.keys()) - {"content-type"}):
        inner = place.inside(
            walk.before.follow(before[name]) if name in before else None,
            walk.after.follow(after[name]) if name in after else None,
            f"header:{name}",
        )
        was, now = (value is True for value in walk.values(inner, "required"))
        if name not in after:
            walk.tell(role.kind(f"{'required' if was else 'optional'}-response-header-removed"), inner)
        elif name not in before:
            added = f"callback-{'required' if now else 'optional'}-response-header-added"
            walk.tell("response-header-added" if role.asks else added, inner)
        elif not walk.clean.is_same(inner.before or "", inner.after or ""):
            if was != now:
                walk.tell(role.kind(f"response-header-became-{'required' if now else 'optional'}"), inner, was, now)
            was_old, is_old = (value is True for value in walk.values(inner, "deprecated"))
            if was_old != is_old:
                verb = "deprecated" if is_old else "reactivated"
                walk.tell(role.kind(f"response-header-marked-{verb}"), inner, was_old, is_old)
            contents = [content_of(raw) for raw in _raws(walk, inner)]
            compare_serialisation(walk, inner, role.header_scope, contents[0], contents[1])
            if contents == [None, None]:
                compare_explode(walk, inner, role.kind("response-header-explode-changed"), default=False)


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
