"""Decisions: what was decided at one place, and what all decisions about one document share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.seen.node import Node
    from driftgate.inference.shape.kinds import Mark
    from driftgate.inference.shape.likeness import Declared

MANY = 20
"""Recorded values from which on ranges, lengths and presence are worth stating."""


@dataclass(slots=True, kw_only=True)
class Decision:
    """
    What was decided at one place, and on what it rests.

    Args:
        schema: The keywords, `x-inferred` last.
        marks: Contradictions.
        refused: Alternatives and why they were not asserted, in words.
        sensitive: Whether values of this place may never be shown.
        node: What was seen; None for objects, of which their properties tell.
        because: What else than the values of this place decided, in words.
    """

    schema: dict[str, Any]
    marks: tuple[Mark, ...]
    refused: tuple[str, ...]
    sensitive: bool
    node: Node | None = None
    because: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Setting:
    """
    What all decisions about one document share.

    Args:
        glossary: Id prefix to resource.
        pool: What was seen under each name (without case and separators), anywhere in the document.
        declared: What the vendor declares under each such name: `integer`, `number`, …; only where all agree.
        decided: Date dialects that some value of this vendor can only be of.
        leaves_empty: Whether examples write the empty string wherever there is nothing to say.
        nullable: Names, likewise plain, that the vendor lets be null elsewhere.
        objects: What the vendor's own schemas declare, whatever it is called.
        structures: `array` or `object`, by name, where the vendor means one of them.
        alternatives: Types, by name, where the vendor declares several.
        prefixes: Id prefixes that the glossary or this vendor's ids prove.
        abbreviated: Id prefixes that are short for the field or resource that they name.
        told: Filled likewise: the kinds of all strings under a name.
        decisions: Filled as places are decided: by `id` of the schema, which the caller keeps alive.
    """

    is_3_0: bool
    glossary: Mapping[str, str]
    pool: Mapping[str, Node]
    declared: Mapping[str, Mapping[str, Any]]
    decided: frozenset[str]
    prefixes: frozenset[str]
    nullable: frozenset[str] = frozenset()
    leaves_empty: bool = False
    abbreviated: frozenset[str] = frozenset()
    objects: tuple[Declared, ...] = ()
    structures: Mapping[str, str] = field(default_factory=dict)
    alternatives: Mapping[str, frozenset[str]] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    told: dict[str, tuple[Any, ...]] = field(default_factory=dict)
