"""
How the examples of two documents differ in what they teach: types, id prefixes, date dialects, which keys there are.

What the examples merely say (another name, another number) is prose. Where a schema declares the type, the example
only illustrates it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.dialect import date_dialects
from driftgate.identifier import aliases_of, id_prefix
from driftgate.media_type import field_of_value
from driftgate.pointer import ANY_INDEX, escape, split
from driftgate.revision.reading import canonical
from driftgate.revision.view import ANYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.revision.collect import Place
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, View
    from driftgate.revision.walk import Walk

_SPELLED = {"true": 'string "true"', "false": 'string "true"'}
"""Text that may be a boolean in quotes; told from other text only where the other side shows booleans."""

_LEAST_ID = 8
"""So many characters must follow an unknown prefix: `AB-123` may be anything."""


@dataclass(slots=True)
class Lesson:
    """What the examples show at one place, in words of a closed vocabulary."""

    types: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    dialects: set[str] = field(default_factory=set)
    is_null: bool = False
    count: int = 0
    objects: int = 0


def compare_examples(walk: Walk, place: Place, direction: str) -> None:
    """Record how the examples of the media types at `place` differ, where both sides have some."""
    examples_b, examples_a = (
        list(_examples(walk.before, place.before or "")),
        list(_examples(walk.after, place.after or "")),
    )
    if not examples_b or not examples_a or canonical(examples_b) == canonical(examples_a):
        return
    before, after = _lessons(walk.before, examples_b), _lessons(walk.after, examples_a)
    told = _Told(walk, place, direction)
    for pointer in _outermost(before.keys() - after.keys()):
        told.add("property-removed", pointer)
    for pointer in _outermost(after.keys() - before.keys()):
        told.add("property-added", pointer)
    for pointer in sorted(before.keys() & after.keys()):
        one, other = before[pointer], after[pointer]
        was, now = _is_always_there(before, pointer), _is_always_there(after, pointer)
        if was != now:
            told.add(f"property-became-{'required' if now else 'optional'}", pointer)
        if one.is_null != other.is_null:
            told.add("became-null" if other.is_null else "became-not-null", pointer)
        if told.add_words("type", pointer, *_told_apart(one.types, other.types)):
            continue
        told.add_words("id-prefix", pointer, one.prefixes, other.prefixes)
        if not one.dialects & other.dialects:
            told.add_words("date-dialect", pointer, one.dialects, other.dialects)


def _is_always_there(lessons: Mapping[str, Lesson], pointer: str) -> bool:
    """Tell whether each object that the examples show at the place above has this key."""
    if not pointer or pointer.endswith(f"/{ANY_INDEX}"):
        return True
    return lessons[pointer].count >= lessons[pointer.rpartition("/")[0]].objects


def _outermost(pointers: Iterable[str]) -> Iterator[str]:
    """Yield, sorted, the properties among `pointers` whose parent is not among them."""
    known = set(pointers)
    for pointer in sorted(known):
        if pointer.rpartition("/")[0] not in known and not pointer.endswith(f"/{ANY_INDEX}"):
            yield pointer


def _told_apart(one: set[str], other: set[str]) -> tuple[set[str], set[str]]:
    if "boolean" in one | other:
        return one, other
    spelled = set(_SPELLED.values())
    plain_one, plain_other = ({"string" if word in spelled else word for word in words} for words in (one, other))
    return plain_one, plain_other


class _Told:
    """The differences between the examples of one media type, as changes."""

    def __init__(self, walk: Walk, place: Place, direction: str) -> None:
        self._walk, self._place, self._direction = walk, place, direction

    def add(
        self, stem: str, pointer: str, before: str | None = None, after: str | None = None, *, is_void: bool = False
    ) -> None:
        shown = f"{self._place.pointer or ''}{pointer}"
        place = self._place.at(self._place.before, self._place.after, pointer=shown)
        is_declared = all(_is_declared(view) for view in self._views(pointer))
        kind = f"{self._direction}-example-{stem}"
        self._walk.found.add(kind, place, before, after, detail=pointer, is_void=is_void or is_declared)

    def _views(self, pointer: str) -> tuple[View | None, View | None]:
        before, after = self._place.before or "", self._place.after or ""
        return _view_at(self._walk.before, before, pointer), _view_at(self._walk.after, after, pointer)

    def add_words(self, stem: str, pointer: str, before: set[str], after: set[str]) -> bool:
        """Record that other words are shown; a side without any shows nothing else."""
        if not before or not after or before == after:
            return False
        view_b, view_a = self._views(pointer)
        meant_b, meant_a = _settled(before, view_b), _settled(after, view_a)
        if meant_b.isdisjoint(meant_a):
            verb = "changed"
        else:
            verb = "widened" if before < after else "narrowed" if after < before else "changed"
        is_mended = meant_b == after
        self.add(f"{stem}-{verb}", pointer, ", ".join(sorted(before)), ", ".join(sorted(after)), is_void=is_mended)
        return True


def _settled(words: set[str], view: View | None) -> set[str]:
    """Return what contradicting examples mean: a boolean rather than its misspelling, a promised prefix."""
    if "boolean" in words:
        return words - set(_SPELLED.values())
    promised = set(view.id_prefix.split(", ")) if view is not None and view.id_prefix is not None else set()
    return {word for word in words if promised & set(word.split("|"))} or words


def _view_at(side: Side, media_type: str, pointer: str) -> View | None:
    """Return what the schema says of a place of the body; None where it says that there is no such place."""
    view = side.view((f"{media_type}/schema",))
    for token in split(pointer):
        node: Node = view.items if token == ANY_INDEX else view.properties.get(token, ANYTHING)
        if not node and token != ANY_INDEX:
            if isinstance(view.additional, tuple):
                node = view.additional
            elif view.properties and not view.inferred:
                return None
        view = side.view(node)
    return view


def _is_declared(view: View | None) -> bool:
    """Tell whether a schema says, and not only an inference, what stands at a place of the body."""
    if view is None:
        return True
    is_bare = view.types == _OBJECT and not view.properties
    return view.types is not None and not view.inferred and not is_bare


_OBJECT = frozenset({"object"})


def _examples(side: Side, media_type: str) -> Iterator[Any]:
    raw = side.object_at(media_type)
    if "example" in raw:
        yield raw["example"]
    if isinstance(raw.get("examples"), dict):
        for _, pointer in side.members(f"{media_type}/examples"):
            example = side.object_at(pointer)
            if (field := field_of_value(example)) is not None:
                yield example[field]
    schema = side.object_at(f"{media_type}/schema")
    if "example" in schema:
        yield schema["example"]
    if isinstance(schema.get("examples"), list):
        yield from schema["examples"]


def _lessons(side: Side, examples: Iterable[Any]) -> dict[str, Lesson]:
    lessons: dict[str, Lesson] = {}
    for value in examples:
        _learn(lessons, value, "", side.glossary)
    return lessons


def _learn(lessons: dict[str, Lesson], value: Any, pointer: str, glossary: Mapping[str, str]) -> None:
    lesson = lessons.setdefault(pointer, Lesson())
    lesson.count += 1
    if value is None:
        lesson.is_null = True
        return
    lesson.types.add(_type(value))
    if isinstance(value, dict):
        lesson.objects += 1
        for key, item in value.items():
            _learn(lessons, item, f"{pointer}/{escape(key)}", glossary)
    elif isinstance(value, list):
        for item in value:
            _learn(lessons, item, f"{pointer}/{ANY_INDEX}", glossary)
    elif isinstance(value, str):
        dialects = date_dialects(value)
        lesson.dialects.update(dialects)
        prefix = id_prefix(value)
        if prefix is not None and not dialects and _is_id(value, prefix, glossary):
            lesson.prefixes.add("|".join(aliases_of(prefix, glossary)))


def _is_id(value: str, prefix: str, glossary: Mapping[str, str]) -> bool:
    return prefix in glossary or (prefix.isupper() and len(value) - len(prefix) > _LEAST_ID and " " not in value)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return _SPELLED.get(value.lower(), "string")
    return "array" if isinstance(value, list) else "object"
