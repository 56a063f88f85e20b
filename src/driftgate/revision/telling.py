"""One line of the changelog: where a change stands, in words, and what was and what is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from driftgate.pointer import ANY_INDEX, escape, split
from driftgate.revision.judge import sentence, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.revision.change import Change

_SKIPPED = frozenset({"allOf", "oneOf", "anyOf"})
_NAMED = 20
"""How many values or places one line names."""
_SINGULAR_AND_PLURAL = tuple(
    (f"the {one} {{}} was {verb}", f"the {many} {{}} were {verb}")
    for one, many in (
        ("value", "values"), ("alternative", "alternatives"), ("scope", "scopes"), ("status", "statuses"),
        ("media type", "media types"),
    )
    for verb in ("added", "removed")
)  # fmt: skip
"""What is told of several values in one sentence."""


class Component(NamedTuple):
    """A shared component that changed, and the place in it."""

    pointer: str
    within: tuple[str, ...]


def component(change: Change) -> Component | None:
    """
    Return the shared component that holds a change; None where none does.

    Where the two sides stand in different ones (an object written out became a reference, or the other way round), it
    is the one that holds the place deeper: that is where it was written out.
    """
    before, after = (_split(pointer) for pointer in (change.before_pointer, change.after_pointer))
    if before is None or after is None:
        return after or before
    return before if len(before.within) > len(after.within) and before.pointer != after.pointer else after


def _split(pointer: str | None) -> Component | None:
    if pointer is None or not pointer.startswith("/components/"):
        return None
    return Component("/".join(pointer.split("/")[:4]), tuple(split(pointer)[3:]))


def lines(changes: Sequence[Change], *, is_shared: bool) -> list[str]:
    """
    Return one line for each thing that was done, in the order of the changes.

    Values of one place to which the same was done are told together, and so are places to which the same was done.

    Args:
        is_shared: They stand in one component, and their places are told from there.
    """
    by_place: dict[tuple[str, str, str], dict[str, None]] = {}
    for change in changes:
        prefix, place, text, value = _told(change, is_shared=is_shared)
        by_place.setdefault((prefix, place, text), {})[value] = None
    by_text: dict[tuple[str, str], dict[str, None]] = {}
    for (prefix, place, text), values in by_place.items():
        by_text.setdefault((prefix, _with_values(text, list(values))), {})[place] = None
    return [f"{prefix}{_with_places(text, list(places))}" for (prefix, text), places in by_text.items()]


_PLACE, _VALUE = "\x00", "\x01"


def _told(change: Change, *, is_shared: bool) -> tuple[str, str, str, str]:
    """Return the status to put before, the place, the sentence with marks for place and value, and the value."""
    place = (_within(change) if is_shared else None) or _place(change)
    text = sentence(change, alone=True, place=_PLACE)
    place *= _PLACE in text
    is_told = is_shared or _PLACE in text or f"`{change.status}`" in text
    prefix = "" if is_told or not change.status else f"{change.status}: "
    for value in (change.before, change.after):
        if isinstance(value, str | int | float | bool) and (change.before is None or change.after is None):
            quoted = f"`{shown(value)}`"
            for one, _ in _SINGULAR_AND_PLURAL:
                if one.format(quoted).casefold() in text.casefold():
                    return prefix, place, text.replace(quoted, _VALUE), quoted
    return prefix, place, text, ""


def _with_values(text: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        for one, many in _SINGULAR_AND_PLURAL:
            text = text.replace(one.format(_VALUE), many.format(_VALUE))
            text = text.replace(_capital(one.format(_VALUE)), _capital(many.format(_VALUE)))
    return text.replace(_VALUE, listed(values))


def _with_places(text: str, places: Sequence[str]) -> str:
    if _PLACE not in text:
        return text
    if len(places) == 1:
        return text.replace(_PLACE, _capital(places[0]), 1)
    head = _shared({place.partition("`")[0] for place in places})
    end = _shared({place.rpartition("`")[2] for place in places if "`" in place}) if head is not None else None
    if head is None or end is None or not all("`" in place for place in places):
        head = end = ""
    named = head + listed([place.removeprefix(head).removesuffix(end) for place in places]) + end
    return text.replace(f"{_PLACE}:", f"{_capital(named)}, each:", 1).replace(_PLACE, named)


def _shared(texts: set[str]) -> str | None:
    return texts.pop() if len(texts) == 1 else None


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    """Return names with commas, and how many more there are than `most`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(change: Change) -> str:
    """Return in words where a change stands: `200 /a`, `request /a`, `query parameter q`."""
    if change.pointer is None and change.operation is None:
        owner = (change.after_pointer or change.before_pointer or "").split("/")
        if owner[1:3] == ["components", "securitySchemes"]:
            return f"security scheme `{owner[3]}`"
    pointer = change.pointer or ""
    callback, _, rest = pointer.partition(" ") if pointer.startswith("callback:") else ("", "", pointer)
    if callback and "/" in callback:
        callback, _, tail = callback.partition("/")
        rest = f"/{tail}"
    where, colon, name = rest.partition(":")
    status = change.status or ""
    if colon and where in {"query", "path", "header", "cookie"}:
        what = f"header `{name}`" if status else f"{where} parameter `{name}`"
    else:
        what = f"`{rest}`" if rest else "body"
    role = status or ("" if colon else "request" if change.direction == "request" or callback else "response")
    return " ".join(filter(None, (f"callback `{callback.partition(':')[2]}`" if callback else "", role, what)))


def _within(change: Change) -> str | None:
    """Return where a change stands in its component, `/owner/*/name`; None where it is not below a schema's."""
    held = component(change)
    if held is None or not held.pointer.startswith("/components/schemas/"):
        return None
    path = "".join(_steps(held.within))
    if held.within[-1:] == ("required",) and change.pointer:
        path += f"/{change.pointer.rpartition('/')[2]}"
    side = "requests" if change.direction == "request" else "answers"
    return f"`{path}` in {side}" if path else f"the schema in {side}"


def _steps(tokens: Iterable[str]) -> Iterable[str]:
    left = list(tokens)
    while left:
        token = left.pop(0)
        if token in {"properties", "patternProperties"} and left:
            yield f"/{escape(left.pop(0))}"
        elif token in {"items", "additionalProperties"} and left:
            yield f"/{ANY_INDEX}"
        elif token in _SKIPPED and left:
            left.pop(0)
