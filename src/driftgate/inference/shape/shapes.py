"""Shapes: which objects, at whatever places of a document, are one kind of thing, and what it is called."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate.inference.names.prefix import split_id
from driftgate.inference.names.words import plain, singular
from driftgate.inference.seen.node import Node, Shape
from driftgate.inference.shape.kinds import settle_kinds
from driftgate.inference.shape.maps import is_map
from driftgate.inference.shape.naming import GENERIC, PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALIKE = 0.6
"""Share of common keys from which on two objects of one name are one kind."""


class Kind:
    """
    One kind of object, wherever it stands.

    Args (attributes):
        shape: All objects of this kind together; nested objects are those of their own kinds.
        hints: What the places call it, and how often.
        parents: Hints of what it stands in.
    """

    __slots__ = ("hints", "members", "name", "parents", "shape")

    def __init__(self) -> None:
        self.shape = Shape()
        self.hints: Counter[str] = Counter()
        self.parents: Counter[str] = Counter()
        self.members: list[Shape] = []
        self.name = ""


class Shapes:
    """The kinds of all objects under some nodes. Nodes are taken over: their shapes become those of the kinds."""

    def __init__(self, places: Iterable[Sequence[tuple[Node, str]]]) -> None:
        self._found: dict[int, Shape] = {}
        self._hints: dict[int, tuple[str, str]] = {}
        self._leader: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._together: list[list[Node]] = []
        for nodes in places:
            for node, hint in nodes:
                self._gather(node, hint, "")
            self._together.append([node for node, _ in nodes])
        for each in self._together:
            self._join_all(each)
        self._group()
        self.kinds: dict[int, Kind] = {}
        self._by_shape: dict[int, Kind] = {}
        for key, shape in self._found.items():
            kind = self.kinds.setdefault(self._lead(key), Kind())
            hint, parent = self._hints[key]
            kind.hints[hint] += 1
            kind.parents[parent] += 1
            kind.members.append(shape)
        for kind in self.kinds.values():
            self._by_shape[id(kind.shape)] = kind
        for kind in self.kinds.values():
            self._fill(kind)

    def kind_of(self, shape: Shape) -> Kind | None:
        """Return the kind of a shape; None for a map."""
        found = self._by_shape.get(id(shape))
        if found is None and id(shape) in self._leader:
            found = self.kinds[self._lead(id(shape))]
        return found

    def joined(self, nodes: list[Node]) -> Node:
        """Return one node that saw what all of `nodes` saw; its objects are those of their kind."""
        whole = Node()
        items = [node.item for node in nodes if node.item is not None]
        shapes = [node.shape for node in nodes if node.shape is not None]
        for node in nodes:
            whole.merge(node.scalars())
        if items:
            whole.item = self.joined(items)
        if shapes:
            kinds = [kind for shape in shapes if (kind := self.kind_of(shape)) is not None]
            # where some objects at one place are maps, all are
            whole.shape = kinds[0].shape if len(kinds) == len(shapes) else self._joined_map(shapes)
        return whole

    def _joined_map(self, shapes: list[Shape]) -> Shape:
        one = Shape()
        values: list[Node] = []
        for shape in shapes:
            one.count += shape.count
            one.empties += shape.empties
            one.recorded += shape.recorded
            values.extend(_values_of(shape))
        one.values = self.joined(values) if values else None
        return one

    def _gather(self, node: Node, hint: str, parent: str) -> None:
        if node.item is not None:
            self._gather(node.item, singular(hint), parent)
        shape = node.shape
        if shape is None or id(shape) in self._found:
            return
        if is_map(shape, hint):
            parts = _values_of(shape)
            for part in parts:
                self._gather(part, singular(hint), parent)
            self._together.append(parts)
            return
        self._found[id(shape)] = shape
        self._leader[id(shape)] = id(shape)
        self._members[id(shape)] = [id(shape)]
        is_part = plain(hint) in PARTS and bool(parent)
        own = singular(parent) if plain(hint) in GENERIC and parent and not is_part else hint
        self._hints[id(shape)] = (own, parent)
        for key, part in shape.fields.items():
            self._gather(part, key, parent if is_part else own)

    def _lead(self, key: int) -> int:
        while self._leader[key] != key:
            self._leader[key] = self._leader[self._leader[key]]
            key = self._leader[key]
        return key

    def _join_all(self, nodes: list[Node]) -> None:
        """Make the objects of nodes that share one schema one kind, at every depth of arrays and of maps."""
        while nodes:
            shapes = [node.shape for node in nodes if node.shape is not None]
            found = [id(shape) for shape in shapes if id(shape) in self._found]
            for other in found[1:]:
                self._join(found[0], other)
            if len(found) < len(shapes):  # some are maps, so that all of them will be
                self._join_all([part for shape in shapes for part in _values_of(shape)])
            nodes = [node.item for node in nodes if node.item is not None]

    def _join(self, one: int, other: int) -> None:
        """Make two shapes one kind, and with them whatever stands under the same key of both."""
        pending = [(one, other)]
        while pending:
            first, second = (self._lead(each) for each in pending.pop())
            if first == second:
                continue
            mine, theirs = self._members[first], self._members.pop(second)
            self._leader[second] = first
            for key in {field for each in mine for field in self._found[each].fields}:
                below = [
                    id(shape)
                    for each in (*mine, *theirs)
                    if (node := self._found[each].fields.get(key)) is not None
                    for shape in _shapes_at(node)
                    if id(shape) in self._leader
                ]
                pending.extend((below[0], each) for each in below[1:])
            mine.extend(theirs)

    def _group(self) -> None:
        by_hint: dict[str, list[int]] = {}
        by_keys: dict[frozenset[str], list[int]] = {}
        for key, shape in self._found.items():
            hint, _ = self._hints[key]
            by_hint.setdefault(plain(singular(hint)).removeprefix("deleted"), []).append(key)
            if len(shape.fields) >= 4:
                by_keys.setdefault(frozenset(shape.fields), []).append(key)
        for groups, alike in ((by_keys.values(), 1.0), (by_hint.values(), ALIKE)):
            for members in groups:
                leaders: list[int] = []
                for key in members:
                    for leader in leaders:
                        if self._lead(leader) == self._lead(key):
                            break
                        if _are_alike(self._found[leader], self._found[key], alike):
                            self._join(leader, key)
                            break
                    else:
                        leaders.append(key)

    def _fill(self, kind: Kind) -> None:
        shape = kind.shape
        fields: dict[str, list[Node]] = {}
        values: list[Node] = []
        for member in kind.members:
            shape.count += member.count
            shape.empties += member.empties
            shape.keyed += member.keyed
            shape.recorded += member.recorded
            for key, node in member.fields.items():
                fields.setdefault(key, []).append(node)
            if member.values is not None:
                values.append(member.values)
        shape.fields.update({key: self.joined(nodes) for key, nodes in fields.items()})
        shape.values = self.joined(values) if values else None


def _values_of(shape: Shape) -> list[Node]:
    """Return the nodes of all that stands in the objects of a shape, whatever its key."""
    return [*shape.fields.values(), *([shape.values] if shape.values is not None else [])]


def _shapes_at(node: Node) -> list[Shape]:
    found = [] if node.shape is None else [node.shape]
    return found + (_shapes_at(node.item) if node.item is not None else [])


def _are_alike(one: Shape, other: Shape, share: float, depth: int = 0) -> bool:
    mine, theirs = one.fields.keys(), other.fields.keys()
    common = mine & theirs
    are_close = bool(common) and len(common) >= share * len(mine | theirs)
    # a reference to a thing (`{id, name}`) is a short form of it
    is_short_form = share < 1.0 and len(common) >= 2 and common in (set(mine), set(theirs))
    if not are_close and not is_short_form:
        return False
    if not all(_agree(one.fields[key], other.fields[key]) for key in common):
        return False
    # what stands under one key of both becomes one kind as well: pages of different things are different pages
    return depth > 6 or all(
        _are_alike(mine, theirs, ALIKE, depth + 1)
        for key in sorted(common)
        for mine in _shapes_at(one.fields[key])
        for theirs in _shapes_at(other.fields[key])
        if mine.fields and theirs.fields
    )


def _agree(one: Node, other: Node) -> bool:
    mine, theirs = (set(_families(node)) for node in (one, other))
    if mine and theirs and not mine & theirs:
        return False
    first, second = (_prefixes(node) for node in (one, other))
    return not first or not second or bool(first & second)


def _prefixes(node: Node) -> set[str]:
    """Return the prefixes of a field's ids: things with different ones are different things."""
    if not node.strings:
        return set()
    return {part.prefix for text in node.texts.counts() if (part := split_id(text)) is not None and len(part.rest) >= 6}


def _families(node: Node) -> list[str]:
    return ["number" if kind == "integer" else kind for kind in settle_kinds(node, "").types]
