"""Which alternatives of two choices are two versions of one: by what they are, not by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.revision.fingerprint import fingerprint
from driftgate.revision.reading import canonical
from driftgate.revision.values import same_values, shown_types

if TYPE_CHECKING:
    from driftgate.revision.pair import Pair
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, Union, View

_ALIKE = 0.5
"""Alternatives whose likeness is at least this are taken for two versions of one."""
_SAME_NAME = 2.0
_SAME_TEXT = 1.0


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
    """Return the alternatives in pairs, best likeness first; one without a partner stands with None."""
    # A tie falls to the same position, then to the texts of both, so that swapping the sides swaps the pairs.
    ranked = sorted(
        (
            -_likeness(before, node_b, after, node_a),
            index_b != index_a,
            sorted((_text(before, node_b), _text(after, node_a))),
            index_b,
            index_a,
        )
        for index_b, node_b in enumerate(nodes_b)
        for index_a, node_a in enumerate(nodes_a)
    )
    partner_b: dict[int, int] = {}
    partner_a: dict[int, int] = {}
    for negated, _, _, index_b, index_a in ranked:
        if -negated >= _ALIKE and index_b not in partner_b and index_a not in partner_a:
            partner_b[index_b], partner_a[index_a] = index_a, index_b
    pairs: list[tuple[Node | None, Node | None]] = []
    for index_b, node_b in enumerate(nodes_b):
        pairs.append((node_b, nodes_a[partner_b[index_b]] if index_b in partner_b else None))
    pairs.extend((None, node_a) for index_a, node_a in enumerate(nodes_a) if index_a not in partner_a)
    return pairs


def _text(side: Side, node: Node) -> str:
    return canonical(side.at(node[0])) if node else ""


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
    return view.name or (
        shown_types(view) if not view.properties else f"object of {', '.join(sorted(view.properties))}"
    )
