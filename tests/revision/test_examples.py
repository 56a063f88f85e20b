"""Where the schema says nothing, the example is the contract."""

from __future__ import annotations

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.revision import severity_of
from driftgate.revision.run import describe
from driftgate.revision.source import Revision

GLOSSARY = {"TSUID": "subscriber", "SID": "schedule", "NID": "number", "TNID": "number"}


@pytest.fixture
def shown(operation_document):
    """A document of one operation whose answer (or request) is only an example."""

    def build(example, schema=None, *, place="response", **components):
        media = {"application/json": {"schema": schema or {"type": "object"}, "example": example}}
        operation = {"responses": {"200": {"description": "", "content": media if place == "response" else {}}}}
        if place == "request":
            operation["requestBody"] = {"content": media}
        return operation_document(operation, components={"x-id-prefixes": GLOSSARY, **components})

    return build


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": True}, {"a": "true"}, [("error", "response-example-type-changed", "/a")]),
        ({"a": True}, {"a": False}, []),
        ({"a": 1}, {"a": "1"}, [("error", "response-example-type-changed", "/a")]),
        ({"a": 1}, {"a": 1.5}, []),
        ({"a": "x"}, {"a": "true"}, []),
        ({"a": "TSUID-1"}, {"a": "SID-1"}, [("error", "response-example-id-prefix-changed", "/a")]),
        ({"a": "NID-1"}, {"a": "TNID-1"}, []),
        ({"a": "ORD-0123456789"}, {"a": "INV-0123456789"}, [("error", "response-example-id-prefix-changed", "/a")]),
        ({"a": "AB-123"}, {"a": "CD-456"}, []),
        ({"a": "02/25/2023"}, {"a": "2023-02-25"}, [("error", "response-example-date-dialect-changed", "/a")]),
        ({"a": "02/05/2023"}, {"a": "25/02/2023"}, []),
        ({"a": 1}, {"a": None}, [("warning", "response-example-became-null", "/a")]),
        ({"a": None}, {"a": 1}, [("note", "response-example-became-not-null", "/a")]),
        ({"a": 1}, {"a": 1, "b": {"c": 2}}, [("note", "response-example-property-added", "/b")]),
        ({"a": 1, "b": {"c": 2}}, {"a": 1}, [("warning", "response-example-property-removed", "/b")]),
        ({"a": [{"b": True}]}, {"a": [{"b": True}, {"b": "true"}]},
         [("error", "response-example-type-widened", "/a/*/b")]),
        ({"a": [{"b": True}, {"b": "true"}]}, {"a": [{"b": True}]},
         [("note", "response-example-type-narrowed", "/a/*/b")]),
        ({"a": [{"b": True}, {"b": "true"}]}, {"a": [{"b": "true"}]},
         [("error", "response-example-type-changed", "/a/*/b")]),
        ({"a": ["TSUID-1", "SID-1"]}, {"a": ["SID-1"]}, [("error", "response-example-id-prefix-narrowed", "/a/*")]),
        ({"a": ["Ann"]}, {"a": ["Bob", "Cy"]}, []),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"c": 2}]},
         [("warning", "response-example-property-became-optional", "/a/*/b"),
          ("note", "response-example-property-added", "/a/*/c")]),
        ({"a": [{"b": 1}, {}]}, {"a": [{"b": 1}]}, [("note", "response-example-property-became-required", "/a/*/b")]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 3}]}, []),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": []}, []),
    ],
)  # fmt: skip
def test_what_an_example_teaches_may_change_and_what_it_says_may_not(before, after, expected, shown, found):
    assert found(shown(before), shown(after)) == expected


def test_a_mended_example_is_told_quietly(shown, found):
    promised = {"type": "object", "properties": {"a": {"type": "array", "items": {"x-id-prefix": "TSUID"}}}}
    before, after = shown({"a": ["TSUID-1", "SID-1"]}, promised), shown({"a": ["TSUID-1"]}, promised)
    assert found(before, after) == [("note", "response-example-id-prefix-narrowed", "/a/*")]
    broken = shown({"a": ["SID-1"]}, promised)
    assert found(before, broken) == [("error", "response-example-id-prefix-changed", "/a/*")]


def test_where_the_schema_declares_the_place_the_example_only_illustrates(shown, found):
    declared = {"type": "object", "properties": {"a": {"type": "boolean"}}}
    assert found(shown({"a": True}, declared), shown({"a": "true"}, declared)) == [
        ("note", "response-example-type-changed", "/a")
    ]


def test_examples_of_requests_count_too(shown, found):
    before, after = shown({"a": 1}, place="request"), shown({"a": "1"}, place="request")
    assert found(before, after) == [("error", "request-example-type-changed", "/a")]


def test_an_example_that_comes_or_goes_teaches_nothing_about_the_difference(shown, operation_document, found):
    without = shown({"a": 1})
    del without["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]["example"]
    assert found(without, shown({"a": 1})) == []
    assert found(shown({"a": 1}), without) == []


def test_named_and_schema_examples_are_read(found, operation_document):
    def tree(value):
        media = {
            "application/json": {"schema": {"type": "object"}, "examples": {"x": {"$ref": "#/components/examples/X"}}}
        }
        return operation_document(
            {"responses": {"200": {"content": media}}}, components={"examples": {"X": {"value": {"a": value}}}}
        )

    def inside(value):
        return operation_document({"responses": {"200": {"content": {"application/json": {
            "schema": {"type": "object", "example": {"a": value}}}}}}})  # fmt: skip

    for build in (tree, inside):
        assert found(build(1), build("1")) == [("error", "response-example-type-changed", "/a")]


def contract(tree):
    import orjson

    return Contract(parse_document(orjson.dumps(tree), name="x.json"))


def test_both_sides_are_inferred_in_the_same_way_and_an_echo_is_told_once(shown):
    records = {"items": [{"id": "TSUID-0123456789abcdef", "on": True, "n": 3}] * 3}
    changed = {"items": [{"id": "TSUID-0123456789abcdef", "on": "true", "n": 3}] * 3}
    before, after = contract(shown(records)), contract(shown(changed))
    assert describe(Revision(before=before, after=before)) == []
    changes = describe(Revision(before=before, after=after))
    assert [(str(severity_of(change)), change.kind, change.pointer) for change in changes] == [
        ("error", "response-property-type-changed", "/items/*/on")
    ]
    assert changes[0].inferred


def test_of_what_is_only_inferred_just_type_and_id_prefix_keep_their_weight(found_in_body):
    def schema(**members):
        return {"type": "object", "properties": {"a": {"type": "string", "x-inferred": {"support": 2}, **members}}}

    assert found_in_body(schema(minLength=2), schema()) == []
    assert found_in_body(schema(pattern="^a"), schema(pattern="^b")) == []
    assert found_in_body(schema(enum=["a"]), schema(enum=["a", "b"])) == [
        ("note", "response-property-enum-value-added", "/a")
    ]
    assert found_in_body(schema(), schema(type="integer")) == [("error", "response-property-type-changed", "/a")]
    assert found_in_body(schema(**{"x-id-prefix": "SID"}), schema(**{"x-id-prefix": "TSUID"})) == [
        ("error", "response-property-id-prefix-changed", "/a")
    ]


RECORD = {
    "id": "TSUID-d7b34696-11e4", "account": "AID-ab12345-99", "on": True, "plan": "gold", "count": 3, "ratio": 0.5,
    "day": "02/25/2023", "at": "2025-12-04T22:09:41.56", "phone": "+4930123456", "mail": "ann@example.org", "gone": None,
    "name": "Ann Berg", "tags": ["a", "b"], "uuid": "0b4ef1a6-9d53-4c3b-8c77-2f6f7d9b1a10",
}  # fmt: skip
PAGE = {
    "items": [RECORD, {**RECORD, "id": "TSUID-0c0ffee0-22e4", "on": False, "plan": "silver"}],
    "total": 2,
    "page": 1,
}


def edited(**members):
    return {**PAGE, "items": [{**record, **members} for record in PAGE["items"]]}


def without(name):
    return {**PAGE, "items": [{key: value for key, value in record.items() if key != name} for record in PAGE["items"]]}


def told(before, after, shown):
    changes = describe(Revision(before=contract(shown(before)), after=contract(shown(after))))
    return [(str(severity_of(change)), change.kind, change.pointer) for change in changes]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (edited(id="SID-d7b34696-11e4"), [("error", "response-property-id-prefix-changed", "/items/*/id")]),
        (edited(on="true"), [("error", "response-property-type-changed", "/items/*/on")]),
        (edited(count="3"), [("error", "response-property-type-changed", "/items/*/count")]),
        (edited(day="2023-02-25"), [("error", "response-example-date-dialect-changed", "/items/*/day")]),
        (edited(at="04 Dec 2025 22:09:41 GMT"), [("error", "response-example-date-dialect-changed", "/items/*/at")]),
        (edited(name=None), [("warning", "response-example-became-null", "/items/*/name")]),
        (
            {**PAGE, "items": [RECORD, {**without("plan")["items"][1]}]},
            [("warning", "response-example-property-became-optional", "/items/*/plan")],
        ),
        ({**PAGE, "items": []}, []),
        ({**PAGE, "items": [RECORD]}, []),
        (without("plan"), [("warning", "response-example-property-removed", "/items/*/plan")]),
        (edited(extra=1), [("note", "response-example-property-added", "/items/*/extra")]),
    ],
)
def test_an_example_that_teaches_otherwise_is_told_once_at_a_sensible_level(after, expected, shown):
    assert [each for each in told(PAGE, after, shown) if each[0] != "note" or each in expected] == expected
