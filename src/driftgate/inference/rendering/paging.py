"""Paging: how the records of an answer come in pages, read off its envelope and its parameters; proposed, never asserted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.decision.instances import properties_of
from driftgate.inference.names.prefix import split_id
from driftgate.inference.names.sensitive import is_sensitive
from driftgate.inference.names.words import plain
from driftgate.parameter import read_query
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import types_of
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from driftgate.inference.seen.places import Answer
    from driftgate.operation import Parameter

_PAGE = ({"page"}, {"page", "number"}, {"page", "no"}, {"page", "index"}, {"current", "page"}, {"page", "num"}, {"pg"})
_OFFSET = ({"offset"}, {"skip"}, {"start"}, {"start", "index"}, {"page", "offset"})
_CURSOR = frozenset({"cursor", "continuation", "marker"})
_SIDES = frozenset({"after", "before", "since", "token"})
_BESIDE = frozenset(
    {"page", "start", "starting", "end", "ending", "next", "pagination", "cursor", "id", "continuation"}
)
"""What may stand beside a side without making a filter of it: `starting_after` pages, `created_after` filters."""
_BACKWARDS = frozenset({"before", "ending", "prev", "previous"})
_LIMIT = frozenset({"limit", "size", "max", "top", "take", "requested", "per", "count", "first", "rows"})
_FILTER = frozenset({"filter", "query", "search", "q", "where"})
_TOTAL = frozenset({"total", "count", "results", "hits", "records", "items", "elements", "entries"})
_NO_TOTAL = frozenset(
    {"page", "pages", "per", "current", "last", "first", "size", "limit", "offset", "amount", "price", "sum"}
)
_ENVELOPES = (
    "data",
    "items",
    "results",
    "records",
    "entries",
    "content",
    "values",
    "elements",
    "list",
    "objects",
    "hits",
)
_DEEPEST = 3


class _Place(NamedTuple):
    """A member of the envelope: its names from the root on, and its schema."""

    path: tuple[str, ...]
    schema: dict[str, Any]

    @property
    def pointer(self) -> str:
        return "".join(f"/{escape(name)}" for name in self.path)

    @property
    def name(self) -> str:
        return self.path[-1]


def page_proposal(answer: Answer, root: Any, follow: Callable[[dict[str, Any]], Any]) -> dict[str, Any] | None:
    """Return an `x-pagination` for a response that looks like a page of records; None for any other."""
    if not isinstance(root, dict):
        return None
    query = [each for each in answer.operation.parameters if each.location == "query"]
    envelope = list(_envelope(root, follow))
    items = _items(root, envelope, follow)
    if items is None:
        return None
    telling = _next(envelope, items, answer)
    style, page = _style(query)
    if page is None and telling is not None:
        page = _told_parameter(answer, telling, [each.name for each in query])
        style = "cursor"
    if page is None:
        return None
    names = [each.name for each in query]
    proposal: dict[str, Any] = {"style": style, "page": page}
    if style == "page":
        proposal["first"] = _first(next(each for each in query if each.name == page), envelope, answer)
    limit = next((name for name in names if name != page and set(words(name)) & _LIMIT), None)
    if limit is not None:
        proposal["limit"] = limit
    chosen = next((name for name in names if set(words(name)) & _FILTER), None)
    if chosen is not None:
        proposal["filter"] = chosen
    proposal["items"] = items
    total = _total(envelope, items, answer, set(map(plain, names)))
    if total is not None:
        proposal["total"] = total.pointer
        _count(total.schema)
    identity = _identity(answer, items)
    if identity is not None:
        proposal["identity"] = f"/{escape(identity)}"
    scalars = [each for each in envelope if _is(each.schema, "string", "integer", "number")]
    echo = {name: each.pointer for name in names for each in reversed(scalars) if plain(each.name) == plain(name)}
    if telling is not None:
        echo.pop(page, None)
        proposal["next"] = telling.pointer
    if echo:
        proposal["echo"] = echo
    for each in scalars:
        if plain(each.name) in {plain(name) for name in (page, limit) if name is not None} and style != "cursor":
            _count(each.schema)
    return proposal


def _envelope(root: dict[str, Any], follow: Callable[[dict[str, Any]], Any]) -> Iterator[_Place]:
    """Yield the members of an answer, those near its root first; what stands in arrays is no part of its envelope."""
    level = [_Place((), root)]
    for _ in range(_DEEPEST):
        below: list[_Place] = []
        for each in level:
            for name, part in properties_of(_whole(each.schema, follow)).items():
                if isinstance(part, dict):
                    below.append(_Place((*each.path, name), part))
        yield from below
        level = below


def _whole(schema: dict[str, Any], follow: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Return what a schema refers to; beside `nullable` a reference stands alone in an `allOf`."""
    parts = schema.get("allOf")
    if "$ref" not in schema and isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict):
        schema = parts[0]
    found = follow(schema)
    return found if isinstance(found, dict) else {}


def _items(root: dict[str, Any], envelope: list[_Place], follow: Callable[[dict[str, Any]], Any]) -> str | None:
    """Return the pointer of the records: the answer itself, or the one array of objects nearest to its root."""
    if "items" in root:
        return ""
    arrays = [each for each in envelope if _holds_objects(each.schema, follow)]
    if not arrays:
        return None
    depth = len(arrays[0].path)
    nearest = [each for each in arrays if len(each.path) == depth]
    if len(nearest) > 1:
        nearest = [each for each in nearest if plain(each.name) in _ENVELOPES]
    return nearest[0].pointer if len(nearest) == 1 else None


def _holds_objects(part: Any, follow: Callable[[dict[str, Any]], Any]) -> bool:
    if not isinstance(part, dict) or not isinstance(part.get("items"), dict):
        return False
    return "properties" in _whole(part["items"], follow)


def _is(schema: Any, *kinds: str) -> bool:
    return isinstance(schema, dict) and not set(kinds).isdisjoint(types_of(schema))


def _count(schema: Any) -> None:
    """Make an inferred number an integer: it counts records or pages, and its examples are whole."""
    if not isinstance(schema, dict) or not isinstance(schema.get("x-inferred"), dict):
        return
    if schema.get("type") == "number" and schema["x-inferred"].get("from") == "examples":
        schema["type"] = "integer"


def _style(query: list[Parameter]) -> tuple[str, str | None]:
    """Return how pages are asked for, and by which parameter."""
    for style, said in (("page", _PAGE), ("offset", _OFFSET)):
        for each in query:
            if set(words(each.name)) in said and not str(each.schema.get("format")).startswith("date"):
                return style, each.name
    found = [each.name for each in query if _is_cursor(set(words(each.name)))]
    forwards = [name for name in found if not _BACKWARDS & set(words(name))]
    return ("cursor", forwards[0]) if forwards else ("", None)


def _first(asked: Parameter, envelope: list[_Place], answer: Answer) -> int:
    """Return the number of the first page: 0 where its default is, or an example tells that it is page 0; else 1."""
    told = [asked.schema.get("default"), asked.schema.get("minimum")]
    repeated = [
        each.pointer for each in envelope if _is(each.schema, "integer", "number") and _numbers_a_page(each, asked)
    ]
    told += [resolve(value, pointer) for pointer in repeated for _, value in answer.examples]
    return 0 if any(each == 0 and type(each) is int for each in told) else 1


def _numbers_a_page(place: _Place, asked: Parameter) -> bool:
    """Tell whether a number repeats that of the page: `page`, or `number` in an object `page`."""
    is_inside = len(place.path) > 1 and plain(place.path[-2]) == plain(asked.name)
    return plain(place.name) == plain(asked.name) or (is_inside and plain(place.name) in {"number", "index", "current"})


def _is_cursor(named: set[str]) -> bool:
    if named & _CURSOR:
        return True
    if not named & _SIDES or not named <= _SIDES | _BESIDE or named == {"since"}:
        return False
    return "token" not in named or bool(named & {"page", "next", "start", "continuation", "pagination"})


def _next(envelope: list[_Place], items: str, answer: Answer) -> _Place | None:
    """Return where an answer tells the next page: a cursor, a number or an address under a name that says so."""
    for each in envelope:
        named = [words(name) for name in each.path]
        last = set(named[-1])
        is_next = (
            "next" in last or last & {"continuation", "cursor"} or (last == {"href"} and "next" in _last_but_one(named))
        )
        is_after = last == {"after"} and "cursors" in _last_but_one(named)
        is_switch = bool(last & {"has", "is", "more", "available", "count"})
        if not (is_next or is_after) or is_switch or _BACKWARDS & {word for name in named for word in name}:
            continue
        if each.pointer.startswith(f"{items}/") and items:
            continue
        values = [resolve(value, each.pointer) for _, value in answer.examples]
        if any(isinstance(value, (str, int)) and not isinstance(value, bool) for value in values) and not any(
            isinstance(value, (bool, float, dict, list)) for value in values
        ):
            return each
    return None


def _last_but_one(named: list[tuple[str, ...]]) -> tuple[str, ...]:
    return named[-2] if len(named) > 1 else ()


def _told_parameter(answer: Answer, telling: _Place, query: list[str]) -> str | None:
    """Return the documented parameter that an address of the next page sets and that pages: `cursor`, `page`, `offset`."""
    for _, value in answer.examples:
        address = resolve(value, telling.pointer)
        if not isinstance(address, str) or "?" not in address:
            continue
        for name, _ in read_query(address.partition("?")[2]):
            if name in query and not set(words(name)) & (_LIMIT | _FILTER):
                return name
    return None


def _total(envelope: list[_Place], items: str, answer: Answer, asked: set[str]) -> _Place | None:
    """Return the number of all records: named so, and in no example below the number of records beside it."""
    found = []
    for number, each in enumerate(envelope):
        named = set(words(each.name))
        around = {word for name in each.path[:-1] for word in words(name)}
        if not _is(each.schema, "integer", "number") or plain(each.name) in asked or named & _NO_TOTAL:
            continue
        if not named & _TOTAL or (
            "total" not in named
            and len(each.path) > 1
            and not around & {"page", "paging", "pagination", "meta", "metadata"}
        ):
            continue
        pairs = [
            (resolve(value, each.pointer), resolve(value, items) if items else value) for _, value in answer.examples
        ]
        counts = [
            (total, len(records))
            for total, records in pairs
            if isinstance(records, list) and isinstance(total, (int, float))
        ]
        if any(total < shown for total, shown in counts):
            continue
        found.append(("total" not in named, len(each.path), number, each))
    return min(found)[3] if found else None


def _identity(answer: Answer, items: str) -> str | None:
    """Return the field whose values tell the records of every example apart, an id before all others."""
    lists = [resolve(value, items) if items else value for _, value in answer.examples]
    records = [
        [item for item in each if isinstance(item, dict)]
        for each in lists
        if each is not MISSING and isinstance(each, list)
    ]
    records = [each for each in records if len(each) >= 2]
    if not records:
        return None
    candidates = []
    for key in records[0][0]:
        values = [[item.get(key) for item in each] for each in records]
        if all(
            isinstance(value, (str, int)) and not isinstance(value, bool) for each in values for value in each
        ) and all(len(set(each)) == len(each) for each in values):
            is_id = "id" in words(key) or all(
                isinstance(value, str) and split_id(value) for each in values for value in each
            )
            if is_id and not is_sensitive(key):
                candidates.append((plain(key) != "id", len(words(key)), key))
    return min(candidates)[2] if candidates else None
