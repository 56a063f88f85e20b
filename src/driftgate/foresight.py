"""
Foresight: what has drifted in one body will have drifted in the next, and is looked for there first.

To list the errors of a body takes a validator seven times as long as to say that there are none, and most drift is the
same values at the same places in every answer. So a place where a value broke its schema is remembered, with a validator
of its own. In the next body the values at such places are judged by themselves, the wrong ones are replaced for a moment
by one that is right, and the whole is asked about once: if it is valid now, nothing else was wrong.

That tells the same as the errors would only where the schemas around a place look at it alone: references, `allOf`,
properties and items lead there, and nothing compares, counts or chooses by what stands below (`_ON_THE_WAY`). No other
place is remembered.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.errors import ContractError
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import jsonschema_rs

    from driftgate.classifier import Best, Classifier
    from driftgate.contract import Contract
    from driftgate.place import Path
    from driftgate.ruling import Outcome

MAX_PLACES = 64
"""Places remembered of one kind of answer."""
MAX_TRIES = 8
"""Bodies in which a value is looked for that is right at a place."""
MAX_VALUES = 2_000
"""Values remembered at one place."""
MAX_MISSES = 8
"""Bodies in a row that had more against them than was foreseen; from then on only every `RARELY`th is tried."""
RARELY = 32
_LONG = 100
_SCALARS = frozenset({str, bool, int, float, type(None)})
_EXACT = 1 << 53
"""Beyond it a number may come back from the validator as another one."""
_ON_THE_WAY = frozenset({
    "$comment", "$ref", "additionalProperties", "allOf", "default", "deprecated", "description", "discriminator", "example",
    "examples", "externalDocs", "items", "maxItems", "maxProperties", "minItems", "minProperties", "properties", "readOnly",
    "required", "title", "type", "unevaluatedProperties", "writeOnly", "xml",
})  # fmt: skip
_ODD_NAME = re.compile(r"\+?[0-9]*")
"""A key that the validator may name differently in its errors; see `violation.true_path`."""
_UNKNOWN = object()

Tokens = tuple[str | None, ...]
"""Keys on the way to a place, None for each index."""


class _Spot:
    """
    A place where values were wrong.

    Args:
        validator: Of a value there.
        stand_in: A value that is right there.
    """

    __slots__ = ("_known", "_others", "stand_in", "validator")

    def __init__(self, validator: jsonschema_rs.Draft202012Validator, stand_in: Any) -> None:
        self.validator = validator
        self.stand_in = stand_in
        self._known: dict[str, Outcome | None] = {}
        self._others: dict[tuple[type, Any], Outcome | None] = {}

    def outcome(self, value: Any, path: Path, root: str | None, classifier: Classifier) -> Any:
        """Return what the rules say of a value; None where it is right, `MISSING` where that cannot be told here."""
        kind = value.__class__
        known: Any = self._known
        key: Any = value
        if kind is not str:
            if kind not in _SCALARS or (kind is int and not -_EXACT < value < _EXACT):
                return MISSING
            known, key = self._others, (kind, value)
        found = known.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            if self.validator.is_valid(value):
                found = None
            else:
                found = classifier.outcome_at(path, self.validator.iter_errors(value), root=root)
                if found is None:
                    return MISSING
            if kind is not str or len(value) <= _LONG:
                if len(known) >= MAX_VALUES:
                    known.clear()
                known[key] = found
        return found


class _Step(NamedTuple):
    """A schema on the way to a place, with where it stands."""

    node: Any
    pointer: str


class Foresight:
    """
    The places where bodies of one kind had drifted.

    Args:
        validator: Of the bodies, strict.
        schema_pointer: Of their schema.
        examples: Documented bodies, in which a value may be found that is right.
        root: What the classifier is told of their schema.
    """

    def __init__(
        self,
        contract: Contract,
        classifier: Classifier,
        validator: jsonschema_rs.Draft202012Validator,
        schema_pointer: str,
        examples: Iterable[Any],
        *,
        root: str | None,
    ) -> None:
        self._contract = contract
        self._classifier = classifier
        self._validator = validator
        self._schema_pointer = schema_pointer
        self._root = root
        self._examples = tuple(examples)
        self._tries: dict[Tokens, int] = {}
        self._spots: dict[Tokens, list[tuple[str | None, _Spot]]] = {}
        self._misses = self._turns = 0

    def learn(self, best: Best, body: Any) -> None:
        """Remember the places that drifted in a body."""
        for path, (_, value) in best.items():
            tokens: Tokens = self._classifier.place(path, self._root)[1:]
            tries = self._tries.get(tokens, 0)
            if tries < MAX_TRIES and value.__class__ in _SCALARS and len(self._tries) < MAX_PLACES:
                spot = self._spot(tokens, body)
                self._tries[tokens] = MAX_TRIES if spot is not None else tries + 1
                if spot is not None:
                    self._spots.setdefault(tokens[:-1], []).append((tokens[-1], spot))

    def best(self, body: Any) -> Best | None:
        """
        Return what is wrong with a body, by place; None where the errors of the validator have to tell.

        Raises:
            ValueError: The validator cannot look at it.
        """
        if not self._spots:
            return None
        self._turns += 1
        if self._misses > MAX_MISSES and self._turns % RARELY:
            return None
        found: Best = {}
        held: list[tuple[Any, Any, Any]] = []
        try:
            if self._replaced(body, found, held) and self._validator.is_valid(body):
                self._misses = 0
                return found
        finally:
            for holder, key, value in held:
                holder[key] = value
        self._misses += 1
        return None

    def _replaced(self, body: Any, found: Best, held: list[tuple[Any, Any, Any]]) -> bool:
        """Put right, in the body, what is wrong at the places that are known; False where that cannot be done."""
        classifier = self._classifier
        for tokens, members in self._spots.items():
            for path, holder in _holders(body, tokens):
                for token, spot in members:
                    each: Iterable[tuple[Any, Any]]
                    if token is None:
                        each = enumerate(holder) if holder.__class__ is list else ()
                    elif holder.__class__ is dict and (value := holder.get(token, MISSING)) is not MISSING:
                        each = ((token, value),)
                    else:
                        continue
                    for key, value in each:
                        place = (*path, key)
                        outcome = spot.outcome(value, place, self._root, classifier)
                        if outcome is None:
                            continue
                        if outcome is MISSING:
                            return False
                        found[place] = (outcome, value)
                        held.append((holder, key, value))
                        holder[key] = spot.stand_in
        return True

    def _spot(self, tokens: Tokens, body: Any) -> _Spot | None:
        """Return a place with all it takes to foresee what is wrong there; None where its surroundings forbid it."""
        if not tokens:
            return None
        schema = self._schema(tokens)
        if schema is None:
            return None
        try:
            validator = self._contract.validator(schema.pointer)
        except ContractError:
            return None
        for candidate in self._candidates(schema.node, tokens, body):
            if candidate.__class__ in _SCALARS and validator.is_valid(candidate):
                return _Spot(validator, candidate)
        return None

    def _schema(self, tokens: Tokens) -> _Step | None:
        """Return the one schema of the values at a place, where nothing around it looks further than to it."""
        step = _Step(resolve(self._tree, self._schema_pointer), self._schema_pointer)
        for token in tokens:
            parts = list(self._parts(step))
            if any(_looks_below(part.node) for part in parts) or _forgets(parts):
                return None
            steps: dict[int, _Step] = {}
            for node, pointer in parts:
                if token is None:
                    below, key = node.get("items"), "items"
                else:
                    below = (node.get("properties") or {}).get(token)
                    key = f"properties/{escape(token)}"
                if below is not None:
                    steps[id(below)] = _Step(below, f"{pointer}/{key}")
            if len(steps) != 1 or (token is not None and _ODD_NAME.fullmatch(token)):
                return None
            step = next(iter(steps.values()))
            if not isinstance(step.node, dict):
                return None
        return step

    @property
    def _tree(self) -> Mapping[str, Any]:
        return self._contract.translation().tree

    def _parts(self, step: _Step) -> Iterator[_Step]:
        """Yield a schema, what it refers to and the parts of its `allOf`, each once."""
        stack, seen = [step], set()
        while stack:
            part = stack.pop()
            if not isinstance(part.node, dict) or id(part.node) in seen:
                continue
            seen.add(id(part.node))
            yield part
            target = part.node.get("$ref")
            if isinstance(target, str) and target.startswith("#"):
                pointer = unescape_uri(target[1:])
                stack.append(_Step(resolve(self._tree, pointer), pointer))
            composed = part.node.get("allOf")
            for index, each in enumerate(composed if isinstance(composed, list) else ()):
                stack.append(_Step(each, f"{part.pointer}/allOf/{index}"))

    def _candidates(self, schema: Any, tokens: Tokens, body: Any) -> Iterator[Any]:
        """Yield values that may be right at a place: of every type, of its schema, of documented bodies and of this one."""
        yield from (True, 0, 1, "", "a", "0", "A", None)
        for part, _ in self._parts(_Step(schema, "")):
            for keyword in ("const", "default", "example", "minimum", "maximum"):
                if keyword in part:
                    yield part[keyword]
            for keyword in ("enum", "examples"):
                listed = part.get(keyword)
                yield from islice(listed, 20) if isinstance(listed, list) else ()
        for one in (*self._examples, body):
            yield from (value for _, value in islice(_holders(one, tokens), 20))


def _looks_below(node: Any) -> bool:
    """Tell whether a schema says more of a value than its type, how many parts it has, and what each is by itself."""
    if any(key not in _ON_THE_WAY and not key.startswith("x-") for key in node):
        return True
    return not all(isinstance(node.get(key, False), bool) for key in ("additionalProperties", "unevaluatedProperties"))


def _forgets(parts: list[_Step]) -> bool:
    """Tell whether a part that fails may make properties unknown that no part lists."""
    is_closed = any(node.get("unevaluatedProperties") is False for node, _ in parts)
    return is_closed and any(
        True in (node.get("additionalProperties"), node.get("unevaluatedProperties")) for node, _ in parts
    )


def _holders(body: Any, tokens: Tokens) -> list[tuple[Path, Any]]:
    """Return every value that tokens lead to, with its path."""
    found: list[tuple[Path, Any]] = [((), body)]
    for token in tokens:
        if token is None:
            found = [
                ((*path, index), each)
                for path, node in found
                if node.__class__ is list
                for index, each in enumerate(node)
            ]
        else:
            found = [((*path, token), node[token]) for path, node in found if node.__class__ is dict and token in node]
    return found
