"""
How the examples of two documents differ in what they teach: types, id prefixes, date dialects, which keys there are.

What the examples merely say (another name, another number) is prose. Where a schema declares the type, the example
only illustrates it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS, date_dialects, id_prefix
from driftgate.pointer import ANY_INDEX, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.revision.collect import Place
    from driftgate.revision.view import Node
    from driftgate.revision.side import Side
    from driftgate.revision.walk import Walk

_SPELLED = {"true": 'string "true"', "false": 'string "false"'}
_SHARE = 0.5


@dataclass(slots=True)
class Lesson:
    """What the examples show at one place: words of a closed vocabulary, and how often the place was there."""

    types: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    dialects: set[str] = field(default_factory=set)
    is_null: bool = False


def compare_examples(walk: Walk, place: Place, direction: str) -> None:
    """Record how the examples of the media types at `place` differ, where both sides have some."""
    before = _lessons(walk.before, place.before or "")
    after = _lessons(walk.after, place.after or "")
    if not before or not after:
        return
    gone = sorted(before.keys() - after.keys())
    new = sorted(after.keys() - before.keys())
    for pointer in (*_outermost(gone), *_outermost(new)):
        verb = "removed" if pointer in before else "added"
        _add(walk, place, direction, f"example-property-{verb}", pointer)
    for pointer in sorted(before.keys() & after.keys()):
        one, other = before[pointer], after[pointer]
        if one.types and other.types and one.types != other.types:
            _add(walk, place, direction, "example-type-changed", pointer, _words(one.types), _words(other.types))
            continue
        if one.is_null != other.is_null:
            verb = "null" if other.is_null else "not-null"
            _add(walk, place, direction, f"example-became-{verb}", pointer)
        if one.prefixes and other.prefixes and one.prefixes != other.prefixes:
            _add(
                walk,
                place,
                direction,
                "example-id-prefix-changed",
                pointer,
                _words(one.prefixes),
                _words(other.prefixes),
            )
        if one.dialects and other.dialects and not one.dialects & other.dialects:
            _add(
                walk, place, direction, "example-date-dialect-changed", pointer, min(one.dialects), min(other.dialects)
            )


def _outermost(pointers: list[str]) -> Iterator[str]:
    for pointer in pointers:
        if pointer.rpartition("/")[0] not in pointers and not pointer.endswith(f"/{ANY_INDEX}"):
            yield pointer


def _words(words: set[str]) -> str:
    return ", ".join(sorted(words))


def _add(
    walk: Walk, place: Place, direction: str, stem: str, pointer: str, before: str | None = None,
    after: str | None = None,
) -> None:  # fmt: skip
    is_declared = _is_declared(walk.before, place.before or "", pointer) and _is_declared(
        walk.after, place.after or "", pointer
    )
    walk.found.add(f"{direction}-{stem}", place._replace(pointer=pointer), before, after, is_void=is_declared)


def _is_declared(side: Side, media_type: str, pointer: str) -> bool:
    """Tell whether a schema says, and not only an inference, of what type the place is or that it is not there."""
    node: Node = (f"{media_type}/schema",)
    view = side.view(node)
    for token in pointer.split("/")[1:]:
        if view.inferred:
            return False
        if token == ANY_INDEX:
            node = view.items
        else:
            node = view.properties.get(token.replace("~1", "/").replace("~0", "~"), ())
            if not node and isinstance(view.additional, tuple):
                node = view.additional
            elif not node:
                return bool(view.properties)
        if not node:
            return False
        view = side.view(node)
    return view.types is not None and not view.inferred and not (view.types == {"object"} and not view.properties)


def _lessons(side: Side, media_type: str) -> dict[str, Lesson]:
    lessons: dict[str, Lesson] = {}
    for value in _examples(side, media_type):
        _learn(lessons, value, "")
    return lessons


def _examples(side: Side, media_type: str) -> Iterator[Any]:
    raw = side.object_at(media_type)
    if "example" in raw:
        yield raw["example"]
    if isinstance(raw.get("examples"), dict):
        for _, pointer in side.members(f"{media_type}/examples"):
            example = side.object_at(pointer)
            if "value" in example:
                yield example["value"]
    schema = side.object_at(f"{media_type}/schema")
    if "example" in schema:
        yield schema["example"]
    if isinstance(schema.get("examples"), list):
        yield from schema["examples"]


def _learn(lessons: dict[str, Lesson], value: Any, pointer: str) -> None:
    lesson = lessons.setdefault(pointer, Lesson())
    if value is None:
        lesson.is_null = True
        return
    lesson.types.add(_type(value))
    if isinstance(value, dict):
        for key, item in value.items():
            _learn(lessons, item, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for item in value:
            _learn(lessons, item, f"{pointer}/{ANY_INDEX}")
    elif isinstance(value, str):
        prefix = id_prefix(value)
        dialects = date_dialects(value)
        if dialects:
            lesson.dialects.update(dialects)
        elif prefix is not None and prefix.isupper():
            lesson.prefixes.add(prefix)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if float(value).is_integer() else "number"
    if isinstance(value, str):
        return _SPELLED.get(value.lower(), "string of digits" if value.isdecimal() else "string")
    return "array" if isinstance(value, list) else "object"


KNOWN_DIALECTS = frozenset(DATE_DIALECTS)
