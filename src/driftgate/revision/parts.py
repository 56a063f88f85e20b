"""The parts of a schema: everything that applies at one place once references and `allOf` are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING
from driftgate.revision.places import MAX_REFERENCES
from driftgate.revision.reading import canonical, reference
from driftgate.revision.view import ANNOTATIONS, Union

if TYPE_CHECKING:
    from driftgate.revision.places import Places


class Parts:
    """Everything that applies at once: references and `allOf` followed, lone alternatives too, each place once."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.pointers: list[str] = []
        self.unions: list[Union] = []
        self.folded: list[tuple[str, frozenset[str], dict[str, Any] | None]] = []
        self.opaque: set[str] = set()
        self.plain_unions: list[Union] = []
        self.is_nullable = False
        self.is_never = False
        self._seen: set[str] = set()

    def add(self, pointer: str) -> None:
        if pointer in self._seen:
            return
        self._seen.add(pointer)
        raw = self.places.at(pointer)
        if raw is False:
            self.is_never = True
        if not isinstance(raw, dict):
            return
        if isinstance(raw.get("$ref"), str):
            target = reference(raw)
            if target is None or self.places.at(target) is MISSING:
                self.opaque.add(raw["$ref"])
            else:
                self.add(target)
            if self.places.is_3_0:  # siblings of a reference are ignored there, but everybody means `nullable`
                self.is_nullable = self.is_nullable or raw.get("nullable") is True
                return
        self.pointers.append(pointer)
        for index in range(length_of(raw, "allOf")):
            self.add(f"{pointer}/allOf/{index}")
        for keyword in ("oneOf", "anyOf"):
            if length_of(raw, keyword):
                self._add_choice(f"{pointer}/{keyword}", keyword, length_of(raw, keyword))

    def _add_choice(self, pointer: str, keyword: str, size: int) -> None:
        branches = []
        for index in range(size):
            place = f"{pointer}/{index}"
            if self._is_null(place):
                self.is_nullable = True
            else:
                branches.append(place)
        if len(branches) == 1:
            self.add(branches[0])
            return
        if not branches:
            self.folded.append((pointer, frozenset(), None))
            return
        raws = [self.places.at(self.places.follow(place)) for place in branches]
        plain = [_plain_choice(raw, is_3_0=self.places.is_3_0) for raw in raws]
        if all(choice is not None for choice in plain):
            choices = [choice for choice in plain if choice is not None]
            types = frozenset(name for names, _, _ in choices for name in names)
            listed = [enum for _, enum, _ in choices]
            if all(enum is None for enum in listed) or all(enum is not None for enum in listed):
                values = {text: value for enum in listed if enum is not None for text, value in enum.items()}
                self.folded.append((pointer, types, values or None))
                self.plain_unions.append(
                    Union(keyword=keyword, pointer=pointer, branches=tuple((place,) for place in branches))
                )
                self.is_nullable = self.is_nullable or any(is_null for _, _, is_null in choices)
                return
        self.unions.append(Union(keyword=keyword, pointer=pointer, branches=tuple((place,) for place in branches)))

    def _is_null(self, place: str) -> bool:
        """Tell whether the schema at a place is null; an `allOf` of one is that one."""
        for _ in range(MAX_REFERENCES):
            place = self.places.follow(place)
            raw = self.places.at(place)
            members = raw.get("allOf") if isinstance(raw, dict) and not raw.keys() - ANNOTATIONS - {"allOf"} else None
            if not isinstance(members, list) or len(members) != 1:
                return _says_null(raw)
            place = f"{place}/allOf/0"
        return False


def length_of(raw: dict[str, Any], keyword: str) -> int:
    """Return how many items the array under a keyword has; 0 where there is no array."""
    value = raw.get(keyword)
    return len(value) if isinstance(value, list) else 0


def _says_null(raw: Any) -> bool:
    if not isinstance(raw, dict):
        return False
    return (
        raw.get("type") in ("null", ["null"]) or raw.get("enum") == [None] or ("const" in raw and raw["const"] is None)
    )


def _plain_choice(raw: Any, *, is_3_0: bool) -> tuple[frozenset[str], dict[str, Any] | None, bool] | None:
    """Return types, listed values and nullability of a schema that says nothing else; None of any other."""
    if not isinstance(raw, dict) or not raw.keys() - ANNOTATIONS <= {"type", "enum", "const", "nullable"}:
        return None
    listed = listed_in(raw)
    types = types_in(raw) or frozenset(type_of(value) for value in (listed or {}).values())
    if not types:
        return None
    is_nullable = "null" in types or (is_3_0 and raw.get("nullable") is True)
    return types - {"null"}, listed, is_nullable


def type_of(value: Any) -> str:
    """Return the JSON Schema type of a value; of a whole number `integer`."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if float(value).is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def types_in(raw: dict[str, Any]) -> frozenset[str]:
    """Return the types a schema object names, `null` included; empty where it names none."""
    value = raw.get("type")
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(name for name in value if isinstance(name, str)) if isinstance(value, list) else frozenset()


def listed_in(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Return the values a schema object lists, without null, by canonical text; None where it lists none."""
    if isinstance(raw.get("enum"), list):
        return {canonical(value): value for value in raw["enum"] if value is not None}
    if "const" in raw:
        return {} if raw["const"] is None else {canonical(raw["const"]): raw["const"]}
    return None
