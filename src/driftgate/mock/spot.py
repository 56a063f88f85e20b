"""A spot: one value in a body that an edit may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import ANY_INDEX, resolve
from driftgate.schema import follow, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from driftgate.contract import Contract

_NOTHING = object()


class Spot:
    """
    One value, where it hangs, and what the contract says about it.

    Args:
        holder: The object or array that holds it; the body itself hangs in a list of one.
        key: Its name or index there.
        item: What decides whether this spot is hit: the record it is in, None where it is in none.
    """

    __slots__ = ("contract", "holder", "item", "key", "rng", "schema_pointer", "wanted")

    def __init__(self, holder: Any, key: Any, item: Any) -> None:
        self.holder = holder
        self.key = key
        self.item = item
        self.contract: Contract | None = None
        self.schema_pointer: str | None = None
        self.wanted: str | None = None
        self.rng: Random | None = None

    @property
    def value(self) -> Any:
        return self.holder[self.key]

    @property
    def is_there(self) -> bool:
        return self.key in self.holder if isinstance(self.holder, dict) else True

    @property
    def in_object(self) -> bool:
        return isinstance(self.holder, dict)

    @property
    def node(self) -> dict[str, Any]:
        """What the effective document says here, references followed; empty where it says nothing."""
        if self.contract is None or self.schema_pointer is None:
            return {}
        tree = self.contract.translation().tree
        node = follow(tree, node_at(tree, self.schema_pointer))
        return node if isinstance(node, dict) else {}

    @property
    def original(self) -> dict[str, Any]:
        """As `node`, in the words of OpenAPI."""
        if self.contract is None or self.schema_pointer is None:
            return {}
        node = follow(self.contract.tree, resolve(self.contract.tree, self.schema_pointer))
        return node if isinstance(node, dict) else {}

    def put(self, value: Any) -> bool:
        """Write another value; tell whether it is another."""
        before = self.value
        if type(before) is type(value) and before == value:
            return False
        self.holder[self.key] = value
        return True


def spots(body: list[Any], tokens: Sequence[str], *, may_be_absent: bool = False) -> list[Spot]:
    """
    Return the spots that a pointer's tokens lead to; `body` is the body in a list of one.

    Args:
        body: See there.
        tokens: `*` stands for each index.
        may_be_absent: Also a property that is not there, of an object that is.
    """
    return list(_walk(body, 0, tokens, None, may_be_absent=may_be_absent))


def _walk(holder: Any, key: Any, tokens: Sequence[str], item: Any, *, may_be_absent: bool) -> Iterator[Spot]:
    if not tokens:
        yield Spot(holder, key, item)
        return
    value, token, rest = holder[key], tokens[0], tokens[1:]
    if isinstance(value, list):
        if token == ANY_INDEX:
            for index, part in enumerate(value):
                yield from _walk(value, index, rest, part, may_be_absent=may_be_absent)
        elif token.isdecimal() and int(token) < len(value):
            yield from _walk(value, int(token), rest, item, may_be_absent=may_be_absent)
    elif isinstance(value, dict) and (token in value or (may_be_absent and not rest)):
        yield from _walk(value, token, rest, item, may_be_absent=may_be_absent)
