"""What is written otherwise is no change, what promises otherwise is one, and the way back is its mirror."""

from __future__ import annotations

import copy
import importlib.util
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from driftgate.errors import DocumentError
from driftgate.revision import KINDS, Direction, Effect, compare

_SPEC = importlib.util.spec_from_file_location("rewriting", Path(__file__).with_name("rewriting.py"))
rewriting_module = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rewriting_module)
REWRITINGS, schema_places = rewriting_module.REWRITINGS, rewriting_module.schema_places

CORPUS = os.environ.get("DRIFTGATE_CORPUS")
BRIEF = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


RICH = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://a.example"}, {"url": "https://b.example/v1"}],
    "security": [{"key": []}, {"oauth": ["read"]}],
    "paths": {
        "/orders/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
                {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
            ],
            "get": {
                "operationId": "readOrder",
                "parameters": [{"name": "expand", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}],
                "responses": {
                    "200": {"description": "", "headers": {"X-Rate": {"schema": {"type": "integer"}}}, "content": {
                        "application/json": {"schema": ref("Order")}, "text/csv": {"schema": {"type": "string"}}}},
                    "4XX": {"description": "", "content": {"application/json": {"schema": ref("Error")}}},
                },
            },
            "put": {
                "operationId": "writeOrder",
                "security": [{"oauth": ["read", "write"]}],
                "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Order")}}},
                "responses": {"204": {"description": ""}, "default": {"description": "", "content": {
                    "application/json": {"schema": ref("Error")}}}},
            },
        },
        "/pay": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {
                    "type": "object",
                    "required": ["amount"],
                    "properties": {
                        "amount": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
                        "note": {"type": "string", "nullable": True, "maxLength": 99},
                        "kind": {"type": "string", "enum": ["card", "cash"]},
                        "fixed": {"type": "string", "enum": ["only"]},
                        "blob": {"type": "string", "format": "byte"},
                        "way": {"oneOf": [ref("Card"), ref("Bank")]},
                        "maybe": {"nullable": True, "allOf": [ref("Money")]},
                        "extra": {"type": "object", "additionalProperties": {"type": "integer"}},
                    },
                }}}},
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": {
                    "type": "object",
                    "properties": {
                        "items": {"type": "array", "items": ref("Money")},
                        "state": {"type": "string", "enum": ["a", "b"], "nullable": True},
                        "count": {"type": "integer"},
                        "tree": ref("Tree"),
                    },
                }}}}},
            },
        },
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "K"},
            "oauth": {"type": "oauth2", "flows": {}},
        },
        "schemas": {
            "Money": {"type": "object", "properties": {"cents": {"type": "integer"}, "unit": {"type": "string"}}},
            "Order": {"allOf": [ref("Money"), {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string"}, "lines": {"type": "array", "items": {"type": "string"}}}}]},
            "Error": {"type": "object", "properties": {"code": {"type": "integer"}, "text": {"type": "string"}}},
            "Card": {"type": "object", "properties": {"number": {"type": "string"}}},
            "Bank": {"type": "object", "properties": {"iban": {"type": "string"}, "bic": {"type": "string"}}},
            "Tree": {"type": "object", "properties": {"leaf": {"type": "string"}, "next": ref("Tree")}},
        },
    },
}  # fmt: skip


def rewritten(tree, rewritings, dice):
    tree = copy.deepcopy(tree)
    for rewriting in rewritings:
        tree = rewriting(tree, dice)
    return tree


@pytest.mark.parametrize("rewriting", REWRITINGS, ids=lambda rewriting: rewriting.__name__)
def test_each_rewriting_does_something_and_is_no_change(rewriting):
    done = [rewritten(RICH, [rewriting], random.Random(seed)) for seed in range(9)]
    assert any(str(tree) != str(RICH) for tree in done)
    for tree in done:
        assert compare(RICH, tree) == []
        assert compare(tree, RICH) == []


@BRIEF
@given(st.lists(st.sampled_from(REWRITINGS), min_size=2, max_size=6), st.integers(0, 2**32))
@example([rewriting_module.moved_into_components, rewriting_module.as_3_1, rewriting_module.wrapped_in_all_of], 504)
def test_rewritings_one_after_another_are_no_change(rewritings, seed):
    tree = rewritten(RICH, rewritings, random.Random(seed))
    assert compare(RICH, tree) == []
    assert compare(tree, RICH) == []


@BRIEF
@given(st.lists(st.sampled_from(REWRITINGS), min_size=1, max_size=4), st.integers(0, 2**32))
def test_a_rewriting_hides_no_change(rewritings, seed):
    changed = copy.deepcopy(RICH)
    changed["components"]["schemas"]["Money"]["properties"]["cents"] = {"type": "string"}
    there = {(change.kind, change.before, change.after) for change in compare(RICH, changed)}
    tree = rewritten(changed, rewritings, random.Random(seed))
    assert {(change.kind, change.before, change.after) for change in compare(RICH, tree)} == there


NARROWINGS = {
    "maxLength": (lambda said: said.get("type") == "string" and "enum" not in said, {"maxLength": 2}),
    "minLength": (lambda said: said.get("type") == "string" and "enum" not in said, {"minLength": 7}),
    "pattern": (lambda said: said.get("type") == "string" and "enum" not in said, {"pattern": "^x"}),
    "enum": (lambda said: said.get("type") in {"string", "integer"} and "enum" not in said, {"enum": []}),
    "minimum": (lambda said: said.get("type") in {"integer", "number"}, {"minimum": 5}),
    "multipleOf": (lambda said: said.get("type") == "integer", {"multipleOf": 3}),
    "maxItems": (lambda said: said.get("type") == "array", {"maxItems": 2}),
    "uniqueItems": (lambda said: said.get("type") == "array", {"uniqueItems": True}),
    "additionalProperties": (lambda said: "properties" in said, {"additionalProperties": False}),
    "minProperties": (lambda said: said.get("type") == "object", {"minProperties": 1}),
    "nullable": (lambda said: said.get("nullable") is True and "type" in said, {"nullable": False}),
    "integer": (lambda said: said.get("type") == "number", {"type": "integer"}),
}
REACHED = [index for index, (holder, key) in enumerate(schema_places(RICH)) if isinstance(holder[key], dict)]


def narrowed(name, index):
    """RICH with one schema narrower; None where the narrowing does not fit there."""
    fits, said = NARROWINGS[name]
    tree = copy.deepcopy(RICH)
    holder, key = schema_places(tree)[index]
    schema = holder[key]
    if "$ref" in schema or not fits(schema):
        return None
    if name == "enum":
        said = {"enum": ["a"] if schema["type"] == "string" else [1]}
    holder[key] = {**schema, **said}
    return tree


@pytest.mark.parametrize("name", NARROWINGS)
def test_what_narrows_is_called_narrower_everywhere_and_the_way_back_wider(name):
    tried = 0
    for index in REACHED:
        tree = narrowed(name, index)
        if tree is None:
            continue
        tried += 1
        there, back = compare(RICH, tree), compare(tree, RICH)
        assert {KINDS[change.kind].effect for change in there} == {Effect.NARROWS}, index
        assert {KINDS[change.kind].effect for change in back} == {Effect.WIDENS}, index
        assert {mirror for change in there for mirror in KINDS[change.kind].mirrors} >= {change.kind for change in back}
        assert len(there) == len(back)
        directions = {change.direction for change in there}
        worst = {str(KINDS[change.kind].severity) for change in there}
        assert ("error" in worst) == (Direction.REQUEST in directions)
    assert tried > 0


def corpus():
    folder = Path(CORPUS or "/nowhere")
    return [*sorted(folder.glob("diff/*/*/new.*")), *sorted(folder.glob("specs/nexmo*"))]


@pytest.mark.skipif(CORPUS is None, reason="DRIFTGATE_CORPUS names no corpus")
@pytest.mark.parametrize("seed", range(3))
def test_documents_of_others_may_be_rewritten_too(seed):
    from driftgate.document import load_document

    dice = random.Random(seed)
    for path in corpus():
        try:
            tree = load_document(path).tree
        except DocumentError:
            continue
        rewritings = dice.sample(REWRITINGS, 4)
        again = rewritten(tree, rewritings, dice)
        assert compare(tree, again) == [], (path, rewritings)
        assert compare(again, tree) == [], (path, rewritings)
