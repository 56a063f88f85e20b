"""Instances: the objects of one kind in sampled bodies, flat, so that their fields can be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.names.sensitive import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from driftgate.inference.decision.decision import Decision

MOST_INSTANCES = 600
MOST_OF_A_BODY = 12
"""Objects of one kind in one body that are looked at, spread over it: a hundred records of one page are one page."""
MOST_LEAVES = 80
DEPTH = 3

Path = tuple[str, ...]
REQUEST = "\0request"
"""Begins the path of a parameter of the request: no key of a body is that."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace", "null",
    "return", "true", "var", "void", "while",
})  # fmt: skip


class Instance(NamedTuple):
    """
    One object.

    Args:
        leaves: Scalars and arrays by path, through nested objects; an object that is null stands as null.
        body: Number of the body it stands in.
    """

    leaves: dict[Path, Any]
    body: int


class Names:
    """Which keys of an object of one schema, and of the objects in it, are names of fields that may be shown; those of maps are data."""

    __slots__ = ("_follow", "_listed", "_schemas")

    def __init__(self, schema: dict[str, Any], follow: Callable[[dict[str, Any]], Any]) -> None:
        self._follow = follow
        self._schemas: dict[Path, list[dict[str, Any]]] = {(): composed([schema], follow)}
        self._listed: dict[Path, bool] = {}

    def has(self, path: Path) -> bool:
        known = self._listed.get(path)
        if known is None:
            known = self._listed[path] = self._is_name(path)
        return known

    def _is_name(self, path: Path) -> bool:
        holder, key = self._at(path[:-1]), path[-1]
        if any(key in properties_of(schema) for schema in holder):
            return not any(schema.get("x-sensitive") for schema in self._at(path)) and not any(
                map(is_sensitive, path[:-1])
            )
        return not any(
            is_sensitive(key) or schema.get("additionalProperties", False) is not False for schema in holder or [{}]
        )

    def _at(self, path: Path) -> list[dict[str, Any]]:
        if path not in self._schemas:
            parts = [properties_of(schema).get(path[-1]) for schema in self._at(path[:-1])]
            self._schemas[path] = composed(parts, self._follow)
        return self._schemas[path]


def flat(value: Mapping[str, Any], names: Names | None = None) -> dict[Path, Any]:
    """
    Return what stands in an object, down to three levels of objects; arrays as they are.

    Args:
        names: Which keys are fields; what stands under other keys is left out; None where all are fields.
    """
    leaves: dict[Path, Any] = {}

    def walk(node: Mapping[str, Any], path: Path) -> None:
        for key, part in node.items():
            if names is not None and not names.has((*path, key)):
                continue
            if isinstance(part, dict):
                if len(path) < DEPTH - 1:
                    walk(part, (*path, key))
            elif len(leaves) < MOST_LEAVES:
                leaves[*path, key] = part

    walk(value, ())
    return leaves


class _Way:
    """The schemas that look at one place of a body, and the ways on from it."""

    __slots__ = ("items", "keys", "named", "schemas")

    def __init__(self, named: list[Any], follow: Callable[[dict[str, Any]], Any]) -> None:
        self.named = named  # held, so that no other schema gets the identity of one of them
        self.schemas = composed(named, follow)
        self.keys: dict[str | None, _Way] = {}
        self.items: _Way | None = None


class Ways:
    """Which schemas look at what in bodies. What leads where is found once: thousands of bodies go the same ways."""

    __slots__ = ("_follow", "_known")

    def __init__(self, follow: Callable[[dict[str, Any]], Any]) -> None:
        self._follow = follow
        self._known: dict[tuple[int, ...], _Way] = {}

    def _way(self, named: list[Any]) -> _Way:
        key = tuple(map(id, named))
        way = self._known.get(key)
        if way is None:
            way = self._known[key] = _Way(named, self._follow)
        return way

    def _to(self, way: _Way, key: str) -> _Way:
        found = way.keys.get(key)
        if found is None:
            is_listed = any(key in properties_of(each) for each in way.schemas)
            known = key if is_listed else None  # all that no schema lists goes one way
            found = way.keys.get(known)
            if found is None:
                parts = [properties_of(each).get(key, each.get("additionalProperties")) for each in way.schemas]
                found = way.keys[known] = self._way(parts)
        return found

    def values(self, value: Any, schema: Any) -> Iterator[tuple[tuple[str | int, ...], Any, list[dict[str, Any]]]]:
        """Yield every value in a body that a schema speaks of: its path, the value, and all schemas that look at it, each once."""
        stack: list[tuple[tuple[str | int, ...], Any, _Way]] = [((), value, self._way([schema]))]
        while stack:
            path, here, way = stack.pop()
            if not way.schemas:
                continue
            yield path, here, way.schemas
            if isinstance(here, dict):
                stack += [((*path, key), part, self._to(way, key)) for key, part in reversed(here.items())]
            elif isinstance(here, list):
                if way.items is None:
                    way.items = self._way([each.get("items") for each in way.schemas])
                stack += [((*path, index), here[index], way.items) for index in range(len(here) - 1, -1, -1)]

    def objects(
        self, value: Any, schema: Any, decisions: Mapping[int, Decision]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield every object that stands where a kind of object was inferred, with the `id` of its schema."""
        for _, found, schemas in self.values(value, schema):
            if isinstance(found, dict):
                yield from ((id(each), found) for each in schemas if id(each) in decisions and properties_of(each))


def properties_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties that a schema lists; none where it lists them wrongly, which lint tells."""
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def composed(schemas: list[Any], follow: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """Return the schemas, what they refer to and what they are composed of, each once, however many ways lead to it."""
    found: dict[int, dict[str, Any]] = {}
    stack = [each for each in reversed(schemas) if isinstance(each, dict)]
    while stack:
        schema = stack.pop()
        if id(schema) in found:
            continue
        found[id(schema)] = schema
        followed = follow(schema)
        if followed is not schema:
            stack.append(followed)
        stack.extend(
            part
            for key in ("allOf", "anyOf", "oneOf")
            for part in reversed(schema[key] if isinstance(schema.get(key), list) else ())
            if isinstance(part, dict)
        )
    return list(found.values())


def access(path: Path, root: str = "self") -> str | None:
    """Return the CEL expression of a path; None where CEL cannot name it."""
    if path[:1] == (REQUEST,):
        root, path = "request", path[1:]
    parts = [root]
    for name in path:
        if _NAME.fullmatch(name) and name not in _RESERVED:
            parts.append(f".{name}")
        elif "'" not in name and "\\" not in name and name.isprintable():
            parts.append(f"['{name}']")
        else:
            return None
    return "".join(parts)


def guards(path: Path, optional: frozenset[Path], nullable: frozenset[Path], root: str = "self") -> list[str]:
    """Return what must be false for a rule on `path` to apply: that it, or what holds it, is absent or null."""
    found = []
    if path[:1] == (REQUEST,):
        return guards(path[1:], frozenset({path[1:]}), frozenset(), "request")
    for length in range(1, len(path) + 1):
        step = path[:length]
        holder, name = access(step[:-1], root), step[-1]
        if step in optional:
            quoted = name.replace("'", "")
            found.append(f"!('{quoted}' in {holder})")
        if step in nullable:
            found.append(f"{access(step, root)} == null")
    return found
