"""Nullables: which fields may be null although their own examples show a value, by what the vendor shows and says elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.inference.names.words import plain
from driftgate.inference.shape.declarations import declared_properties
from driftgate.schema import follow, types_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.seen.node import Shape
    from driftgate.inference.shape.shapes import Shapes

THIRD = 1 / 3
"""Share of a vendor's declarations of one name that let it be null, from which on an untyped field of that name may be."""
OFTEN = 0.1
"""Share of the values of one name that are null, from which on null is one of its values wherever it stands."""
DEEPEST = 8
"""References and compositions that are followed to learn whether a property takes null."""
_SAYS_NULL = re.compile(
    r"\b(?:(?:may|can|could|might|will) (?:also )?be (?:`|\"|')?null\b|(?:is|be|are|returns?|returned as|set to) (?:`|\"|')?null\b"
    r"|(?:`|\"|')?null(?:`|\"|')? (?:if|when|unless|for|otherwise|until|in case|means)|or (?:`|\"|')?null\b|nullable)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:never|not|cannot|can't|won't) (?:be )?(?:`|\"|')?null|non-?null", re.IGNORECASE)


def nullable_names(tree: Mapping[str, Any], shapes: Shapes) -> frozenset[str]:
    """
    Return the names, without case and separators, that may be null anywhere.

    That is what a third of the vendor's own declarations of a name say, or its prose, or examples at two places or more
    where a tenth of all values of the name are null.
    """
    declared: dict[str, Counter[bool]] = {}
    for name, schema in declared_properties(tree):
        declared.setdefault(plain(name), Counter())[may_be_null(tree, schema)] += 1
    found = {name for name, votes in declared.items() if votes[True] and votes[True] >= THIRD * votes.total()}
    seen: dict[str, Counter[str]] = {}
    for kind in shapes.kinds.values():
        for name, node in kind.shape.fields.items():
            if not node.recorded:
                counts = seen.setdefault(plain(name), Counter())
                counts.update(nulls=node.nulls, values=node.count, places=bool(node.nulls))
    found |= {
        name
        for name, counts in seen.items()
        if counts["places"] >= 2 and counts["nulls"] >= OFTEN * counts["values"] and not _is_denied(declared.get(name))
    }
    return frozenset(found)


FEW = 100
"""Recorded values below which a null that comes once in fifty may well not have come yet."""
NEIGHBOURS = 2


def rarely_seen(shape: Shape) -> frozenset[str]:
    """
    Return the fields of recorded objects that may be null although none was: absent now and then, seen less than a hundred
    times, beside two others that are null now and then.
    """
    nullable = [key for key, node in shape.fields.items() if node.recorded and 0 < node.nulls < node.count]
    if len(nullable) < NEIGHBOURS:
        return frozenset()
    return frozenset(
        key
        for key, node in shape.fields.items()
        if node.recorded and not node.nulls and node.count < min(FEW, shape.count)
    )


def says_null(text: Any) -> bool:
    """Tell whether a description lets its field be null: "null if not yet shipped", "may be null"."""
    return isinstance(text, str) and _SAYS_NULL.search(text) is not None and _DENIES.search(text) is None


def _is_denied(votes: Counter[bool] | None) -> bool:
    """Tell whether the vendor declares a name often, and never as nullable."""
    return votes is not None and votes[False] >= 3 and not votes[True]


def may_be_null(tree: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> bool:
    """Tell whether a property takes null by what it says, or by what it refers to or is made of."""
    if schema.get("nullable") is True or "null" in types_of(schema) or says_null(schema.get("description")):
        return True
    followed = follow(tree, schema)
    if not isinstance(followed, dict) or depth >= DEEPEST:
        return False
    if followed is not schema:
        return may_be_null(tree, followed, depth + 1)
    parts = {key: schema[key] if isinstance(schema.get(key), list) else [] for key in ("allOf", "anyOf", "oneOf")}
    told = {
        key: [may_be_null(tree, part, depth + 1) for part in each if isinstance(part, dict)]
        for key, each in parts.items()
    }
    if any(told["anyOf"]) or any(told["oneOf"]):
        return True
    return any(told["allOf"]) and "type" not in schema
