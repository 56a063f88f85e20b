"""How parameters and headers are written down: as their schema's style says, or as a media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING, escape
from driftgate.sequence import is_sequential

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk


def is_text(media_type: str) -> bool:
    """Tell whether values of a media type travel as text, so that a number also reads as a string."""
    name = media_type.partition(";")[0].strip().lower()
    return not (name.endswith(("/json", "+json", "yaml", "/*")) or name in {"", "*/*"} or is_sequential(name))


def content_of(raw: Mapping[str, Any]) -> str | None:
    """Return the media type of a parameter or header that is described by `content`; None of one with a `schema`."""
    content = raw.get("content")
    return next(iter(content)) if isinstance(content, dict) and content else None


def compare_explode(walk: Walk, place: Place, kind: str, *, default: bool) -> None:
    """Record another `explode` where it matters: for arrays and objects."""
    was, now = (value is True for value in walk.values(place, "explode", default))
    if was != now and kind and not (_is_scalar(walk.before, place.before) and _is_scalar(walk.after, place.after)):
        walk.found.add(kind, place, was, now)


def _is_scalar(side: Side, pointer: str | None) -> bool:
    if side.at(f"{pointer}/schema") is MISSING:
        return False
    view = side.view((f"{pointer}/schema",))
    return view.types is not None and not view.types & {"array", "object"} and not view.unions


def compare_serialisation(
    walk: Walk, place: Place, scope: str, before: str | None, after: str | None, *, is_required: bool = False
) -> None:
    """Compare the schema of a parameter or header, whether it stands under `schema` or under `content`."""
    if before is None and after is None:
        walk.compare_schemas_of(scope, place, is_loose=True, is_required=is_required)
    elif before == after:
        content = f"content/{escape(before or '')}"
        inner = place.at(f"{place.before}/{content}", f"{place.after}/{content}")
        walk.compare_schemas_of(scope, inner, is_loose=is_text(before or ""), is_required=is_required)
    else:
        walk.found.add(f"{scope}-content-changed", place, before or "schema", after or "schema")
