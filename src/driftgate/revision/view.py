"""What a schema says once references are followed, `allOf` is merged and both OpenAPI dialects read alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from driftgate.pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

ANNOTATIONS = frozenset({
    "title", "description", "example", "examples", "deprecated", "externalDocs", "xml", "$comment", "x-inferred",
})  # fmt: skip
"""Keywords that say nothing about which values there are."""

Node = tuple[str, ...]
"""A schema as the pointers of everything that applies at one place at once; empty where nothing restricts it."""

ANYTHING: Node = ()
STABILITY = ("draft", "alpha", "beta", "stable")
"""The values of `x-stability-level`, as oasdiff reads them; at the first two nothing is promised to stay."""


@dataclass(slots=True, kw_only=True)
class Union:
    """
    One `oneOf` or `anyOf` with two or more alternatives that are more than a type.

    Args:
        keyword: `oneOf` or `anyOf`.
        pointer: Of the keyword.
    """

    keyword: str
    pointer: str
    branches: tuple[Node, ...]


@dataclass(slots=True, kw_only=True)
class View:
    """
    The merged reading of a node. Built once a node; treat as read-only.

    Args:
        node: The pointers after references and `allOf` were followed.
        name: Of the component or the `title`; empty where it has neither.
        at: Keyword to the pointer of the part that says it.
        types: Without `null`; None where any type will do.
        enum: Canonical JSON text to value, without null; None where values are not listed.
        is_const: The one value is spelled `const`.
        lower, upper: Bounds as (value, is exclusive).
        sizes: The keywords that count (`minLength`, …) by name.
        additional: Of unlisted properties: `open`, `closed`, or the node they follow.
        nested: Keywords that hold one schema (`contains`, `then`, …).
        plain_union: The one choice between plain types or values that `types` and `enum` tell; None where there is none.
        stability: Of `STABILITY`, least first.
        validations: The rules of `x-validations`.
        opaque: References that lead out of the document.
        is_never: Nothing satisfies it.
    """

    node: Node
    name: str = ""
    at: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] | None = None
    nullable: bool = False
    enum: dict[str, Any] | None = None
    is_const: bool = False
    format: str | None = None
    patterns: tuple[str, ...] = ()
    lower: tuple[float, bool] | None = None
    upper: tuple[float, bool] | None = None
    sizes: dict[str, float] = field(default_factory=dict)
    multiple_of: float | None = None
    unique: bool = False
    properties: dict[str, Node] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    additional: str | Node = "open"
    items: Node = ANYTHING
    prefix_items: tuple[Node, ...] = ()
    unions: tuple[Union, ...] = ()
    plain_union: Union | None = None
    discriminator: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    default: Any = MISSING
    nested: dict[str, Node] = field(default_factory=dict)
    pattern_properties: dict[str, Node] = field(default_factory=dict)
    dependent_schemas: dict[str, Node] = field(default_factory=dict)
    dependent_required: dict[str, frozenset[str]] = field(default_factory=dict)
    content_media_type: str | None = None
    content_encoding: str | None = None
    id_prefix: str | None = None
    date_dialect: str | None = None
    extensible_enum: dict[str, Any] = field(default_factory=dict)
    sensitive: bool = False
    stability: str = "stable"
    validations: frozenset[str] = frozenset()
    inferred: bool = False
    opaque: frozenset[str] = frozenset()
    is_never: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether no part of it says anything but annotations and references."""
        return self.at.keys() <= ANNOTATIONS | {"$ref", "allOf"}

    def where(self, keyword: str) -> str | None:
        """Return the pointer of the part that says `keyword`, else of the schema."""
        return self.at.get(keyword) or (self.node[0] if self.node else None)
