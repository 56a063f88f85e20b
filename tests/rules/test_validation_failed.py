"""The rule `validation-failed` fires where a rule between fields does not hold, and where it cannot be judged never."""

from __future__ import annotations

import pytest

RULE = "validation-failed"


def validated(*rules, **properties):
    return {
        "type": "object",
        "properties": properties or {"a": {}, "b": {}},
        "x-validations": [{"rule": rule, "message": f"message {index}"} for index, rule in enumerate(rules)],
    }


def test_fires_with_the_rule_and_its_message(api):
    judge = api(validated("self.a <= self.b"))
    assert judge.found({"a": 2, "b": 1}) == [(RULE, "error", "", "not: self.a <= self.b", "self.a <= self.b")]
    (seen,) = judge.judged({"a": 2, "b": 1}).sightings
    assert (seen.message, seen.value) == ("message 0", {"a": 2, "b": 1})
    assert seen.document_pointer.endswith("/schema/x-validations/0")


def test_fires_once_for_all_records_and_counts_them(api):
    judge = api({"type": "array", "items": validated("!self.a || self.b == 'x'")})
    body = [{"a": True, "b": "x"}, {"a": True, "b": "y"}, {"a": False, "b": "y"}, {"a": True, "b": "z"}]
    (seen,) = judge.judged(body).sightings
    assert (seen.pointer, seen.records, seen.value) == ("/*", 2, {"a": True, "b": "y"})


def test_tells_two_rules_at_one_place_apart(api):
    assert [each[3] for each in api(validated("self.a", "self.b")).found({"a": False, "b": False})] == [
        "not: self.a", "not: self.b",
    ]  # fmt: skip


@pytest.mark.parametrize("body", [{}, {"a": 1}, {"a": "1", "b": 2}, {"a": None, "b": 2}, {"a": True, "b": 2}])
def test_silent_where_it_cannot_be_judged(api, body):
    assert api(validated("self.a <= self.b")).found(body) == []


def test_judges_what_a_misspelt_boolean_means(api):
    judge = api(validated("!self.a", a={"type": "boolean"}))
    assert judge.rules({"a": "true"}) == ["string-typed-boolean", RULE]
    assert judge.rules({"a": "false"}) == ["string-typed-boolean"]


def test_weighs_a_note_where_the_rule_is_only_inferred(api):
    inferred = validated("self.a <= self.b") | {"x-inferred": {"support": 2, "from": "examples"}}
    assert [each[:2] for each in api(inferred).found({"a": 2, "b": 1})] == [(RULE, "note")]
    (seen,) = api(inferred).judged({"a": 2, "b": 1}).sightings
    assert seen.message == "does not hold: message 0"


@pytest.mark.parametrize(
    ("source", "support", "severity"),
    [("recordings", 10, "warning"), ("recordings", 9, "note"), ("recordings", None, "note"), ("examples", 50, "note")],
)
def test_weighs_an_inferred_rule_by_the_bodies_that_show_it(api, source, support, severity):
    inferred = validated("self.a <= self.b") | {"x-inferred": {"support": 60, "from": source}}
    if support is not None:
        inferred["x-validations"][0]["support"] = support
    assert [each[:2] for each in api(inferred).found({"a": 2, "b": 1})] == [(RULE, severity)]


def test_reads_request_parameters_by_their_schemas(api):
    judge = api(
        validated("request.page == self.page", page={"type": "integer"}),
        parameters=[{"name": "page", "in": "query", "schema": {"type": "integer"}}],
    )
    assert judge.found({"page": 2}, query="?page=2") == []
    assert judge.rules({"page": 1}, query="?page=2") == [RULE]
    assert judge.found({"page": 1}) == []


def test_uses_the_engine_for_what_is_not_simple(api):
    judge = api({"type": "array", "items": validated("self.a.matches('^[0-9]+$')", a={"type": "string"})})
    assert judge.found([{"a": "1"}, {}]) == []
    assert [each[2] for each in judge.found([{"a": "1"}, {"a": "x"}])] == ["/*"]


def test_applies_below_references_and_in_the_branch_that_fits(api):
    card = validated("self.limit > 0", kind={"enum": ["card"]}, limit={"type": "integer"}) | {"required": ["kind"]}
    bank = validated("self.limit > 100", kind={"enum": ["bank"]}, limit={"type": "integer"}) | {"required": ["kind"]}
    schema = {"type": "object", "properties": {"way": {"oneOf": [card, {"$ref": "#/components/schemas/Bank"}]}}}
    judge = api(schema, components={"schemas": {"Bank": bank}})
    assert judge.found({"way": {"kind": "card", "limit": 1}}) == []
    assert [each[2] for each in judge.found({"way": {"kind": "bank", "limit": 1}})] == ["/way"]


def test_follows_a_schema_that_holds_itself(api):
    tree = validated(
        "self.n >= 0", n={"type": "integer"}, parts={"type": "array", "items": {"$ref": "#/components/schemas/T"}}
    )
    judge = api({"$ref": "#/components/schemas/T"}, components={"schemas": {"T": tree}})
    body = {"n": 1, "parts": [{"n": 2, "parts": [{"n": -1}]}]}
    assert [each[2] for each in judge.found(body)] == ["/parts/*/parts/*"]


def test_leaves_a_total_below_the_records_to_the_rule_on_counts(api):
    schema = validated(
        "self.Total >= size(self.Things)", Total={"type": "integer"}, Things={"type": "array", "items": {}}
    )
    paged = api(schema, **{"x-pagination": {"items": "/Things", "total": "/Total"}})
    body = {"Total": 0, "Things": [1]}
    assert paged.rules(body) == ["count-mismatch"]
    assert api(schema).rules(body) == [RULE]


def test_a_rule_that_is_no_cel_judges_nothing(api):
    assert api(validated("self.a =>> self.b")).found({"a": 2, "b": 1}) == []


def test_reads_path_parameters_by_their_schemas(api):
    judge = api(
        validated("request.id == self.a", a={"type": "integer"}),
        path="/things/{id}",
        parameters=[{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
    )
    assert judge.found({"a": 7}, url="https://api.example.com/things/7") == []
    assert judge.rules({"a": 8}, url="https://api.example.com/things/7") == [RULE]


def test_of_a_path_and_a_query_parameter_of_one_name_the_query_counts(api):
    judge = api(
        validated("request.id == self.a", a={"type": "string"}),
        path="/things/{id}",
        parameters=[
            {"name": "id", "in": "query", "schema": {"type": "string"}},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        ],
    )
    assert judge.found({"a": "b"}, url="https://api.example.com/things/a", query="?id=b") == []
    assert judge.found({"a": "a"}, url="https://api.example.com/things/a") == []
