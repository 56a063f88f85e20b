"""Validations: rules between fields, found wherever a schema carries them, asked about every value it describes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, SeenIn
from driftgate.validation import Validations, unusable_validations, validations_of


def validations(schema: Any, *, parameters: Any = (), **schemas: Any) -> Validations:
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/t": {
                "get": {
                    "parameters": list(parameters),
                    "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
                }
            }
        },
        "components": {"schemas": schemas},
    }
    contract = Contract(parse_document(json.dumps(tree).encode(), name="t.json"))
    return Validations(contract, contract.promise(contract.operations[0], 200, "application/json"))


def broken(made: Validations, body: Any, query: str = "") -> list[tuple[str, str, int]]:
    exchange = Exchange(Request("GET", f"https://a.example.com/t{query}", Headers()), None, SeenIn("a.har", 0))
    found = [(each.validation.expression.text, each.pointer, each.records) for each in made.broken(body, exchange)]
    assert not (found and made.hold_everywhere(body))
    return sorted(found)


def ruled(*rules: str, **schema: Any) -> dict[str, Any]:
    return {"x-validations": [{"rule": rule} for rule in rules], **schema}


def test_there_are_none_where_no_schema_carries_any():
    assert not validations({"type": "object", "properties": {"a": {"type": "integer"}}})
    assert not validations({"type": "object", "x-validations": [{"rule": "self =>"}]})
    assert not validations({"type": "object", "x-validations": "self.a > 0"})


def test_finds_them_at_every_depth():
    made = validations({
        "type": "object",
        "properties": {
            "one": ruled("self.a > 0"),
            "list": {"type": "array", "items": {"properties": {"deep": ruled("self > 1")}}},
            "map": {"additionalProperties": ruled("size(self) < 3")},
        },
        "allOf": [ruled("has(self.one)")],
    })  # fmt: skip
    assert made
    body = {"one": {"a": 0}, "list": [{"deep": 1}, {"deep": 2}, {"deep": 0}], "map": {"x": "abc", "y": "ab"}}
    assert broken(made, body) == [
        ("self > 1", "/list/*/deep", 2), ("self.a > 0", "/one", 1), ("size(self) < 3", "/map/x", 1),
    ]  # fmt: skip
    assert broken(made, {"list": [], "map": {}}) == [("has(self.one)", "", 1)]


def test_a_message_is_the_rule_where_none_is_given():
    made = validations(ruled("self > 1"))
    exchange = Exchange(Request("GET", "/t", Headers()), None, SeenIn("a.har", 0))
    (found,) = made.broken(0, exchange)
    assert (found.validation.message, found.value) == ("`self > 1` does not hold", 0)


def test_shows_of_an_object_what_the_rule_looks_at():
    made = validations(ruled("self.a < self.b"))
    exchange = Exchange(Request("GET", "/t", Headers()), None, SeenIn("a.har", 0))
    assert made.broken({"a": 2, "b": 1, "secret": "x"}, exchange)[0].value == {"a": 2, "b": 1}


def test_a_property_of_several_parts_is_held_to_the_rules_of_all():
    part = {"properties": {"n": ruled("self > 0")}}
    other = {"properties": {"n": ruled("self < 9")}}
    made = validations({"allOf": [part, other]})
    assert broken(made, {"n": 10}) == [("self < 9", "/n", 1)]
    assert broken(made, {"n": 0}) == [("self > 0", "/n", 1)]


def test_only_the_branch_that_fits_is_asked():
    card = ruled("self.n > 0", type="object", required=["card"])
    bank = ruled("self.n > 100", type="object", required=["bank"])
    made = validations({"anyOf": [card, bank]})
    assert broken(made, {"card": 1, "n": 5}) == []
    assert broken(made, {"bank": 1, "n": 5}) == [("self.n > 100", "", 1)]


def test_reads_the_request_as_its_parameters_are_typed():
    listed = [{"name": "n", "in": "query", "schema": {"type": "integer"}}]
    made = validations(ruled("request.n == self.n && request.free == 'x'"), parameters=listed)
    assert broken(made, {"n": 5}, "?n=5&free=x") == []
    assert len(broken(made, {"n": 5}, "?n=6&free=x")) == 1
    assert broken(made, {"n": 5}) == []


def test_what_is_spelt_as_a_string_is_taken_for_what_it_means():
    schema = {"properties": {"on": {"type": "boolean"}, "n": {"type": "number"}, "t": {"type": "string"}}}
    made = validations(ruled("self.on && self.n > 1 && self.t != '5'", **schema))
    assert broken(made, {"on": "True", "n": "1.5", "t": "4"}) == []
    assert len(broken(made, {"on": "true", "n": "0.5", "t": "5"})) == 1
    assert broken(made, {"on": "perhaps", "n": 5, "t": "4"}) == []


def test_a_schema_in_a_circle_is_followed_and_ends():
    tree = ruled(
        "self.n > 0", type="object", properties={"n": {"type": "integer"}, "sub": {"$ref": "#/components/schemas/T"}}
    )
    made = validations({"$ref": "#/components/schemas/T"}, T=tree)
    assert broken(made, {"n": 1, "sub": {"n": 0, "sub": {"n": 0}}}) == [
        ("self.n > 0", "/sub", 1), ("self.n > 0", "/sub/sub", 1),
    ]  # fmt: skip
    assert not validations({"$ref": "#/components/schemas/L"}, L={"$ref": "#/components/schemas/L"})


def test_they_are_compiled_once():
    made = validations(ruled("self > 1"))
    assert made
    contract = Contract(parse_document(json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
        "paths": {"/t": {"get": {"responses": {"200": {"description": ""}}}}}}).encode(), name="t.json"))  # fmt: skip
    promise = contract.promise(contract.operations[0], 200, None)
    assert validations_of(contract, promise) is validations_of(contract, promise)


def test_names_what_judges_nothing():
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
        "A": ruled("self.a >", "self.b"), "B": {"items": {"x-validations": [5, {"message": "m"}]}}, "C": {"x-validations": 5},
        "D": {"example": ruled("self >")},
    }}}  # fmt: skip
    contract = Contract(parse_document(json.dumps(tree).encode(), name="t.json"))
    assert [(pointer, defect.split(":")[0]) for pointer, defect in unusable_validations(contract)] == [
        ("/components/schemas/A/x-validations/0/rule", "is no CEL"),
        ("/components/schemas/B/items/x-validations/0", "has no `rule`"),
        ("/components/schemas/B/items/x-validations/1", "has no `rule`"),
        ("/components/schemas/C/x-validations", "is no list"),
    ]


RULES = ["self.a <= self.b", "!self.f || self.a > 0", "self.t.startsWith('x')", "self.a * 1 >= 0"]
RECORDS = st.fixed_dictionaries({}, optional={
    "a": st.integers(-2, 2) | st.just("1"), "b": st.integers(-2, 2), "f": st.booleans() | st.just("true"),
    "t": st.sampled_from(["x", "xy", "y", None]),
})  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True), st.lists(RECORDS, max_size=5))
def test_a_list_is_judged_as_its_items_are_one_by_one(rules, records):
    item = ruled(*rules, properties={"a": {"type": "integer"}, "f": {"type": "boolean"}})
    whole = validations({"type": "array", "items": item})
    single = validations(item)
    counted: dict[str, int] = {}
    for each in records:
        for rule, _, _ in broken(single, each):
            counted[rule] = counted.get(rule, 0) + 1
    assert broken(whole, records) == sorted((rule, "/*", count) for rule, count in counted.items())


@pytest.mark.parametrize("body", [None, 5, "x", [], {}, [[]], {"list": {}}, {"one": []}])
def test_survives_bodies_of_any_shape(body):
    made = validations({"properties": {"one": ruled("self.a > 0"), "list": {"items": ruled("self.n > 0")}}})
    assert broken(made, body) == []
