"""Two readings of one schema, and what was found to differ between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.revision.kinds import SCOPES

if TYPE_CHECKING:
    from driftgate.revision.change import Direction
    from driftgate.revision.side import Side
    from driftgate.revision.view import Node, Union


class PairKey(NamedTuple):
    """
    Two schemas in one role: what has been compared under this key need not be compared again.

    Args:
        scope: Of `SCOPES`.
        is_loose: Values travel as text (a query parameter), where any scalar also reads as a string.
        is_void: The place cannot be part of such a message.
        is_required: A parameter that is always sent, so that its default never speaks.
        is_null_told: Whether null came or went was told where the choice stands of which one side is an alternative.
    """

    before: Node
    after: Node
    scope: str
    is_loose: bool = False
    is_void: bool = False
    is_required: bool = False
    is_null_told: bool = False


class Found(NamedTuple):
    """A difference at one pair; `suffix` leads from the pair's place in the message to the difference's."""

    kind: str
    suffix: str
    before_pointer: str | None
    after_pointer: str | None
    before: Any
    after: Any
    inferred: bool
    is_void: bool


class Edge(NamedTuple):
    """A pair inside a pair, `suffix` further down in the message."""

    key: PairKey
    suffix: str


_INNER = {
    "request-body": "request-property",
    "response-body": "response-property",
    "request-parameter": "request-parameter-property",
    "response-header": "response-header-property",
}


class Pair:
    """A pair while it is compared: the two views, and what has been found so far."""

    def __init__(self, key: PairKey, before: Side, after: Side) -> None:
        self.key = key
        self.before, self.after = before, after
        self.b, self.a = before.view(key.before), after.view(key.after)
        self.direction: Direction = SCOPES[key.scope][0]
        self.found: list[Found] = []
        self.edges: list[Edge] = []

    def emit(
        self,
        stem: str,
        keyword: str,
        before: Any = None,
        after: Any = None,
        *,
        kind: str = "",
        suffix: str = "",
        after_keyword: str = "",
        is_void: bool = False,
        inferred: bool = False,
    ) -> None:
        """
        Record a difference of `keyword`, spelled `after_keyword` on the later side.

        The kind is scope and stem, or `kind` as it stands.
        """
        self.found.append(
            Found(
                kind=kind or f"{self.key.scope}-{stem}",
                suffix=suffix,
                before_pointer=self.b.where(keyword),
                after_pointer=self.a.where(after_keyword or keyword),
                before=before,
                after=after,
                inferred=inferred or self.b.inferred or self.a.inferred,
                is_void=is_void or self.key.is_void,
            )
        )

    def emit_place(
        self,
        kind: str,
        suffix: str,
        before_pointer: str | None,
        after_pointer: str | None,
        *,
        before: Any = None,
        after: Any = None,
        is_void: bool = False,
        inferred: bool = False,
    ) -> None:
        """Record a difference that stands at a place of its own, as an added property does."""
        self.found.append(
            Found(kind, suffix, before_pointer, after_pointer, before, after, inferred, is_void or self.key.is_void)
        )

    def emit_choice(
        self, stem: str, union: Union | None, other: Union | None, before: str | None, after: str | None
    ) -> None:
        """Record a difference of a `oneOf` or `anyOf`; a side without one stands for itself."""
        self.emit_place(
            f"{self.key.scope}-{stem}",
            "",
            union.pointer if union is not None else self.b.where(""),
            other.pointer if other is not None else self.a.where(""),
            before=before,
            after=after,
            inferred=self.b.inferred or self.a.inferred,
        )

    def descend(
        self,
        before: Node,
        after: Node,
        suffix: str,
        *,
        is_void: bool = False,
        same_scope: bool = False,
        is_null_told: bool = False,
    ) -> None:
        """Go on with what stands deeper."""
        scope = self.key.scope if same_scope else _INNER.get(self.key.scope, self.key.scope)
        is_required = self.key.is_required and same_scope
        key = PairKey(before, after, scope, self.key.is_loose, self.key.is_void or is_void, is_required, is_null_told)
        self.edges.append(Edge(key, suffix))
