"""Where the validations of a schema stand, as a graph over values: what to validate, and where to look for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.errors import ContractError
from driftgate.expression import Expression
from driftgate.pointer import escape, resolve
from driftgate.schema import kinds_of, unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jsonschema_rs

    from driftgate.contract import Contract

MAX_NODES = 20_000
"""Schemas looked at for one kind of answer."""


class Validation(NamedTuple):
    """
    One entry of an `x-validations`.

    Args:
        pointer: Of the entry, in the effective document.
        schema_pointer: Of the schema it stands at.
        support: Recorded bodies that show a rule which inference wrote; 0 where it does not say.
    """

    expression: Expression
    message: str
    pointer: str
    schema_pointer: str
    support: int = 0


class Node:
    """
    What has to be validated of a value, and where in it to look for more.

    Args:
        rules: Of the value itself.
        parts: By property.
        items, others: Of the items of a list; of properties that `parts` and `kinds` do not name.
        alternatives: What more holds where the value conforms to a schema (None: always).
        kinds: By property, the types promised.
    """

    __slots__ = ("alternatives", "items", "kinds", "others", "parts", "rules")

    def __init__(self) -> None:
        self.rules: list[Validation] = []
        self.parts: dict[str, Node] = {}
        self.items: Node | None = None
        self.others: Node | None = None
        self.alternatives: list[tuple[jsonschema_rs.Draft202012Validator | None, Node]] = []
        self.kinds: dict[str, frozenset[str]] = {}

    def children(self) -> Iterator[Node]:
        yield from self.parts.values()
        yield from (each for each in (self.items, self.others) if each is not None)
        yield from (each for _, each in self.alternatives)


class Compiler:
    """
    Makes the graph of one schema.

    Args:
        told_elsewhere: A rule, without blanks, that is left out because another one judges it.
    """

    def __init__(self, contract: Contract, told_elsewhere: str | None) -> None:
        self._contract = contract
        self._tree = contract.tree
        self._told_elsewhere = told_elsewhere
        self._nodes: dict[str, Node] = {}
        self.found: list[Validation] = []

    def node(self, pointer: str) -> Node:
        """Return the node of the schema at a pointer; a schema that refers to itself gives a node that does."""
        known = self._nodes.get(pointer)
        if known is None:
            known = self._nodes[pointer] = Node()
            if len(self._nodes) <= MAX_NODES:
                self._fill(known, pointer, set())
        return known

    def _fill(self, node: Node, pointer: str, seen: set[str]) -> None:
        schema = resolve(self._tree, pointer)
        if not isinstance(schema, dict) or pointer in seen:
            return
        seen.add(pointer)
        target = schema.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            self._fill(node, unescape_uri(target[1:]), seen)
        node.rules.extend(self._validations(schema, pointer))
        for index in range(len(schema["allOf"]) if isinstance(schema.get("allOf"), list) else 0):
            self._fill(node, f"{pointer}/allOf/{index}", seen)
        for key in ("anyOf", "oneOf"):
            for index in range(len(schema[key]) if isinstance(schema.get(key), list) else 0):
                self._alternative(node, f"{pointer}/{key}/{index}")
        properties = schema.get("properties")
        for name, part in properties.items() if isinstance(properties, dict) else ():
            child = self.node(f"{pointer}/properties/{escape(name)}")
            if name not in node.parts:
                node.parts[name] = child
            elif child is not node.parts[name]:
                node.alternatives.append((None, _holder(name, child)))
            node.kinds[name] = kinds_of(self._tree, part)
        for key, attribute in (("items", "items"), ("additionalProperties", "others")):
            if isinstance(schema.get(key), dict) and getattr(node, attribute) is None:
                setattr(node, attribute, self.node(f"{pointer}/{key}"))

    def _alternative(self, node: Node, pointer: str) -> None:
        try:
            validator = self._contract.validator(pointer, strict=False)
        except ContractError:
            return
        node.alternatives.append((validator, self.node(pointer)))

    def _validations(self, schema: Mapping[str, Any], pointer: str) -> Iterator[Validation]:
        listed = schema.get("x-validations")
        for index, raw in enumerate(listed if isinstance(listed, list) else ()):
            text = raw.get("rule") if isinstance(raw, dict) else None
            if not isinstance(text, str) or "".join(text.split()) == self._told_elsewhere:
                continue
            try:
                expression = Expression(text)
            except ContractError:
                continue
            message, support = raw.get("message"), raw.get("support")
            found = Validation(
                expression,
                message if isinstance(message, str) and message else f"`{text}` does not hold",
                f"{pointer}/x-validations/{index}",
                pointer,
                support if isinstance(support, int) else 0,
            )
            self.found.append(found)
            yield found

    def live(self) -> set[Node]:
        """Return the nodes from which a validation can be reached, and cut all others off."""
        every: set[Node] = set()
        stack = list(self._nodes.values())
        while stack:
            node = stack.pop()
            if node not in every:
                every.add(node)
                stack.extend(node.children())
        live = {node for node in every if node.rules}
        grown = True
        while grown:
            more = {node for node in every - live if any(child in live for child in node.children())}
            grown = bool(more)
            live |= more
        for node in live:
            node.parts = {name: child for name, child in node.parts.items() if child in live}
            node.alternatives = [(validator, child) for validator, child in node.alternatives if child in live]
            node.items = node.items if node.items in live else None
            node.others = node.others if node.others in live else None
        return live


def _holder(name: str, child: Node) -> Node:
    node = Node()
    node.parts[name] = child
    return node
