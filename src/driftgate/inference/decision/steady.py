"""
Steady promises: what is learned of some bodies must hold for the others too, or it is not promised.

Records of one page are alike, and a hundred of them show no more than one page does. Therefore bodies are left out in
turn, what the others teach of a place is decided anew, and a keyword that a body left out breaks is taken back there.

Source:
    Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions", J. Royal Stat. Soc. B 36 (1974).
"""

from __future__ import annotations

from collections import Counter
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from driftgate.encoded import FORMATS
from driftgate.inference.decision.decide import schema_of
from driftgate.inference.decision.decision import MANY
from driftgate.inference.decision.instances import Ways
from driftgate.inference.seen.node import Node
from driftgate.schema import translate, types_of
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from driftgate.inference.decision.decision import Decision, Setting
    from driftgate.inference.seen.learned import Sampled

FOLDS = 8
LEAST_REQUESTS = 8
"""Different requests from which on all answers to one are left out together: a resource asked for again is no news."""
MOST_VALUES = 3000
_TOGETHER = (
    ("enum",),
    ("pattern", "minLength", "maxLength", "x-id-prefix", "x-date-dialect"),
    ("format", "pattern", "minLength", "maxLength"),
    ("minLength", "maxLength"),
    ("minimum",),
    ("maximum",),
    ("multipleOf",),
    ("minItems", "maxItems"),
)
"""Keywords by the one that a value breaks: those that fall with it."""
_FALLS = {each[0]: each for each in _TOGETHER} | {"maxLength": ("minLength", "maxLength"), "maxItems": ("maxItems",)}
_SHORT = frozenset({"enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf", "minItems"})
"""What is taken back where fewer than `MANY` bodies have a value; formats and id prefixes are believed, as of examples."""


NEVER_EMPTY = 600
"""Bodies from which on it tells something that no list of one or more was ever empty: see `SETTLED` of rulings."""
TWO = 2
"""Items that every list has at least, where one of none would be news: from a single one it is but a step to none."""


class _Seen(NamedTuple):
    schema: dict[str, Any]
    name: str
    is_item: bool
    is_single: bool  # stands in no list itself: one a body
    is_asked_for: bool  # stands so in what a query answers
    values: list[tuple[int, Any]]
    counts: Counter[int]

    @property
    def bodies(self) -> Counter[int]:
        """Return how many values other than null each body has, of those that have any."""
        return +self.counts

    @property
    def is_crowded(self) -> bool:
        """Whether bodies have several values each, so that these are not evidence each."""
        return self.counts.total() >= 2 * len(self.bodies) > 0


def keep_steady(
    samples: Iterable[tuple[Any, list[Sampled], bool]], setting: Setting, follow: Callable[[dict[str, Any]], Any]
) -> None:
    """
    Take back, in the schemas of `setting`, what bodies left out break, and say so in their decisions.

    Args:
        samples: Schema of each answer, bodies of it, and whether it answers a query rather than has one record.
    """
    everything = _values(samples, setting, follow).values()
    seen = [each for each in everything if _asserted(each.schema)]
    fallen: dict[int, set[tuple[str, str]]] = {}
    for fold in range(FOLDS):
        taught = {index: _taught(each, fold, setting) for index, each in enumerate(seen)}
        judge = _Judge({index: schema for index, schema in taught.items() if schema is not None}, setting)
        for index, each in enumerate(seen):
            for turn, value in each.values:
                if turn % FOLDS == fold:
                    fallen.setdefault(index, set()).update(judge.broken(index, value))
    for index, each in enumerate(seen):
        decision = setting.decisions[id(each.schema)]
        for part in _parts(each.schema):
            kind = next(iter(types_of(part)), "")
            keywords = {keyword for of, keyword in fallen.get(index, ()) if of == kind}
            gone = [key for keyword in sorted(keywords) for key in _FALLS[keyword] if part.pop(key, None) is not None]
            if gone:
                decision.refused += (f"{', '.join(gone)}: bodies that it was not learned from break it",)
            if len(each.bodies) < MANY and each.is_crowded:
                few = [key for key in sorted(_SHORT & part.keys()) if "x-id-prefix" not in part]
                for key in few:
                    del part[key]
                if few:
                    decision.refused += (f"{', '.join(few)}: only {len(each.bodies)} bodies have a value",)
            if reason := _may_be_empty(each, part, decision):
                del part["minItems"]
                decision.refused += (f"minItems: {reason}",)
    for each in everything:
        told = each.schema.get("x-inferred", {})
        if told.get("from") == "recordings" and each.is_crowded:
            told["support"] = max(1, told["support"] * len(each.bodies) // each.bodies.total())


def _values(
    samples: Iterable[tuple[Any, list[Sampled], bool]], setting: Setting, follow: Callable[[dict[str, Any]], Any]
) -> dict[int, _Seen]:
    found: dict[int, _Seen] = {}
    serial = 0
    ways = Ways(follow)
    for schema, bodies, is_query in samples:
        requests = {tuple(sorted(seen.parameters.items())): None for seen in bodies}
        units = {request: serial + number for number, request in enumerate(requests)}
        for number, seen in enumerate(bodies):
            body = turn = serial + number
            if len(units) >= LEAST_REQUESTS:
                turn = units[tuple(sorted(seen.parameters.items()))]
            for path, value, schemas in ways.values(seen.body, schema):
                for each in schemas:
                    if id(each) in setting.decisions and "$ref" not in each:
                        place = found.get(id(each))
                        if place is None:
                            name = next((token for token in reversed(path) if isinstance(token, str)), "")
                            is_item = bool(path) and isinstance(path[-1], int)
                            is_single = not any(isinstance(token, int) for token in path)
                            place = found[id(each)] = _Seen(
                                each, name, is_item, is_single, is_single and is_query, [], Counter()
                            )
                        place.counts[body] += value is not None
                        if not isinstance(value, (dict, bool, NoneType)) and len(place.values) < MOST_VALUES:
                            place.values.append((turn, value))
        serial += len(bodies)
    return found


def _parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in schema.get("anyOf", [schema]) if "$ref" not in part]


def _asserted(schema: dict[str, Any]) -> bool:
    return schema.get("x-inferred", {}).get("from") == "recordings" and any(
        _FALLS.keys() & part.keys() or "x-id-prefix" in part for part in _parts(schema)
    )


def _may_be_empty(seen: _Seen, part: dict[str, Any], decision: Decision) -> str:
    """Return why nothing speaks against an empty list where none was; empty where something does."""
    node = decision.node
    if part.get("minItems") != 1 or node is None or node.size is None:
        return ""
    is_of_records = not seen.name or (node.item is not None and node.item.objects > 0)
    if seen.is_asked_for and is_of_records:
        return "it is what was asked for, and the next may ask for what is not there"
    bodies = len(seen.bodies) * node.recorded // max(1, seen.bodies.total())
    if seen.is_single and is_of_records and node.size[0] < TWO and bodies < NEVER_EMPTY:
        return f"the shortest list of {bodies} bodies has one item"
    return ""


def _taught(seen: _Seen, fold: int, setting: Setting) -> dict[str, Any] | None:
    """Return the schema that the values of all bodies but those of a fold teach; None where there are none."""
    node = Node()
    for turn, value in seen.values:
        if turn % FOLDS != fold:
            node.observe([0] * len(value) if isinstance(value, list) else value)
    if not node.count:
        return None
    node.settle().recorded = node.count
    if node.item is not None:
        node.item.recorded = node.item.count
    return schema_of(node, seen.name, setting, _no_object, stands_as="item" if seen.is_item else "field")


def _no_object(_: Any, __: str) -> dict[str, Any]:
    return {}


class _Judge:
    """Tells which keywords values break, of many schemas of single places."""

    def __init__(self, schemas: dict[int, dict[str, Any]], setting: Setting) -> None:
        parts = {f"{index}-{kind}": part for index, schema in schemas.items() for kind, part in _by_type(schema)}
        tree = {"openapi": "3.0.3" if setting.is_3_0 else "3.1.0", "components": {"schemas": parts}}
        translated = translate(
            tree, is_3_0=setting.is_3_0, direction="response", strict=True, glossary=setting.glossary
        )
        self._schemas = translated.tree["components"]["schemas"]
        self._validators: dict[str, Any] = {}

    def broken(self, index: int, value: Any) -> set[tuple[str, str]]:
        kind = json_type(value)
        name = f"{index}-{'number' if kind == 'integer' and f'{index}-integer' not in self._schemas else kind}"
        if name not in self._schemas:
            return set()
        validator = self._validators.get(name)
        if validator is None:
            validator = self._validators[name] = jsonschema_rs.Draft202012Validator(
                self._schemas[name], formats=dict(FORMATS), validate_formats=True, offline=True
            )
        if validator.is_valid(value):
            return set()
        return {
            (name.partition("-")[2], error.kind.name)
            for error in validator.iter_errors(value)
            if not error.instance_path and error.kind.name in _FALLS
        }


def _by_type(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in _parts(schema):
        for kind in types_of(part):
            yield kind, part
