"""Which alternatives of two choices are two versions of one: by what they are, not by position."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate.revision.fingerprint import fingerprint
from driftgate.revision.values import same_values, shown_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.revision.pair import Pair
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, Union, View

_ALIKE = 0.5
"""Alternatives whose likeness is at least this are taken for two versions of one."""
_SAME_NAME = 2.0
_SAME_TEXT = 1.0
_MOST_LIKENESSES = 10_000
"""Between more alternatives that nothing tells apart, likeness is not sought: they came and went."""


def partners(pair: Pair) -> list[tuple[Union, Union]]:
    """Return the choices of both sides in pairs: those with most alternatives that are the same, or of one name, first."""
    names_b = [_known_by(pair.before, union) for union in pair.b.unions]
    names_a = [_known_by(pair.after, union) for union in pair.a.unions]
    ranked = sorted(
        (
            -len(names_b[index_b] & names_a[index_a]),
            index_b != index_a,
            sorted((one.pointer, other.pointer)),
            index_b,
            index_a,
        )
        for index_b, one in enumerate(pair.b.unions)
        for index_a, other in enumerate(pair.a.unions)
    )
    taken_b: set[int] = set()
    taken_a: set[int] = set()
    found = []
    for _, _, _, index_b, index_a in ranked:
        if index_b not in taken_b and index_a not in taken_a:
            taken_b.add(index_b)
            taken_a.add(index_a)
            found.append((pair.b.unions[index_b], pair.a.unions[index_a]))
    return found


def _known_by(side: Side, union: Union) -> set[str]:
    return {text for node in union.branches for text in (named(side, node), fingerprint(side, node))}


def match(
    before: Side, nodes_b: tuple[Node, ...], after: Side, nodes_a: tuple[Node, ...]
) -> list[tuple[Node | None, Node | None]]:
    """
    Return the alternatives in pairs; one without a partner stands with None.

    First those that something tells apart from all others: name and text, name, text, the constant they are tagged
    with, the properties they have. What is left is paired by likeness, best first, as far as it is alike.
    """
    partners_of: dict[int, int] = {}
    for key in (_name_and_text, _name, fingerprint, _tag, _properties):
        left_b = [index for index in range(len(nodes_b)) if index not in partners_of]
        left_a = [index for index in range(len(nodes_a)) if index not in partners_of.values()]
        one, other = _unique(before, nodes_b, left_b, key), _unique(after, nodes_a, left_a, key)
        for word in sorted(one.keys() & other.keys()):
            index_b, index_a = one[word], other[word]
            if key is not _properties or _likeness(before, nodes_b[index_b], after, nodes_a[index_a]) >= _ALIKE:
                partners_of[index_b] = index_a
    left_b = [index for index in range(len(nodes_b)) if index not in partners_of]
    left_a = [index for index in range(len(nodes_a)) if index not in partners_of.values()]
    if len(left_b) * len(left_a) <= _MOST_LIKENESSES:
        partners_of |= _by_likeness(before, nodes_b, left_b, after, nodes_a, left_a)
    pairs: list[tuple[Node | None, Node | None]] = []
    for index_b, node_b in enumerate(nodes_b):
        pairs.append((node_b, nodes_a[partners_of[index_b]] if index_b in partners_of else None))
    taken = set(partners_of.values())
    pairs.extend((None, node_a) for index_a, node_a in enumerate(nodes_a) if index_a not in taken)
    return pairs


def _unique(side: Side, nodes: tuple[Node, ...], left: list[int], key: Callable[[Side, Node], str]) -> dict[str, int]:
    """Return what tells an alternative from all others, to its index; empty words tell nothing."""
    words = {index: key(side, nodes[index]) for index in left}
    counts = Counter(words.values())
    return {word: index for index, word in words.items() if word and counts[word] == 1}


def _name(side: Side, node: Node) -> str:
    return side.view(node).name


def _name_and_text(side: Side, node: Node) -> str:
    name = side.view(node).name
    return f"{name} {fingerprint(side, node)}" if name else ""


def _tag(side: Side, node: Node) -> str:
    """Return the properties that can have one value only, with that value: what tagged unions are told apart by."""
    views = ((name, side.view(inner)) for name, inner in sorted(side.view(node).properties.items()))
    tags = [
        f"{name}={text}" for name, view in views if view.enum is not None and len(view.enum) == 1 for text in view.enum
    ]
    return "&".join(tags)


def _properties(side: Side, node: Node) -> str:
    return "&".join(sorted(side.view(node).properties))


def _by_likeness(
    before: Side,
    nodes_b: tuple[Node, ...],
    left_b: list[int],
    after: Side,
    nodes_a: tuple[Node, ...],
    left_a: list[int],
) -> dict[int, int]:
    # A tie falls to the same position, then to the texts of both, so that swapping the sides swaps the pairs.
    texts_b = {index: fingerprint(before, nodes_b[index]) for index in left_b}
    texts_a = {index: fingerprint(after, nodes_a[index]) for index in left_a}
    ranked = sorted(
        (
            -_likeness(before, nodes_b[index_b], after, nodes_a[index_a]),
            index_b != index_a,
            sorted((texts_b[index_b], texts_a[index_a])),
            index_b,
            index_a,
        )
        for index_b in left_b
        for index_a in left_a
    )
    found: dict[int, int] = {}
    for negated, _, _, index_b, index_a in ranked:
        if -negated >= _ALIKE and index_b not in found and index_a not in found.values():
            found[index_b] = index_a
    return found


def best(side: Side, node: Node, other: Side, union: Union) -> int | None:
    ranked = [(_likeness(side, node, other, branch), -index) for index, branch in enumerate(union.branches)]
    likeness, negated = max(ranked)
    return -negated if likeness >= _ALIKE else None


def _likeness(before: Side, node_b: Node, after: Side, node_a: Node) -> float:
    b, a = before.view(node_b), after.view(node_a)
    bonus = _SAME_NAME if b.name and b.name == a.name else 0.0
    if node_b and node_a and fingerprint(before, node_b) == fingerprint(after, node_a):
        bonus += _SAME_TEXT
    return bonus + _resemblance(before, b, after, a)


def _resemblance(before: Side, b: View, after: Side, a: View) -> float:
    """Return from 0 to 1 how much two schemas have in common."""
    if b.is_never or a.is_never:
        return float(b.is_never and a.is_never)
    if b.types is not None and a.types is not None and b.types != a.types and not b.types & a.types:
        return 0.0
    if b.enum is not None and a.enum is not None and not same_values(b.enum, a.enum):
        return 0.0
    if b.properties or a.properties:
        common = b.properties.keys() & a.properties.keys()
        for name in common:
            one, other = before.view(b.properties[name]), after.view(a.properties[name])
            if one.enum is not None and other.enum is not None and not same_values(one.enum, other.enum):
                return 0.0  # tagged with different constants
        return len(common) / len(b.properties.keys() | a.properties.keys())
    same = [
        b.types == a.types, b.format == a.format, b.patterns == a.patterns, b.sizes == a.sizes,
        (b.enum is None) == (a.enum is None), bool(b.items) == bool(a.items), bool(b.unions) == bool(a.unions),
    ]  # fmt: skip
    alike = sum(same) / len(same)
    if b.items and a.items:
        return alike * (0.4 + 0.6 * (shown_types(before.view(b.items)) == shown_types(after.view(a.items))))
    return alike


def named(side: Side, node: Node) -> str:
    """Return what to call an alternative: its component, its title, else its type."""
    view = side.view(node)
    if view.name or not (view.properties or view.required):
        return view.name or shown_types(view)
    word, names = ("of", view.properties) if view.properties else ("with", view.required)
    return f"object {word} {', '.join(sorted(names))}"
