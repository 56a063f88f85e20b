"""What drifted before is looked for first, and nothing is said otherwise for it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.foresight import MAX_MISSES, RARELY
from driftgate.judge import Judge

HOST = "https://api.example.com"
LEAF = "/components/schemas/Leaf"
LEAVES: dict[str, Any] = {
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0},
    "ratio": {"type": "number", "maximum": 5},
    "kind": {"enum": ["a", "b"]},
    "id": {"type": "string", "pattern": "^ID-", "maxLength": 8},
    "day": {"type": "string", "format": "date"},
    "maybe": {"type": ["string", "null"], "minLength": 1},
    "either": {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^x", "minLength": 2}]},
    "both": {"allOf": [{"$ref": "#/components/schemas/Leaf"}, {"minLength": 3}]},
    "never": False,
}
THING: dict[str, Any] = {"type": "object", "required": ["id"], "properties": LEAVES}
PART: dict[str, Any] = {"type": "object", "properties": {"flag": {"type": "boolean"}, "day": {"type": "string"}}}
SCHEMAS: dict[str, Any] = {
    "flat": THING,
    "listed": {"type": "object", "properties": {"things": {"type": "array", "items": THING}}},
    "texts": {"type": "object", "properties": {"things": {"type": "array", "items": {"type": "string"}}}},
    "composed": {"allOf": [THING, {"properties": {"more": THING}}]},
    "closed": {"allOf": [PART, {"properties": {"id": {"type": "string"}}}], "unevaluatedProperties": False},
    "half open": {"allOf": [PART, {"additionalProperties": True}], "unevaluatedProperties": False},
    "twice": {"allOf": [PART, {"properties": {"flag": {"enum": [True, "true"]}}}]},
    "map": {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": {"type": "integer"}},
    "patterned": {"type": "object", "properties": PART["properties"], "patternProperties": {"^f": {"enum": [True]}}},
    "unique": {"type": "object", "properties": {"things": {"type": "array", "uniqueItems": True, "items": THING}}},
    "counted": {"type": "object", "properties": {"things": {"contains": {"required": ["flag"]}, "items": THING}}},
    "first": {"type": "object", "properties": {"things": {"prefixItems": [{"type": "null"}], "items": THING}}},
    "chosen": {
        "properties": PART["properties"],
        "if": {"properties": {"flag": {"const": True}}},
        "then": {"required": ["day"]},
    },
    "any": {"anyOf": [THING, {"type": "object", "properties": {"flag": {"type": "string"}}}]},
    "not": {"properties": PART["properties"], "not": {"properties": {"day": {"const": "true"}}, "required": ["day"]}},
    "constant": {"properties": {"more": {"enum": [{"flag": True}], "properties": PART["properties"]}}},
    "dependent": {
        "properties": PART["properties"],
        "dependentSchemas": {"day": {"properties": {"flag": {"const": True}}}},
    },
    "odd": {"type": "object", "properties": {"01": {"type": "boolean"}, "": THING, "more": THING}},
    "tree": {"type": "object", "properties": {**PART["properties"], "more": {"$ref": "#/components/schemas/tree"}}},
}
VALUES: list[Any] = [
    None, True, False, 0, 1, -3, 2, 2.0, 2.5, 7, 10**18, "", "x", "xx", "a", "true", "2", "ID-1", "ID-123456789", "SID-1",
    "2026-01-01", "01/31/2026", "€" * 150, "***", [], {}, ["x"], {"": 1},
]  # fmt: skip
NAMES = [*LEAVES, "more", "things", "extra", "Flag", "01", ""]


def contract(version: str = "3.1.0") -> Contract:
    schemas = {**SCHEMAS, "Leaf": {"type": "string", "pattern": "^x"}}
    paths = {
        f"/{name.replace(' ', '-')}": {
            "get": {
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
                    }
                }
            }
        }
        for name in SCHEMAS
        if " " not in name
    }
    paths["/half-open"] = copy.deepcopy(paths["/flat"])
    paths["/half-open"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = SCHEMAS["half open"]
    schemas.pop("half open")
    tree = {"openapi": version, "info": {"title": "t", "version": "1"}, "paths": paths}
    tree["components"] = {"schemas": schemas}
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


CONTRACT = contract()
PLAIN = Judge(CONTRACT)


def exchange(name: str, body: Any) -> Exchange:
    request = Request("GET", f"{HOST}/{name.replace(' ', '-')}", Headers())
    headers = Headers([("content-type", "application/json")])
    return Exchange(request, Response(200, headers, json.dumps(body).encode()), SeenIn("a.har", 0))


def said(judge: Judge, name: str, body: Any) -> list[str]:
    return sorted(map(repr, judge.judge(exchange(name, body)).sightings))


def foresight_of(judge: Judge) -> Any:
    (plan,) = judge._plans.values()
    return plan.foresight


things = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=6)
bodies = st.builds(
    lambda own, listed, more: (
        own | ({"things": listed} if listed is not None else {}) | ({"more": more} if more else {})
    ),
    things,
    st.none() | st.lists(things | st.sampled_from(VALUES), max_size=4),
    st.none() | things,
)


@given(
    name=st.sampled_from(sorted(SCHEMAS)),
    few=st.lists(bodies, min_size=1, max_size=4),
    order=st.lists(st.integers(0, 3), min_size=4, max_size=16),
)
def test_a_judge_that_foresees_says_what_one_says_that_does_not(name, few, order):
    foreseeing = Judge(CONTRACT, foresees=True)
    for index in order:
        body = few[index % len(few)]
        assert said(foreseeing, name, body) == said(PLAIN, name, body)


@given(name=st.sampled_from(["flat", "listed", "composed", "closed", "tree"]), values=st.data())
def test_so_it_does_where_the_same_fields_drift_in_every_body(name, values):
    foreseeing = Judge(CONTRACT, foresees=True)
    drifting = values.draw(st.lists(st.sampled_from([each for each in LEAVES if each != "never"]), max_size=3))
    right = {"id": "ID-1", "flag": True, "count": 1, "day": "2026-01-01", "either": "xx", "both": "xyz", "kind": "a"}
    for _ in range(6):
        one = {**right, **{field: values.draw(st.sampled_from(VALUES)) for field in drifting}}
        body = {"things": [right, one, one]} if name == "listed" else one
        if name == "tree":
            body = {"more": {"more": one}}
        assert said(foreseeing, name, body) == said(PLAIN, name, body)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("flat", {"id": "ID-1", "flag": "true"}),
        ("listed", {"things": [{"id": "ID-1", "count": "2"}, {"id": "SID-1", "either": None}]}),
        ("texts", {"things": ["a", 1, "b", None]}),
        ("composed", {"id": "ID-1", "more": {"id": "ID-2", "flag": 5}}),
        ("closed", {"flag": "yes", "day": "x", "id": "y"}),
        ("tree", {"more": {"more": {"flag": 0}}}),
    ],
)
def test_what_drifted_is_foreseen_in_the_next_body(name, body):
    judge = Judge(CONTRACT, foresees=True)
    first = said(judge, name, body)
    assert first == said(PLAIN, name, body) != []
    foresight = foresight_of(judge)
    before = copy.deepcopy(body)
    best = foresight.best(body)
    assert best is not None
    assert len(best) == len(first)
    assert body == before


@pytest.mark.parametrize("name", ["unique", "counted", "first", "chosen", "any", "not", "dependent", "patterned"])
def test_nothing_is_foreseen_where_a_schema_looks_further_than_to_the_place(name):
    judge = Judge(CONTRACT, foresees=True)
    body = {"flag": "true", "day": 5, "things": [{"id": "ID-1", "flag": "true"}]}
    assert said(judge, name, body) != []
    assert foresight_of(judge).best(body) is None


def test_what_has_more_against_it_than_was_foreseen_is_left_to_the_validator():
    judge = Judge(CONTRACT, foresees=True)
    said(judge, "flat", {"id": "ID-1", "flag": "true"})
    assert foresight_of(judge).best({"id": "ID-1", "flag": "true", "count": -1}) is None
    assert foresight_of(judge).best({"flag": "true"}) is None


def test_where_little_is_foreseen_it_is_tried_rarely():
    judge = Judge(CONTRACT, foresees=True)
    usual, other = {"id": "ID-1", "flag": "true"}, {"id": "ID-1", "flag": "true", "extra": 1}
    said(judge, "flat", usual)
    foresight = foresight_of(judge)
    for _ in range(MAX_MISSES + 1):
        assert foresight.best(other) is None
    assert [foresight.best(usual) is None for _ in range(RARELY)].count(False) >= 1
    assert foresight.best(usual) is not None


class Overwhelmed:
    def is_valid(self, body: Any) -> bool:
        assert body["flag"] is not None
        raise ValueError


def test_a_body_is_as_it_was_where_the_validator_cannot_look_at_it():
    judge = Judge(CONTRACT, foresees=True)
    said(judge, "flat", {"id": "ID-1", "flag": "true"})
    body = {"id": "ID-1", "flag": "true"}
    foresight = foresight_of(judge)
    foresight._validator = Overwhelmed()
    with pytest.raises(ValueError):  # noqa: PT011 -- it is the validator's own
        foresight.best(body)
    assert body == {"id": "ID-1", "flag": "true"}


def test_a_body_too_deep_is_told_alike():
    judge = Judge(CONTRACT, foresees=True)
    assert said(judge, "tree", {"flag": "true"}) != []
    deep: dict[str, Any] = {}
    for _ in range(300):
        deep = {"more": deep}
    for body in ({"flag": "true", **deep}, {"flag": "true"}):
        assert said(judge, "tree", body) == said(PLAIN, "tree", body)
