"""How two readings differ in their alternatives (`oneOf`, `anyOf`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.revision.change import Direction
from driftgate.revision.fingerprint import identity
from driftgate.revision.matching import best, match, named, partners
from driftgate.revision.values import ANY_TYPE, compare_null, same_values

if TYPE_CHECKING:
    from driftgate.revision.pair import Pair
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, Union, View


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
        if not _offers_any_object(pair.after, pair.a):
            return False
    union, *others = pair.a.unions
    survivor, rest = pair.b, None if others else _beyond(pair.b, pair.after, union)
    if rest is None and not others and pair.b.plain_union is not None:
        compare_null(pair, pair.b.nullable, _admits_null(pair.a, pair.after, union))
        _compare_alternatives(pair, pair.b.plain_union, union)
        return True
    if rest is None:
        index_of_best = best(pair.before, pair.key.before, pair.after, union)
        if index_of_best is None or others:
            pair.emit_choice("wrapped-in-one-of", None, union, None, _shown(pair.after, union))
            return True
        pair.descend(pair.key.before, union.branches[index_of_best], "", same_scope=True, is_null_told=True)
        rest = [node for index, node in enumerate(union.branches) if index != index_of_best]
        survivor = pair.after.view(union.branches[index_of_best])
    if pair.b.types is not None:
        compare_null(pair, pair.b.nullable, _admits_null(pair.a, pair.after, union))
    if _is_provable(pair.direction, union, survivor, [pair.after.view(node) for node in rest]):
        for node in rest:
            pair.emit_choice(f"{_stem(union)}-added", None, union, None, named(pair.after, node))
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
        if not _offers_any_object(pair.before, pair.b):
            return False
    union, *others = pair.b.unions
    survivor, rest = pair.a, None if others else _beyond(pair.a, pair.before, union)
    if rest is None and not others and pair.a.plain_union is not None:
        compare_null(pair, _admits_null(pair.b, pair.before, union), pair.a.nullable)
        _compare_alternatives(pair, union, pair.a.plain_union)
        return True
    if rest is None:
        index_of_best = best(pair.after, pair.key.after, pair.before, union)
        if index_of_best is None or others:
            pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
            return True
        pair.descend(union.branches[index_of_best], pair.key.after, "", same_scope=True, is_null_told=True)
        rest = [node for index, node in enumerate(union.branches) if index != index_of_best]
        survivor = pair.before.view(union.branches[index_of_best])
    if pair.a.types is not None:
        compare_null(pair, _admits_null(pair.b, pair.before, union), pair.a.nullable)
    if _is_provable(pair.direction, union, survivor, [pair.before.view(node) for node in rest]):
        for node in rest:
            pair.emit_choice(f"{_stem(union)}-removed", union, None, named(pair.before, node), None)
    else:
        pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
    return True


def _offers_any_object(side: Side, view: View) -> bool:
    """Tell whether an object of any kind is one of the alternatives."""
    choices = [side.view(node) for union in view.unions for node in union.branches]
    return any(choice.types is not None and not choice.unions and not _has_content(choice) for choice in choices)


def _admits_null(view: View, side: Side, union: Union) -> bool:
    return view.nullable or any(side.view(node).nullable for node in union.branches)


def _beyond(plain: View, side: Side, union: Union) -> list[Node] | None:
    """
    Return the alternatives beyond those that together admit what a plain list of types or values does.

    A choice between plain types reads as a list of types until an alternative that says more stands beside them.
    None where the schema says more than types and values, or some of these have no alternative.
    """
    if not _is_plain(plain) or (plain.enum is None and len(plain.types or ()) < 2):
        return None
    rest: list[Node] = []
    types: set[str] = set()
    values: set[str] = set()
    for node in union.branches:
        view = side.view(node)
        is_same_sort = _is_plain(view) and (view.enum is None) == (plain.enum is None)
        if is_same_sort and view.types and view.types <= (plain.types or view.types):
            types |= view.types
            values |= (view.enum or {}).keys()
        else:
            rest.append(node)
    is_whole = types == set(plain.types or ()) if plain.enum is None else values == plain.enum.keys()
    return rest if is_whole else None


def _is_plain(view: View) -> bool:
    """Tell whether a schema says nothing but types, listed values and null."""
    return bool(view.types) and view.lower is None and view.upper is None and not (
        view.properties or view.patterns or view.sizes or view.nested or view.items or view.required
        or view.additional != "open" or view.pattern_properties or view.format or view.opaque or view.unions
        or view.prefix_items or view.unique or view.multiple_of or view.is_never or view.id_prefix
        or view.date_dialect or view.dependent_schemas or view.dependent_required or view.content_media_type
        or view.content_encoding
    )  # fmt: skip


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
    paired = partners(pair)
    for union, other in paired:
        matched |= _compare_alternatives(pair, union, other)
    for union in _without(pair.b.unions, [one for one, _ in paired]):
        pair.emit_choice("unwrapped-from-one-of", union, None, _shown(pair.before, union), None)
    for union in _without(pair.a.unions, [other for _, other in paired]):
        pair.emit_choice("wrapped-in-one-of", None, union, None, _shown(pair.after, union))
    return matched


def _compare_alternatives(pair: Pair, union: Union, other: Union) -> dict[str, str]:
    """Record how two choices differ; return the matched pairs as `compare_unions` does."""
    matched: dict[str, str] = {}
    if union.keyword != other.keyword:
        verb = "one-of-became-any-of" if other.keyword == "anyOf" else "any-of-became-one-of"
        pair.emit_choice(verb, union, other, union.keyword, other.keyword)
    for before, after in match(pair.before, union.branches, pair.after, other.branches):
        if before is None and after is not None:
            pair.emit_choice(f"{_stem(other)}-added", union, other, None, named(pair.after, after))
        elif after is None and before is not None:
            pair.emit_choice(f"{_stem(union)}-removed", union, other, named(pair.before, before), None)
        elif before is not None and after is not None:
            pair.descend(before, after, "", same_scope=True)
            matched[identity(pair.before, before[0])] = identity(pair.after, after[0])
    return matched


def _without(unions: tuple[Union, ...], taken: list[Union]) -> list[Union]:
    return [union for union in unions if not any(union is other for other in taken)]


def _stem(union: Union) -> str:
    return "any-of" if union.keyword == "anyOf" else "one-of"


def _shown(side: Side, union: Union) -> str:
    return ", ".join(named(side, node) for node in union.branches)


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
            before, after = identity(pair.before, b.mapping[value]), identity(pair.after, a.mapping[value])
            if before != after and matched.get(before) != after:
                pair.emit("discriminator-mapping-changed", "discriminator", value, a.mapping[value])
    for before, after in sorted(matched.items()):  # without a mapping, the name of the component is the value
        name, renamed = before.rpartition("/")[2], after.rpartition("/")[2]
        is_mapped = before in b.mapping.values() or after in a.mapping.values()
        if name != renamed and not is_mapped and _is_component(before) and _is_component(after):
            pair.emit("discriminator-mapping-changed", "discriminator", name, renamed)


def _is_component(pointer: str) -> bool:
    return pointer.startswith("/components/schemas/") and pointer.count("/") == 3
