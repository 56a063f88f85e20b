"""JSON types: which one a field has when its values disagree. The value that can be a misspelling of the other loses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.inference.names.words import counts_things
from driftgate.vocabulary import is_integer_text, is_number_text, json_type, observed

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.inference.seen.node import Node

FEW = 10
"""Values of a type below which recordings are no better witness than examples."""


class Mark(NamedTuple):
    """
    One way in which evidence contradicts itself at a place.

    Args:
        kind: `string-typed-boolean`, `id-prefix-mismatch`, …
        observed, expected: From the closed vocabulary.
        settled: `spelling`, `evidence`, `glossary`, or `open` where a person must decide.
        loses: Whether a value is on the losing side.
    """

    kind: str
    observed: str
    expected: str
    settled: str
    loses: Callable[[Any], bool]


class Kinds(NamedTuple):
    """
    The types of a place.

    Args:
        types: JSON types, most telling first; empty where only nulls were seen; several for a union.
        nullable: Whether null was among the values.
        marks: Contradictions that were settled by spelling.
        dropped: Strings that do not count any more.
    """

    types: tuple[str, ...]
    nullable: bool
    marks: tuple[Mark, ...]
    dropped: frozenset[str]


def numbers_seen(node: Node) -> int:
    return node.count - node.nulls - node.trues - node.falses - node.strings - node.arrays - node.objects


def settle_kinds(node: Node, name: str, *, is_fractional: bool | None = None, is_item: bool = False) -> Kinds:
    """
    Return the types of a place.

    Args:
        node: What was seen there.
        name: Of the field, for whether its numbers count or measure.
        is_item: Whether these are items of arrays.
        is_fractional: What other fields of that name say: whether numbers there have fractions; None where they say nothing.
    """
    texts = node.texts.counts()
    numbers = numbers_seen(node)
    marks: list[Mark] = []
    dropped: set[str] = set()
    booleans = node.trues + node.falses

    def spelt(kind: str, expected: str, losing: list[str]) -> None:
        marks.extend(
            Mark(kind, seen, expected, "spelling", _is_spelling_of(frozenset(losing), seen))
            for seen in sorted({observed(text) for text in losing})
        )
        dropped.update(losing)

    others = booleans or numbers or node.arrays or node.objects
    nulls = [text for text in texts if text.lower() in {"null", "nil"}]
    if nulls and (others or node.nulls):
        spelt("string-typed-null", "null", nulls)
    rest = [text for text in texts if text not in dropped]
    if rest and booleans and not numbers and all(text.lower() in {"true", "false"} for text in rest):
        spelt("string-typed-boolean", "boolean", rest)
    elif rest and numbers and not booleans:
        amounts = [text for text in rest if text]
        padded = any(
            len(text.lstrip("-+")) > 1 and text.lstrip("-+").startswith("0") and is_integer_text(text)
            for text in amounts
        )
        if amounts and not padded and all(map(is_number_text, amounts)):
            spelt("string-typed-number", "integer" if _is_whole(node) else "number", amounts)
    rest = [text for text in texts if text not in dropped]
    if rest == [""] and (others or node.nulls):
        others_expected = (
            "another type" if not others else json_type(True) if booleans else "number" if numbers else "object"
        )
        if others and not _is_habit(node, texts.get("", 0)):
            marks.append(Mark("empty-string", "empty string", others_expected, "spelling", _is_empty))
            dropped.add("")
            rest = []
    types: list[str] = []
    if node.objects and node.shape is not None:
        types.append("object")
    if node.arrays:
        types.append("array")
    if booleans:
        types.append("boolean")
    if numbers:
        types.append("integer" if _is_integer(node, name, is_fractional=is_fractional) else "number")
    if node.strings and (rest or node.texts.overflowed):
        types.append("string")
    # NOTE: PHP writes an empty map as `[]`: an empty array among objects says nothing of arrays.
    if "object" in types and "array" in types and node.size == (0, 0) and not node.recorded:
        types.remove("array")
        marks.append(Mark("type-mismatch", "array", "object", "spelling", _is_empty_list))
    nullable = node.nulls > 0 or bool(nulls and dropped)
    # NOTE: an editor leaves an empty line in a list of objects written by hand; no API sends half a list of nothing.
    if is_item and node.nulls and not node.recorded and types == ["object"] and node.nulls <= node.objects:
        nullable = False
        marks.append(Mark("unexpected-null", "null", "object", "evidence", _is_null))
    return Kinds(tuple(types), nullable, tuple(marks), frozenset(dropped))


def _is_habit(node: Node, times: int) -> bool:
    """Tell whether recordings have a value so often that the API means it: an empty string where there is no object."""
    return node.recorded >= FEW and times >= max(2, node.recorded // 50)


def _is_spelling_of(losing: frozenset[str], seen: str) -> Callable[[Any], bool]:
    def loses(value: Any) -> bool:
        return isinstance(value, str) and value in losing and observed(value) == seen

    return loses


def _is_null(value: Any) -> bool:
    return value is None


def _is_empty_list(value: Any) -> bool:
    return isinstance(value, list) and not value


def _is_empty(value: Any) -> bool:
    return value == "" and isinstance(value, str)


def _is_whole(node: Node) -> bool:
    return not len(node.floats) or all(float(value).is_integer() for value in node.floats.counts())


def _is_integer(node: Node, name: str, *, is_fractional: bool | None) -> bool:
    if len(node.floats):
        return False
    if is_fractional is not None:
        return not is_fractional
    if len(node.ints) >= FEW:
        return True
    return counts_things(name) is not False
