"""Violations: which schema node an error of a validator speaks of, and which branch of an alternative was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import join, resolve
from driftgate.schema import listed_properties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import jsonschema_rs

    from driftgate.contract import Contract

Path = tuple[str | int, ...]


ALTERNATIVES: frozenset[str | int] = frozenset({"anyOf", "oneOf"})


class Nodes:
    """
    The schema nodes that the errors of one contract's strict validators name.

    Args:
        contract: Whose strict schemas.
        direction: `response` or `request`: which of the two translations the validators were compiled from.
    """

    def __init__(self, contract: Contract, *, direction: Any = "response") -> None:
        self._contract = contract
        self._tree = contract.translation(direction=direction, strict=True).tree
        self._listed: dict[int, frozenset[str]] = {}
        self._listed_at: dict[Path, frozenset[str]] = {}

    def at(self, path: Path) -> tuple[Mapping[str, Any], str]:
        """
        Return the schema node at a location of the translated document, and its pointer in the original.

        Translation wraps a nullable schema (`anyOf/0`) and adds promises (`allOf/N`): steps that the original lacks.
        """
        original: list[str | int] = []
        node: Any = self._contract.tree
        translated: Any = self._tree
        index = 0
        while index < len(path):
            token = path[index]
            if token in {"anyOf", "allOf"} and isinstance(node, dict) and not _has(node.get(str(token)), path, index):
                translated = _step(_step(translated, token), path[index + 1]) if index + 1 < len(path) else None
                index += 2
                continue
            own = _key(translated, token)
            if own == "":
                original.append(own)
                node, translated = _step(node, own), _step(translated, own)
                own = _key(translated, token)
            node, translated = _step(node, own), _step(translated, own)
            original.append(own)
            index += 1
        if original[-1:] == ["properties"] and isinstance(translated, dict) and "" in translated:
            original.append("")
            translated = translated[""]
        pointer = join(original)
        outer = resolve(self._tree, pointer)
        if isinstance(outer, dict) and isinstance(translated, dict) and outer is not translated:
            translated = {**{key: value for key, value in outer.items() if key.startswith("x-")}, **translated}
        return (translated if isinstance(translated, dict) else {}), pointer

    def listed_at(self, path: Path) -> frozenset[str]:
        """Return the names of all properties that the node at a location of the translated document lists."""
        found = self._listed_at.get(path)
        if found is None:
            found = self._listed_at[path] = self.listed_by(self.at(path)[0])
        return found

    def listed_by(self, node: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of all properties that a node lists, over references and composed parts."""
        found = self._listed.get(id(node))
        if found is None:
            found = self._listed[id(node)] = listed_properties(self._tree, node)
        return found


def _has(parts: Any, path: Path, index: int) -> bool:
    position = path[index + 1] if index + 1 < len(path) else None
    return isinstance(parts, list) and isinstance(position, int) and position < len(parts)


def _key(node: Any, token: str | int) -> str | int:
    """Return the key that a validator means: it gives `"+1"` and `"007"` as numbers, and leaves an empty one out."""
    if not isinstance(node, dict) or str(token) in node:
        return token
    found = next((key for key in node if isinstance(token, int) and _number(key) == token), None)
    return found if found is not None else "" if "" in node else token


def _step(node: Any, token: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(str(token))
    if isinstance(node, list) and isinstance(token, int) and token < len(node):
        return node[token]
    return None


def leaves(
    errors: Iterable[jsonschema_rs.ValidationError],
    listed_at: Callable[[Path], frozenset[str]] | None = None,
    *,
    above: int = 0,
) -> Iterator[jsonschema_rs.ValidationError]:
    """
    Yield errors; a failed `anyOf` or `oneOf` gives way to the errors of the branch that came closest.

    Args:
        listed_at: Returns the properties that the schema at a location lists: a branch is the closer, the more of the
            object's own properties it knows.
        above: Keys and indexes that lead to the value which the errors speak of.
    """
    for error in errors:
        kind: Any = error.kind
        if kind.name in ALTERNATIVES:
            branches = [(index, list(branch)) for index, branch in enumerate(kind.context or ()) if branch]
            if branches:
                where = tuple(error.schema_path)
                shared = _failing_in_all(branches, error, where, listed_at)
                _, nearest = min(
                    branches,
                    key=lambda each: _distance(
                        each[1], error, _strangers(error.instance, (*where, each[0]), listed_at), above, shared
                    ),
                )
                yield from leaves(nearest, listed_at, above=above)
                continue
        yield error


def _strangers(value: Any, branch: Path, listed_at: Callable[[Path], frozenset[str]] | None) -> int:
    """Return how many of an object's properties a branch does not list."""
    return len(value.keys() - listed_at(branch)) if listed_at is not None and value.__class__ is dict else 0


_LISTED = frozenset({"const", "enum", "not"})
_CLOSED = frozenset({"additionalProperties", "unevaluatedProperties"})


def _failing_in_all(
    branches: list[tuple[int, list[Any]]],
    error: Any,
    where: Path,
    listed_at: Callable[[Path], frozenset[str]] | None,
) -> frozenset[Any]:
    """Return the properties whose value no branch lists, of those that have it: they tell nothing of which was meant."""
    here = len(error.instance_path)
    failing = [
        {each.instance_path[-1] for each in branch if len(each.instance_path) == here + 1 and each.kind.name in _LISTED}
        for _, branch in branches
    ]
    names = frozenset().union(*failing)
    if not names or listed_at is None:
        return frozenset(name for name in names if all(name in each for each in failing))
    listed = [listed_at((*where, index)) for index, _ in branches]
    return frozenset(
        name
        for name in names
        if all(name in each or name not in known for each, known in zip(failing, listed, strict=True))
    )


def _distance(
    branch: list[Any], error: Any, strangers: int, above: int, shared: frozenset[Any]
) -> tuple[int, bool, int, int, int]:
    """
    Rank a failed branch: of another type altogether last, `null` as the very last, then one that knows none of the
    object's properties and takes no others, then by how much fails.

    Args:
        strangers: How many properties of the object the branch does not list.
        above: Keys and indexes that lead to the value which the errors speak of.
        shared: Properties whose value no branch lists.
    """
    here = len(error.instance_path)
    wrong_type = weight = unlisted = 0
    is_foreign = False
    places = set()
    for each in branch:
        name = each.kind.name
        if name in {"type", "enum", "const"} and len(each.instance_path) == here:
            wrong_type = max(wrong_type, 2 if name == "type" and each.kind.types == ["null"] else 1)
        if len(each.instance_path) == here + 1 and name in _LISTED:
            unlisted += 1
            is_telling = name != "enum" or len(each.kind.options) == 1  # most likely a discriminator
            weight += 10 if is_telling and each.instance_path[-1] not in shared else 0
        if name in _CLOSED and len(each.instance_path) == here and each.instance.__class__ is dict:
            is_foreign = is_foreign or len(each.kind.unexpected) == len(each.instance)
        if name == "type" and each.instance.__class__ in (dict, list):
            weight += 3  # of another structure altogether
        places.add((*each.instance_path, each.kind.property) if name == "required" else tuple(each.instance_path))
    depth = sum(above + len(each.instance_path) for each in branch)
    return wrong_type, is_foreign, weight + len(places) + strangers, unlisted, -depth


def true_path(body: Any, path: list[str | int], value: Any) -> Path:
    """
    Return the keys and indexes that lead to the value of an error.

    NOTE: jsonschema-rs 0.60 gives a key of digits as a number (`"01"` as 1) and leaves an empty key out.
    """
    node = body
    try:
        for token in path:
            node = node[token]
    except (KeyError, IndexError, TypeError):
        return _mended(body, path, value)
    return tuple(path) if node.__class__ is value.__class__ else _mended(body, path, value)


MAX_STEPS = 10_000
"""Places looked at for a way: a body of nothing but odd keys must not cost more than it is worth."""


def _mended(body: Any, path: list[str | int], value: Any) -> Path:
    """Return the first way that reads as `path` to the validator and leads to `value`; else as near as can be told."""
    ways: list[tuple[Any, int, Path]] = [(body, 0, ())]
    for _ in range(MAX_STEPS):
        if not ways:
            break
        node, position, way = ways.pop()
        if position == len(path) and node.__class__ is value.__class__ and node == value:
            return way
        if node.__class__ is dict and "" in node:
            ways.append((node[""], position, (*way, "")))
        if position == len(path):
            continue
        token = path[position]
        if node.__class__ is list:
            if isinstance(token, int) and token < len(node):
                ways.append((node[token], position + 1, (*way, token)))
        elif node.__class__ is dict:
            keys = [token] if isinstance(token, str) else [key for key in node if key and _number(key) == token]
            ways.extend((node[key], position + 1, (*way, key)) for key in reversed(keys) if key in node)
    return _nearest(body, path, value)


def _nearest(body: Any, path: list[str | int], value: Any) -> Path:
    node, mended = body, list[str | int]()
    for token in path:
        while node.__class__ is dict and token not in node:
            key = next((key for key in node if isinstance(token, int) and _number(key) == token), "")
            if key not in node:
                return (*mended, token)  # the place is not there: as near as can be told
            mended.append(key)
            node = node[key]
            if key:
                break
        else:
            mended.append(token)
            try:
                node = node[token]
            except (KeyError, IndexError, TypeError):
                return tuple(mended)
    while node.__class__ is dict and "" in node and node.__class__ is not value.__class__:
        mended.append("")
        node = node[""]
    return tuple(mended)


def _number(key: str) -> int | None:
    digits = key.removeprefix("+")
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 20 else None
