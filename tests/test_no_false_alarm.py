"""
The law of the judge: what the declared schema accepts is no drift, and what it rejects is.

Schemas and bodies are drawn here, without the toolkit. The declared schema's verdict comes from a validator that is
compiled from the schema as written: no translation, no closing, no registry of ours. How many draws it refuses is counted.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge

PATTERNS = {"^[a-c]+$": "[a-c]{1,4}", r"^\d{2}$": r"[0-9]{2}", "^ID-": "ID-[a-z0-9]{1,5}"}
FORMATS = {
    "date": st.dates().map(str),
    "date-time": st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    "uuid": st.uuids().map(str),
    "ipv4": st.ip_addresses(v=4).map(str),
    "email": st.sampled_from(["a@example.com", "b.c@example.org"]),
}
NAMES = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]
STRANGERS = ["xx1", "yy2", "zz3"]
TEXT = st.text(alphabet="abcXYZ019 -_é\U0001f600", max_size=6)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-2, 2).map(lambda x: round(x, 2)) | TEXT
    | st.sampled_from(["true", "False", "12", "1.5", "null", "{}", "[1]", "ID-7", "02/05/2023", "2023-02-05"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES + STRANGERS), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@st.composite
def scalars(draw: Any) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(["string", "pattern", "format", "enum", "integer", "number", "boolean", "const", "null"])
    )
    if kind == "string":
        low = draw(st.integers(0, 2))
        return {"type": "string", "minLength": low, "maxLength": low + draw(st.integers(0, 4))}
    if kind == "pattern":
        return {"type": "string", "pattern": draw(st.sampled_from(sorted(PATTERNS)))}
    if kind == "format":
        return {"type": "string", "format": draw(st.sampled_from(sorted(FORMATS)))}
    if kind == "enum":
        return {"enum": draw(st.lists(st.sampled_from(["a", "b", "true", 1, 2.5, None, True]), min_size=1, max_size=3))}
    if kind == "integer":
        low = draw(st.integers(-3, 3))
        return {"type": "integer", "minimum": low, "maximum": low + draw(st.integers(0, 5))}
    if kind == "number":
        return {"type": "number", "exclusiveMinimum": draw(st.integers(-3, 3))}
    if kind == "const":
        return {"const": draw(st.sampled_from(["on", 5, False]))}
    return {"type": kind}


@st.composite
def schemas(draw: Any, depth: int = 3) -> dict[str, Any]:
    kind = draw(st.sampled_from(["scalar", "scalar", "object", "array", "map", "nullable", "either", "all", "bare"]))
    if depth == 0 or kind == "scalar":
        return draw(scalars())
    if kind == "object":
        return draw(objects(depth))
    if kind == "array":
        return {"type": "array", "items": draw(schemas(depth - 1)), "maxItems": draw(st.integers(0, 4))}
    if kind == "map":
        return {"type": "object", "additionalProperties": draw(schemas(depth - 1))}
    if kind == "nullable":
        return {"anyOf": [draw(schemas(depth - 1)), {"type": "null"}]}
    if kind == "either":
        return {"oneOf": [tagged(draw(objects(depth - 1)), "one"), tagged(draw(objects(depth - 1)), "two")]}
    if kind == "all":
        first, second = draw(objects(depth - 1, names=NAMES[:3])), draw(objects(depth - 1, names=NAMES[3:]))
        return {"allOf": [first, second]}
    return draw(st.sampled_from([{}, {"type": "object"}, {"type": "array"}, {"type": ["string", "integer"]}]))


@st.composite
def objects(draw: Any, depth: int, names: list[str] = NAMES) -> dict[str, Any]:
    properties = draw(st.dictionaries(st.sampled_from(names), schemas(max(depth - 1, 0)), max_size=3))
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if properties:
        schema["required"] = draw(st.lists(st.sampled_from(sorted(properties)), unique=True))
    openness = draw(st.sampled_from(["unsaid", "unsaid", "open", "closed"])) if names is NAMES else "unsaid"
    if openness != "unsaid":
        schema["additionalProperties"] = openness == "open"
    return schema


def tagged(schema: dict[str, Any], tag: str) -> dict[str, Any]:
    tagged_schema = copy.deepcopy(schema)
    tagged_schema["properties"]["tag"] = {"const": tag}
    tagged_schema["required"] = [*tagged_schema.get("required", []), "tag"]
    return tagged_schema


def bodies(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw bodies that a schema of ours most likely accepts."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return st.one_of([bodies(part) for part in schema[key]])
    if "allOf" in schema:
        return st.tuples(*map(bodies, schema["allOf"])).map(
            lambda parts: {k: v for part in parts for k, v in part.items()}
        )
    kind = schema.get("type")
    if kind == "object":
        return _object_bodies(schema)
    if kind == "array":
        return st.lists(bodies(schema.get("items", {})), max_size=min(schema.get("maxItems", 2), 3))
    if kind == "string" and "pattern" in schema:
        return st.from_regex(PATTERNS[schema["pattern"]], fullmatch=True)
    if kind == "string" and "format" in schema:
        return FORMATS[schema["format"]]
    if kind == "string":
        return st.text("abé\U0001f600 9", min_size=schema["minLength"], max_size=schema["maxLength"])
    if kind == "integer":
        return st.integers(schema["minimum"], schema["maximum"])
    if kind == "number":
        return st.integers(1, 4).map(lambda more: schema["exclusiveMinimum"] + more / 2)
    if kind == "boolean":
        return st.booleans()
    if kind == "null":
        return st.none()
    return TEXT | st.integers(-5, 5) if isinstance(kind, list) else ANYTHING


def _object_bodies(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties, required = schema.get("properties", {}), schema.get("required", [])
    extra = schema.get("additionalProperties")
    strangers = (
        st.just({}) if extra is False
        else st.dictionaries(st.sampled_from(STRANGERS), bodies(extra) if isinstance(extra, dict) else ANYTHING, max_size=2)
    )  # fmt: skip
    own = st.fixed_dictionaries(
        {name: bodies(properties[name]) for name in required},
        optional={name: bodies(part) for name, part in properties.items() if name not in required},
    )
    return st.tuples(own, strangers, st.booleans()).map(
        lambda parts: {**parts[0], **parts[1]} if parts[2] else parts[0]
    )


class Judged:
    """One schema, judged by the toolkit and by the validator of its declaration."""

    def __init__(self, schema: dict[str, Any]) -> None:
        tree = {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                "/t": {
                    "get": {
                        "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
                    }
                }
            },
        }
        self.declared = jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
        contract = Contract(parse_document(json.dumps(tree).encode(), name="t.json"))
        self.judge = Judge(contract, disabled=["sensitive-value-exposed", "error-in-success"])
        promise = contract.promise(contract.operations[0], 200, "application/json")
        self.strict = contract.validator(promise.schema_pointer or "")

    def told(self, body: Any) -> list[tuple[str, str]]:
        exchange = Exchange(
            Request("GET", "https://a.example.com/t", Headers()),
            Response(200, Headers([("content-type", "application/json")]), json.dumps(body)),
            SeenIn("a.har", 0),
        )
        return [(each.rule, each.severity.value) for each in self.judge.judge(exchange).sightings]

    def holds(self, body: Any) -> None:
        """Assert the law for one body."""
        told = self.told(body)
        if self.declared.is_valid(body):
            assert set(told) <= {("undocumented-property", "note")}
            assert bool(told) is not self.strict.is_valid(body)
        else:
            assert not self.strict.is_valid(body)
            assert any(severity != "note" for _, severity in told)


SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SETTINGS
@given(schemas(), st.data())
def test_bodies_of_the_declared_schema_yield_nothing_but_notes_of_what_is_not_listed(schema, data):
    judged = Judged(schema)
    for _ in range(3):
        body = data.draw(bodies(schema))
        if not judged.declared.is_valid(body):
            event("discarded: the declared schema refuses the draw")
            continue
        event("judged")
        judged.holds(body)


@SETTINGS
@given(schemas(), st.data())
def test_whatever_either_schema_rejects_yields_something(schema, data):
    judged = Judged(schema)
    for _ in range(3):
        body = data.draw(ANYTHING | bodies(schema).flatmap(broken))
        event("accepted" if judged.declared.is_valid(body) else "rejected")
        judged.holds(body)


def broken(body: Any) -> st.SearchStrategy[Any]:
    """Replace one value somewhere in a body by another one."""
    places: list[tuple[Any, ...]] = [()]
    stack: list[tuple[Any, tuple[Any, ...]]] = [(body, ())]
    while stack:
        node, path = stack.pop()
        for key in list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
            places.append((*path, key))
            stack.append((node[key], (*path, key)))

    def put(choice: tuple[tuple[Any, ...], Any]) -> Any:
        path, value = choice
        if not path:
            return value
        changed = copy.deepcopy(body)
        node = changed
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
        return changed

    return st.tuples(st.sampled_from(places), ANYTHING).map(put)


@SETTINGS
@given(schemas(), st.data())
def test_the_order_of_keys_does_not_matter(schema, data):
    judged = Judged(schema)
    body = data.draw(ANYTHING | bodies(schema).flatmap(broken))
    assert sorted(judged.told(_turned(body))) == sorted(judged.told(body))


def _turned(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _turned(value) for key, value in reversed(node.items())}
    return [_turned(each) for each in node] if isinstance(node, list) else node
