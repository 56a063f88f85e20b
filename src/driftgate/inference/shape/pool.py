"""Pools: what all fields of one name say together, over all operations of one vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.names.abbreviation import named_prefixes, resources_of
from driftgate.inference.names.prefix import proven_prefixes
from driftgate.inference.names.words import plain
from driftgate.inference.seen.node import Node
from driftgate.inference.shape.declarations import declared_kinds, declared_properties
from driftgate.inference.shape.nullables import may_be_null
from driftgate.inference.text.texts import dialect_votes
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.inference.seen.places import Place
    from driftgate.inference.shape.shapes import Shapes


def pool_of(shapes: Shapes, places: list[Place]) -> dict[str, Node]:
    """Return, by name without case and separators, the scalars seen under it anywhere."""
    pool: dict[str, Node] = {}
    for name, node in _named(shapes):
        pool.setdefault(plain(name), Node()).merge(node.scalars())
    for kind in shapes.kinds.values():
        for name, node in kind.shape.fields.items():
            twin = kind.shape.fields.get(_twin(name, kind.shape.fields))
            if twin is not None and not node.recorded and len(node.ints) and not len(node.floats) and len(twin.floats):
                pool[plain(name)].floats.merge(twin.floats)  # both are measured on one scale
    for place in places:
        for node, name in place.nodes:
            if node.item is not None:
                pool.setdefault(plain(name), Node()).merge(node.item.scalars())
    return pool


_TWINS = (
    ("min", "max"), ("minimum", "maximum"), ("low", "high"), ("lower", "upper"), ("lat", "lng"), ("lat", "lon"), ("latitude", "longitude"),
    ("x", "y"), ("width", "height"), ("open", "close"), ("bid", "ask"), ("left", "right"), ("top", "bottom"),
)  # fmt: skip


def _twin(name: str, names: Iterable[str]) -> str:
    """Return the name that stands for the other end of what `name` measures: `priceMax` of `priceMin`; empty where there is none."""
    own = words(name)
    for one, other in (*_TWINS, *(pair[::-1] for pair in _TWINS)):
        if one in own:
            wanted = tuple(other if word == one else word for word in own)
            found = next((each for each in names if words(each) == wanted), "")
            if found:
                return found
    return ""


def _named(shapes: Shapes) -> Iterator[tuple[str, Node]]:
    for kind in shapes.kinds.values():
        for name, node in kind.shape.fields.items():
            yield name, node
            item = node.item
            while item is not None:
                yield name, item
                item = item.item


def abbreviated_prefixes(tree: Mapping[str, Any], shapes: Shapes) -> frozenset[str]:
    """Return the id prefixes that are short for the field they stand in, or for a resource of the document."""
    paths = tree.get("paths")
    seen = ((name, node.texts.counts()) for name, node in _named(shapes) if node.strings)
    return named_prefixes(seen, resources_of(map(str, paths if isinstance(paths, dict) else ())))


def known_prefixes(pool: Mapping[str, Node], glossary: Mapping[str, str]) -> frozenset[str]:
    """Return the id prefixes that the glossary lists or that ids anywhere in the document prove."""
    texts = {text for node in pool.values() if node.strings for text in node.texts.counts()}
    return frozenset(glossary) | proven_prefixes(texts)


def decided_dialects(shapes: Shapes) -> frozenset[str]:
    """Return the date dialects that some value anywhere can only be of; of two that exclude each other, none."""
    votes: set[str] = set()
    for _, node in _named(shapes):
        if node.strings:
            votes |= dialect_votes({text: count for text, count in node.texts.counts().items() if text})
    return frozenset(votes)


def declared_types(tree: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return, by name without case and separators, `type` and `nullable` the vendor declares for it, where all agree."""
    found: dict[str, set[str]] = {}
    nullable: dict[str, set[bool]] = {}
    for name, part in declared_properties(tree):
        kinds = declared_kinds(tree, part)
        if len(kinds) == 1:
            found.setdefault(plain(name), set()).update(kinds)
            nullable.setdefault(plain(name), set()).add(may_be_null(tree, part))
    return {
        name: {"type": next(iter(kinds)), "nullable": nullable[name] == {True}}
        for name, kinds in sorted(found.items())
        if len(kinds) == 1
    }
