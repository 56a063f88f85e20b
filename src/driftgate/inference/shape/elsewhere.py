"""Elsewhere: strings that spell a count, where other answers count under the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.inference.names.words import counts_things, plain
from driftgate.inference.shape.kinds import Kinds, Mark, numbers_seen
from driftgate.vocabulary import is_integer_text, is_number_text, observed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from driftgate.inference.seen.node import Node

MANY_THINGS = frozenset(
    {"id", "code", "value", "key", "number", "version", "name", "ref", "reference", "result", "data"}
)
"""Names that are numbers of one thing and texts of the next."""


def as_elsewhere(kinds: Kinds, node: Node, name: str, pooled: Node) -> Kinds:
    """
    Let a name that counts be the number that at least as many of its values are elsewhere: `"6"` beside 2 in another answer.

    Of booleans that is not so: one vendor writes `IsReconciled` as text in one object and as a boolean in the next, and means it.

    Args:
        kinds: What the values of the place itself say.
        pooled: All values under the name, anywhere in the examples.
    """
    texts = [text for text in node.texts.counts() if text]
    if kinds.types != ("string",) or not texts or "" in node.texts.counts() or plain(name) in MANY_THINGS:
        return kinds
    spelt = sum(count for text, count in pooled.texts.counts().items() if text)
    if counts_things(name) and all(map(_is_plain_number, texts)) and numbers_seen(pooled) >= max(1, spelt):
        is_whole = not len(pooled.floats) and all(map(is_integer_text, texts))
        return _spelt(kinds, texts, "integer" if is_whole else "number")
    return kinds


def _is_plain_number(text: str) -> bool:
    """Tell whether a text is a number as JSON writes it: `007` is a code."""
    bare = text.lstrip("-+")
    return is_number_text(text) and not (len(bare) > 1 and bare[0] == "0" and bare[1].isdigit())


def _spelt(kinds: Kinds, texts: list[str], kind: str) -> Kinds:
    marks = tuple(
        Mark("string-typed-number", seen, kind, "evidence", _is_text_seen(seen))
        for seen in sorted({observed(text) for text in texts})
    )
    return kinds._replace(types=(kind,), marks=(*kinds.marks, *marks), dropped=kinds.dropped | set(texts))


def _is_text_seen(seen: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and observed(value) == seen
