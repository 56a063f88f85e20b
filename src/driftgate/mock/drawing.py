"""One attempt at a body: down a schema, branch by branch, back where one leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.errors import DriftgateError
from driftgate.mock.choices import Choices
from driftgate.mock.objects import Part, extra_names, item_parts, property_names, property_parts
from driftgate.mock.scalar import Impossible, allowed_kinds, draw_number, draw_string, fits
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from driftgate.contract import Contract
    from driftgate.schema import Direction

MAX_DEPTH = 7
"""Optional properties deeper than this are left out."""
MAX_STEPS = 40_000
_COMPOSING = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    One way to try: with documented values or without, with all properties or the required ones.

    Args:
        exact: Give up where no branch of a `oneOf` can be told from the others.
        strict: Conform to the strict schema, not just to the declared one.
    """

    samples: bool
    optional: bool
    depth: int
    exact: bool = True
    strict: bool = True


class Drawing:
    """One attempt at one body."""

    def __init__(
        self,
        contract: Contract,
        direction: Direction,
        rng: Random,
        samples: Mapping[str, Sequence[Any]],
        plan: Plan,
        position: int | None,
        turns: str | None,
    ) -> None:
        self.contract = contract
        self.direction = direction
        self.tree = contract.translation(direction=direction, strict=plan.strict).tree
        self.rng = rng
        self.plan = plan
        self.position = position
        self.choices = Choices(contract, direction, rng, samples, position=position, turns=turns, strict=plan.strict)
        self.steps = 0
        self.open_references: list[str] = []

    def value(self, parts: Sequence[Part], place: str, depth: int) -> Any:
        """Return a value for the conjunction of `parts`."""
        self.steps += 1
        if self.steps > MAX_STEPS or depth > 40:
            raise Impossible("it is too large or too deep")
        opened = len(self.open_references)
        try:
            return self._conjunction(list(parts), place, depth)
        finally:
            del self.open_references[opened:]

    def _conjunction(self, queue: list[Part], place: str, depth: int) -> Any:
        plain: list[Part] = []
        while queue:
            node, pointer = queue.pop(0)
            if node is True or node == {}:
                plain.append(({}, pointer))
                continue
            if not isinstance(node, dict):
                raise Impossible("`false` is satisfied by nothing")
            if isinstance(node.get("$ref"), str):
                queue.insert(0, self._target(node["$ref"]))
                if rest := {key: value for key, value in node.items() if key != "$ref"}:
                    queue.insert(0, (rest, pointer))
                continue
            if "allOf" in node:
                queue[:0] = [(part, f"{pointer}/allOf/{index}") for index, part in enumerate(node["allOf"])]
                node = {key: value for key, value in node.items() if key != "allOf"}
                queue.insert(0, (node, pointer))
                continue
            for key in _COMPOSING:
                if key in node:
                    return self._choice(node, pointer, key, [*plain, *queue], place, depth)
            if "if" in node:
                return self._condition(node, pointer, [*plain, *queue], place, depth)
            plain.append((node, pointer))
        return self._plain(plain, place, depth)

    def _target(self, reference: str) -> Part:
        if not reference.startswith("#"):
            raise Impossible(f"{reference} lies outside the document")
        pointer = unescape_uri(reference[1:])
        if self.open_references.count(pointer) >= 2:
            raise Impossible(f"{reference} holds itself")
        node = resolve(self.tree, pointer)
        if node is MISSING:
            raise Impossible(f"{reference} leads nowhere")
        self.open_references.append(pointer)
        return node, pointer

    def _choice(self, node: dict[str, Any], pointer: str, key: str, others: list[Part], place: str, depth: int) -> Any:
        rest = {name: value for name, value in node.items() if name != key}
        branches = list(enumerate(node[key]))
        start = self.rng.randrange(len(branches))
        branches = branches[start:] + branches[:start]
        branches.sort(key=lambda each: isinstance(each[1], dict) and each[1].get("type") == "null")
        opened = len(self.open_references)
        reason: Impossible | None = None
        for index, branch in branches:
            del self.open_references[opened:]
            try:
                value = self._conjunction(
                    [*others, (rest, pointer), (branch, f"{pointer}/{key}/{index}")], place, depth
                )
            except Impossible as error:
                reason = error
                continue
            if self._holds(node, pointer, value):
                return value
        raise reason or Impossible(f"no branch of #{pointer}/{key} can be told from the others")

    def _condition(self, node: dict[str, Any], pointer: str, others: list[Part], place: str, depth: int) -> Any:
        rest = {name: value for name, value in node.items() if name not in {"if", "then", "else"}}
        met = [(node["if"], f"{pointer}/if"), (node.get("then", True), f"{pointer}/then")]
        failed = [(node.get("else", True), f"{pointer}/else")]
        reason = Impossible(f"neither branch of #{pointer}/if")
        for branch in (met, failed):
            try:
                value = self._conjunction([*others, (rest, pointer), *branch], place, depth)
            except Impossible as error:
                reason = error
                continue
            if self._holds(node, pointer, value):
                return value
        raise reason

    def _holds(self, node: dict[str, Any], pointer: str, value: Any) -> bool:
        original = resolve(self.tree, pointer)
        if (
            not self.plan.exact
            or original is MISSING
            or not isinstance(original, dict)
            or not node.keys() <= original.keys()
        ):
            return True
        try:
            validator = self.contract.validator(pointer, direction=self.direction, strict=self.plan.strict)
            return validator.is_valid(value)
        except DriftgateError:
            return True

    def _plain(self, parts: list[Part], place: str, depth: int) -> Any:
        nodes = [node for node, _ in parts]
        for node in nodes:
            if "const" in node:
                return node["const"]
        enums = [node["enum"] for node in nodes if "enum" in node]
        kinds = allowed_kinds(nodes)
        if enums:
            return self.choices.member(enums, kinds, place, prefer_documented=self.plan.samples)
        known = list(self.choices.documented(parts, place)) if self.plan.samples else []
        if not kinds and known:
            return self.rng.choice(known)
        kind = self._kind(kinds, known)
        if kind == "object":
            return self._object(parts, place, depth)
        if kind == "array":
            return self._array(parts, place, depth)
        if kind == "null":
            return None
        if kind == "boolean":
            return self.choices.spread([True, False], place) if self.position is not None or not known else known[0]
        if self.position is None and known:
            return self.rng.choice(known)
        if kind == "string":
            return draw_string(nodes, known, self.rng, position=self.position or 0, name=place)
        return draw_number(nodes, known, self.rng, whole=kind == "integer")

    def _kind(self, kinds: list[str], known: list[Any]) -> str:
        if self.plan.depth < MAX_DEPTH and "null" in kinds:
            return "null"
        solid = [kind for kind in kinds if kind != "null"]
        if not solid:
            return "null" if kinds else "object"
        for kind in solid:
            if any(fits(value, kind) for value in known):
                return kind
        return solid[0]

    def _array(self, parts: list[Part], place: str, depth: int) -> list[Any]:
        nodes = [node for node, _ in parts]
        least = max((node.get("minItems", 0) for node in nodes), default=0)
        most = min((node["maxItems"] for node in nodes if "maxItems" in node), default=None)
        if any("contains" in node for node in nodes):
            least = max(least, 1)
        wanted = max(least, 1) if depth <= self.plan.depth else least
        wanted = wanted if most is None else min(wanted, most)
        items: list[Any] = []
        for index in range(wanted):
            subs = item_parts(parts, index)
            if not subs and any(node.get("items") is False for node in nodes):
                break
            for _ in range(20):
                try:
                    item = self.value(subs or [({}, parts[0][1])], f"{place}/*", depth + 1)
                except Impossible:
                    if len(items) >= least:
                        return items
                    raise
                if item not in items or not any(node.get("uniqueItems") for node in nodes):
                    break
            items.append(item)
        return items

    def _object(self, parts: list[Part], place: str, depth: int) -> dict[str, Any]:
        nodes = [node for node, _ in parts]
        required = {name for node in nodes for name in node.get("required", ())}
        drawn: dict[str, Any] = {}
        for name in property_names(nodes, required):
            must = name in required
            if not must and (not self.plan.optional or depth > self.plan.depth):
                continue
            subs = property_parts(parts, name)
            if subs is None or (not must and self._is_hidden(subs)):
                if must:
                    raise Impossible(f"{name} is required and not allowed")
                continue
            try:
                drawn[name] = self.value(subs, f"{place}/{escape(name)}", depth + 1)
            except Impossible:
                if must:
                    raise
        least = max((node.get("minProperties", 0) for node in nodes), default=0)
        for name in extra_names(nodes, drawn, least, self.rng, generous=depth <= self.plan.depth):
            subs = property_parts(parts, name)
            if subs is None:
                break
            try:
                drawn[name] = self.value(subs, f"{place}/{escape(name)}", depth + 1)
            except Impossible:
                break
        return drawn

    def _is_hidden(self, subs: list[Part]) -> bool:
        hidden = "writeOnly" if self.direction == "response" else "readOnly"
        return any(
            isinstance(original := resolve(self.contract.tree, pointer), dict) and original.get(hidden) is True
            for _, pointer in subs
        )
