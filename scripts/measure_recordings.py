"""
Measure what inference makes of recordings: alarms on clean exchanges, and single random edits noticed.

Of every world (`inference_worlds`) 50 exchanges are learned; 200 further ones are judged as they are, then each with one random
edit. An alarm is an error or a warning: of an inferred contract neither presence nor an unknown property is one.
"""

from __future__ import annotations

import copy
import json
import random
import string
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from inference_worlds import Answered, World

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.expression import Expression, Undecided
from driftgate.inference import LearnedBody, infer_overlay
from driftgate.overlay import parse_overlay
from driftgate.pointer import resolve

if TYPE_CHECKING:
    from inference_worlds import Answered, World

LEARNED = 50
JUDGED = 200
NOTES = {"required", "additionalProperties", "unevaluatedProperties"}


class Result(NamedTuple):
    """Of one world: alarms on clean exchanges, and edits by kind as (noticed, made); `why` names what raised alarms."""

    path: str
    clean: int
    alarms: int
    edits: dict[str, tuple[int, int]]
    why: Counter[str]
    missed: Counter[str]


def document_of(world: World) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for name, place in world.parameters.items()
    ]
    response = {"description": "Answer", "content": {"application/json": {"schema": {}}}}
    return {
        "openapi": "3.0.3", "info": {"title": "World", "version": "1"},
        "paths": {world.path: {"get": {"parameters": parameters, "responses": {"200": response}}}},
    }  # fmt: skip


class Judge:
    """Tells what an inferred contract has against a body, as its strict schema and its validations see it."""

    def __init__(self, document: dict[str, Any], overlay: dict[str, Any]) -> None:
        received = parse_document(json.dumps(document).encode(), name="world")
        self.contract = Contract(received, [parse_overlay(json.dumps(overlay), name="inferred")])
        operation = self.contract.operations[0]
        media_type = next(iter(operation.responses["200"].content.values()))
        assert media_type.schema_pointer is not None
        self.schema = resolve(self.contract.tree, media_type.schema_pointer)
        self.validator = self.contract.validator(media_type.schema_pointer)
        self.compiled: dict[str, Expression] = {}

    def alarms(self, answered: Answered) -> list[str]:
        found = [
            f"{error.kind.name} {'/'.join('*' if isinstance(token, int) else token for token in error.instance_path)}"
            for error in self.validator.iter_errors(answered.body)
            if error.kind.name not in NOTES
        ]
        self._walk(answered.body, self.schema, dict(answered.parameters), found)
        return found

    def _walk(self, value: Any, schema: Any, request: dict[str, Any], found: list[str]) -> None:
        schema = _follow(self.contract.tree, schema)
        if not isinstance(schema, dict):
            return
        broken = (each for each in schema.get("x-validations", ()) if not self._holds(each["rule"], value, request))
        found.extend(f"x-validations: {each['message']}" for each in broken)
        for part in (*schema.get("allOf", ()), *schema.get("anyOf", ())):
            self._walk(value, part, request, found)
        if isinstance(value, dict):
            for key, part in value.items():
                self._walk(
                    part, (schema.get("properties") or {}).get(key, schema.get("additionalProperties")), request, found
                )
        elif isinstance(value, list):
            for part in value:
                self._walk(part, schema.get("items"), request, found)

    def _holds(self, rule: str, value: Any, request: dict[str, Any]) -> bool:
        if rule not in self.compiled:
            self.compiled[rule] = Expression(rule)
        try:
            return self.compiled[rule].holds(value, request)
        except Undecided:
            return True


def _follow(tree: Any, schema: Any) -> Any:
    while isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        schema = resolve(tree, schema["$ref"][1:])
    return schema


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where an edit can be made: every scalar that is not null, and every array."""
    found = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += places(part, (*path, key))
    elif isinstance(value, list):
        if value:
            found.append(path)
        for index, part in enumerate(value):
            found += places(part, (*path, index))
    elif value is not None:
        found.append(path)
    return found


_LETTERS = string.ascii_letters + string.digits + " -_./:@"


def edited(value: Any, r: random.Random) -> tuple[str, Any]:
    """Return a kind of edit and the value after it; the value differs."""
    for _ in range(50):
        kind, after = _edit(value, r)
        if json.dumps(after) != json.dumps(value):
            return kind, after
    return "none", value


def _edit(value: Any, r: random.Random) -> tuple[str, Any]:
    if isinstance(value, bool):
        return "boolean flipped", not value
    if isinstance(value, (int, float)):
        if r.random() < 0.5:
            return "number moved by one", value + r.choice([1, -1])
        return "number replaced", r.randrange(-(10**6), 10**6) if isinstance(value, int) else r.uniform(-(10**6), 10**6)
    if isinstance(value, str):
        kind = r.choice(["string replaced", "character inserted", "character deleted", "character changed"])
        place = r.randrange(len(value)) if value else 0
        letter = r.choice(_LETTERS)
        if kind == "string replaced":
            return kind, "".join(r.choice(_LETTERS) for _ in range(r.randint(1, 20)))
        if kind == "character inserted":
            return kind, value[:place] + letter + value[place:]
        if not value:
            return "string replaced", "".join(r.choice(_LETTERS) for _ in range(8))
        if kind == "character deleted":
            return kind, value[:place] + value[place + 1 :]
        return kind, value[:place] + letter + value[place + 1 :]
    kind = r.choice(["array emptied", "array shortened", "array reordered"])
    if kind == "array emptied":
        return kind, []
    if kind == "array shortened":
        return kind, value[:-1]
    return kind, r.sample(value, len(value))


def changed(body: Any, r: random.Random) -> tuple[str, Any, str]:
    body = copy.deepcopy(body)
    candidates = places(body)
    if not candidates:
        return "none", body, ""
    place = r.choice(candidates)
    holder = body
    for token in place[:-1]:
        holder = holder[token]
    if not place:
        kind, body = edited(body, r)
        return kind, body, "/"
    kind, holder[place[-1]] = edited(holder[place[-1]], r)
    return kind, body, "/".join("*" if isinstance(token, int) else token for token in place)


def measure_world(world: World, seed: int) -> Result:
    r = random.Random(seed)  # noqa: S311 -- draws bodies, keeps no secret
    answer = world.begin(r)
    learned = [
        LearnedBody(f"GET {world.path}", "200", "application/json", each.body, each.parameters)
        for each in (answer() for _ in range(LEARNED))
    ]
    document = document_of(world)
    overlay = infer_overlay(document, exchanges=learned, title="measured", source_name="world").overlay
    assert overlay is not None
    judge = Judge(document, overlay)
    why: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    alarms = 0
    edits: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for _ in range(JUDGED):
        each = answer()
        found = judge.alarms(each)
        alarms += bool(found)
        why.update(set(found))
        kind, body, place = changed(each.body, r)
        if kind == "none" or found:
            continue
        edits[kind] += 1
        if judge.alarms(each._replace(body=body)):
            noticed[kind] += 1
        else:
            missed[f"{kind} {place}"] += 1
    return Result(
        world.path, JUDGED, alarms, {kind: (noticed[kind], made) for kind, made in sorted(edits.items())}, why, missed
    )
