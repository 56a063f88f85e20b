"""How two readings differ in their alternatives (`oneOf`, `anyOf`), matched by what they are, not by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.revision.change import Direction
from driftgate.revision.reading import canonical
from driftgate.revision.values import ANY_TYPE, same_values, shown_types

if TYPE_CHECKING:
    from driftgate.revision.pair import Pair
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, Union, View

_ALIKE = 0.5
"""Alternatives whose likeness is at least this are taken for two versions of one."""
_SAME_NAME = 2.0


def compare_wrapping(pair: Pair) -> bool:
    """
    Record that a schema became an alternative of a choice, or the other way round; tell whether it did.

    Then nothing else about the two is worth comparing: the surviving alternative is compared instead.
    """
    b, a = pair.b, pair.a
    if a.unions and not b.unions and not _has_content(a):
        return _wrapped(pair)
    if b.unions and not a.unions and not _has_content(b):
        return _unwrapped(pair)
    return False


def _has_content(view: View) -> bool:
    """Tell whether a schema says more than that it is an object."""
    return bool(
        (view.types or frozenset()) - {"object"}
        or view.properties or view.enum is not None or view.patterns or view.sizes or view.nested or view.items
        or view.required or view.additional != "open" or view.pattern_properties or view.format or view.opaque
    )  # fmt: skip


def _wrapped(pair: Pair) -> bool:
    if not _has_content(pair.b):
        if pair.b.types is None:
            pair.emit_choice("type-specialized", None, pair.a.unions[0], ANY_TYPE, _shown(pair.after, pair.a.unions[0]))
            return True
        return False
    union, *others = pair.a.unions
    best = _best(pair.before, pair.key.before, pair.after, union)
    if best is None or others:
        pair.emit_choice("wrapped-in-one-of", None, union, None, _shown(pair.after, union))
        return True
    pair.descend(pair.key.before, union.branches[best], "", same_scope=True)
    rest = [node for index, node in enumerate(union.branches) if index != best]
    survivor = pair.after.view(union.branches[best])
    if _is_provable(pair.direction, union, survivor, [pair.after.view(node) for node in rest]):
        for node in rest:
            pair.emit_choice(f"{_stem(union)}-added", None, union, None, _named(pair.after, node))
    else:
        pair.emit_choice("wrapped-in-one-of", None, union, None, _shown(pair.after, union))
    return True


def _unwrapped(pair: Pair) -> bool:
    if not _has_content(pair.a):
        if pair.a.types is None:
            pair.emit_choice(
                "type-generalized", pair.b.unions[0], None, _shown(pair.before, pair.b.unions[0]), ANY_TYPE
            )
            return True
        return False
    union, *others = pair.b.unions
    best = _best(pair.after, pair.key.after, pair.before, union)
    if best is None or others:
        pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
        return True
    pair.descend(union.branches[best], pair.key.after, "", same_scope=True)
    rest = [node for index, node in enumerate(union.branches) if index != best]
    survivor = pair.before.view(union.branches[best])
    if _is_provable(pair.direction, union, survivor, [pair.before.view(node) for node in rest]):
        for node in rest:
            pair.emit_choice(f"{_stem(union)}-removed", union, None, _named(pair.before, node), None)
    else:
        pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
    return True


def _is_provable(direction: Direction, union: Union, survivor: View, rest: list[View]) -> bool:
    """
    Tell whether the choice only adds to its surviving alternative.

    Of `oneOf`, a message that matches two alternatives is refused, so for what is sent they must be disjoint.
    """
    if union.keyword == "anyOf" or direction is Direction.RESPONSE:
        return True
    return all(are_disjoint(survivor, other) for other in rest)


def are_disjoint(one: View, other: View) -> bool:
    """Tell whether it is certain that no message matches both."""
    if one.types is not None and other.types is not None and not one.types & other.types:
        return not ({"integer", "number"} & one.types and {"integer", "number"} & other.types)
    return one.enum is not None and other.enum is not None and not same_values(one.enum, other.enum)


def compare_unions(pair: Pair) -> dict[str, str]:
    """
    Record how the choices of both sides differ, and go on with the alternatives that match.

    Returns:
        Of each matched pair of alternatives, where it stands before to where it stands after.
    """
    matched: dict[str, str] = {}
    partners = _partners(pair)
    for union, other in partners:
        if union.keyword != other.keyword:
            verb = "one-of-became-any-of" if other.keyword == "anyOf" else "any-of-became-one-of"
            pair.emit_choice(verb, union, other, union.keyword, other.keyword)
        for before, after in match(pair.before, union.branches, pair.after, other.branches):
            if before is None and after is not None:
                pair.emit_choice(f"{_stem(other)}-added", union, other, None, _named(pair.after, after))
            elif after is None and before is not None:
                pair.emit_choice(f"{_stem(union)}-removed", union, other, _named(pair.before, before), None)
            elif before is not None and after is not None:
                pair.descend(before, after, "", same_scope=True)
                matched[pair.before.follow(before[0])] = pair.after.follow(after[0])
    for union in _without(pair.b.unions, [one for one, _ in partners]):
        pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
    for union in _without(pair.a.unions, [other for _, other in partners]):
        pair.emit_choice("wrapped-in-one-of", None, union, None, _shown(pair.after, union))
    return matched


def _without(unions: tuple[Union, ...], taken: list[Union]) -> list[Union]:
    return [union for union in unions if not any(union is other for other in taken)]


def _partners(pair: Pair) -> list[tuple[Union, Union]]:
    """Return the choices of both sides in pairs: those with most alternatives of one name first."""
    names_b = [{_named(pair.before, node) for node in union.branches} for union in pair.b.unions]
    names_a = [{_named(pair.after, node) for node in union.branches} for union in pair.a.unions]
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
    partners = []
    for _, _, _, index_b, index_a in ranked:
        if index_b not in taken_b and index_a not in taken_a:
            taken_b.add(index_b)
            taken_a.add(index_a)
            partners.append((pair.b.unions[index_b], pair.a.unions[index_a]))
    return partners


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


def _best(side: Side, node: Node, other: Side, union: Union) -> int | None:
    ranked = [(_likeness(side, node, other, branch), -index) for index, branch in enumerate(union.branches)]
    likeness, negated = max(ranked)
    return -negated if likeness >= _ALIKE else None


def _likeness(before: Side, node_b: Node, after: Side, node_a: Node) -> float:
    b, a = before.view(node_b), after.view(node_a)
    bonus = _SAME_NAME if b.name and b.name == a.name else 0.0
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


def _stem(union: Union) -> str:
    return "any-of" if union.keyword == "anyOf" else "one-of"


def _named(side: Side, node: Node) -> str:
    """Return what to call an alternative: its component, its title, else its type."""
    view = side.view(node)
    return view.name or (
        shown_types(view) if not view.properties else f"object of {', '.join(sorted(view.properties))}"
    )


def _shown(side: Side, union: Union) -> str:
    return ", ".join(_named(side, node) for node in union.branches)


def compare_discriminators(pair: Pair, matched: dict[str, str]) -> None:
    """Record how discriminators differ; `matched` is what `compare_unions` returned."""
    b, a = pair.b, pair.a
    if b.discriminator is None and a.discriminator is None:
        return
    if b.discriminator is None:
        pair.emit("discriminator-added", "discriminator", None, a.discriminator)
        return
    if a.discriminator is None:
        pair.emit("discriminator-removed", "discriminator", b.discriminator, None)
        return
    if b.discriminator != a.discriminator:
        pair.emit("discriminator-property-name-changed", "discriminator", b.discriminator, a.discriminator)
    for value in sorted(b.mapping.keys() | a.mapping.keys()):
        if value not in a.mapping:
            pair.emit("discriminator-mapping-deleted", "discriminator", value, None)
        elif value not in b.mapping:
            pair.emit("discriminator-mapping-added", "discriminator", None, value)
        else:
            before, after = pair.before.follow(b.mapping[value]), pair.after.follow(a.mapping[value])
            if before != after and matched.get(before) != after:
                pair.emit("discriminator-mapping-changed", "discriminator", value, a.mapping[value])
    for before, after in sorted(matched.items()):  # without a mapping, the name of the component is the value
        name, renamed = before.rpartition("/")[2], after.rpartition("/")[2]
        is_mapped = before in b.mapping.values() or after in a.mapping.values()
        if name != renamed and not is_mapped and all(place.startswith("/components/") for place in (before, after)):
            pair.emit("discriminator-mapping-changed", "discriminator", name, renamed)
