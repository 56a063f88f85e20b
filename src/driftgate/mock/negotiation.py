"""Negotiation: what `Accept` and `Prefer` ask for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONCRETE = {"*/*": "application/json", "application/*": "application/json", "text/*": "text/plain",
             "image/*": "image/png", "audio/*": "audio/mpeg", "video/*": "video/mp4"}  # fmt: skip


class Preference(NamedTuple):
    """
    What `Prefer` asks of the mock, as Prism spells it: `code=404, example=NAME, dynamic=true`.

    Args:
        applied: What `Preference-Applied` repeats.
    """

    code: int | None
    example: str | None
    is_dynamic: bool
    applied: str


NO_PREFERENCE = Preference(None, None, is_dynamic=False, applied="")


@lru_cache(maxsize=512)
def read_prefer(header: str | None) -> Preference:
    """
    Return what a `Prefer` header asks of us; other preferences are left alone.

    Source:
        RFC 7240, "The Prefer Request Header Field".
    """
    if not header:
        return NO_PREFERENCE
    found: dict[str, str] = {}
    # Prism's own samples separate its preferences by spaces as well: `Prefer: code=404 example=none`.
    for name, quoted, bare in re.findall(r'([A-Za-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]+))', header):
        found.setdefault(name.lower(), quoted or bare)
    code = found.get("code", "")
    usable = {
        name: value
        for name, value in found.items()
        if name in {"example", "dynamic"} or (name == "code" and re.fullmatch("[1-5][0-9][0-9]", value))
    }
    return Preference(
        code=int(code) if "code" in usable else None,
        example=usable.get("example"),
        is_dynamic=usable.get("dynamic", "").lower() == "true",
        applied=", ".join(f"{name}={value}" for name, value in usable.items()),
    )


def choose_media_type(accept: str | None, offered: Iterable[str]) -> str | None:
    """
    Return the offered media type that `accept` likes best, JSON and then the first where it likes several.

    Returns None where it accepts none of them.

    Source:
        RFC 9110, "Accept".
    """
    return _choose(accept or "*/*", tuple(offered))


@lru_cache(maxsize=1024)
def _choose(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = [_media_range(part) for part in accept.split(",") if part.strip()]
    ranked = []
    for position, name in enumerate(offered):
        quality = _quality(name, ranges)
        if quality > 0:
            is_json = name == "application/json" or name.endswith("+json") or name.startswith(("*", "application/*"))
            ranked.append((-quality, not is_json, position, name))
    return min(ranked)[3] if ranked else None


def _media_range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return name, quality


def _quality(name: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Return the quality of the most specific range that covers `name`; `name` may be a range itself."""
    main = name.partition("/")[0]
    best = (-1, 0.0)
    for wanted, quality in ranges:
        if wanted == name:
            best = max(best, (2, quality))
        elif wanted == f"{main}/*" or (name.endswith("/*") and (main in {"*", wanted.partition("/")[0]})):
            best = max(best, (1, quality))
        elif wanted == "*/*":
            best = max(best, (0, quality))
    return best[1]


def concrete(media_type: str, accept: str | None) -> str:
    """Return the media type to answer with where the document names only a range."""
    if not media_type.endswith("/*"):
        return media_type
    for part in (accept or "").split(","):
        name = part.partition(";")[0].strip().lower()
        if "*" not in name and "/" in name and (media_type == "*/*" or name.startswith(media_type[:-1])):
            return name
    return _CONCRETE.get(media_type, f"{media_type[:-2]}/octet-stream")
