"""What a vendor says elsewhere of a name: null, a list or one thing, one of several types."""

from __future__ import annotations

import pytest
from documents import bare, document, fields, infer

from driftgate.inference import infer_overlay
from driftgate.inference.shape.nullables import says_null


def told(examples, **declared):
    """Return the inferred properties beside a component that declares `declared`."""
    tree = document(*examples)
    tree["components"] = {"schemas": {"Other": {"type": "object", "properties": declared}}}
    inference = infer_overlay(tree, title="T", source_name="t")
    schemas = inference.overlay["actions"][0]["update"]
    return {key: bare(each) for key, each in schemas["Things"]["properties"].items()}, inference


@pytest.mark.parametrize(
    "declared",
    [{"type": "string", "nullable": True}, {"type": "string", "description": "The note, or null if there is none."}],
)
def test_a_name_that_may_be_null_elsewhere_may_be_null_here(declared):
    properties, _ = told([{"note": "a", "kind": "b"}], note=declared)
    assert properties == {"note": {"type": "string", "nullable": True}, "kind": {"type": "string"}}


def test_a_name_that_examples_show_as_null_at_two_places_may_be_null_at_a_third():
    found = fields({"a": {"x": 1, "memo": None}, "b": {"y": 2, "memo": None}, "c": {"z": 3, "memo": "text"}, "w": "s"})
    assert bare(found["w"]) == {"type": "string"}
    inference = infer({"a": {"x": 1, "memo": None}, "b": {"y": 2, "memo": None}, "c": {"z": 3, "memo": "text"}})
    schemas = inference.overlay["actions"][0]["update"]["components"]["schemas"]
    assert [bare(schemas[name]["properties"]["memo"]) for name in "ABC"] == [{"type": "string", "nullable": True}] * 3


def test_what_the_vendor_often_declares_and_never_as_null_stays_what_examples_show():
    memo = {"type": "string"}
    tree = document({"a": {"x": 1, "memo": None}, "b": {"y": 2, "memo": None}, "c": {"z": 3, "memo": "text"}})
    tree["components"] = {"schemas": {f"S{n}": {"type": "object", "properties": {"memo": memo}} for n in range(3)}}
    inference = infer_overlay(tree, title="T", source_name="t")
    found = inference.overlay["actions"][0]["update"]
    assert bare(found["C"]["properties"]["memo"]) == {"type": "string"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("null if not shipped", True),
        ("May be `null`.", True),
        ("The id or null", True),
        ("Is null when draft", True),
        ("nullable", True),
        ("is never null", False),
        ("values will be nulled", False),
        ("An annulled order", False),
        (None, False),
    ],
)
def test_what_prose_says_of_null(text, says):
    assert says_null(text) is says


def test_one_thing_where_the_vendor_declares_a_list_is_its_item_and_a_conflict():
    budget = {"type": "array", "items": {"type": "object"}}
    inference = told(
        [{"a": {"Budgets": {"id": "a1", "sum": 3}, "x": 1}, "b": {"Budgets": [], "y": 2}}], Budgets=budget
    )[1]
    found = inference.overlay["actions"][0]["update"]["A"]["properties"]["Budgets"]
    assert bare(found) == {"type": "array", "items": {"$ref": "#/components/schemas/Budgets"}}
    assert [(each.kind, each.observed, each.expected, each.settled) for each in inference.conflicts] == [
        ("type-mismatch", "object", "array", "evidence")
    ]


def test_what_is_declared_otherwise_in_requests_alone_stays_what_answers_show():
    properties, inference = told([{"recipients": {"total": 3}}], recipients={"type": "array", "items": {}})
    assert properties == {"recipients": {"$ref": "#/components/schemas/Recipients"}}
    assert inference.conflicts == ()


def test_a_list_of_one_under_the_name_of_one_thing_is_that_thing():
    one = {"invoice": {"id": "a1", "sum": 3}}
    inference = infer(
        {f"k{n}": {**one, f"own{n}": n} for n in range(4)} | {"k5": {"invoice": [{"id": "b1", "sum": 4}], "x": 1}}
    )
    assert [(each.pointer, each.observed, each.expected) for each in inference.conflicts] == [
        ("/k5/invoice", "array", "object")
    ]


@pytest.mark.parametrize("name", ["data", "results"])
def test_names_that_hold_one_or_many_on_purpose_are_left_alone(name):
    inference = infer(
        {f"k{n}": {name: [{"id": "a1"}], f"own{n}": n} for n in range(4)} | {"k5": {name: {"id": "b"}, "x": 1}}
    )
    assert inference.conflicts == ()


def test_a_name_that_the_vendor_lets_be_of_several_types_is_of_several_types():
    properties, _ = told([{"envelope": False}], envelope={"oneOf": [{"type": "boolean"}, {"type": "object"}]})
    assert properties == {"envelope": {"anyOf": [{"type": "boolean"}, {"type": "object"}]}}


def test_an_empty_line_in_a_list_of_objects_is_a_slip():
    inference = infer({"phones": [{"kind": "home"}, None, {"kind": "work"}]})
    schemas = inference.overlay["actions"][0]["update"]["components"]["schemas"]
    assert bare(schemas["Things"]["properties"]["phones"]) == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Phone"},
    }
    assert [(each.kind, each.pointer, each.locations) for each in inference.conflicts] == [
        (
            "unexpected-null",
            "/phones/*",
            ("/paths/~1things/get/responses/200/content/application~1json/examples/e0/value/phones/1",),
        )
    ]


@pytest.mark.parametrize(("others", "is_nullable"), [(2, True), (1, False)])
def test_what_was_recorded_rarely_may_be_null_as_its_neighbours_are(others, is_nullable):
    bodies = [{"always": n, **({"rare": n} if n % 4 == 0 else {})} for n in range(60)]
    for body in bodies:
        for number in range(others):
            body[f"now{number}"] = None if body["always"] % 7 == number else "x"
    properties = infer(bodies=bodies).overlay["actions"][0]["update"]["components"]["schemas"]["Things"]["properties"]
    assert properties["rare"].get("nullable", False) is is_nullable
    assert "nullable" not in properties["always"]


def test_nulls_in_a_list_of_numbers_are_values():
    assert bare(fields({"series": [1.5, None, 2.5]})["series"]["items"]) == {"type": "number", "nullable": True}
