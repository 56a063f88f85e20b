from __future__ import annotations

import pytest

from driftgate.mock import edits
from driftgate.mock.spot import Spot, spots

POINTER = "/paths/~1a/get/responses/200/content/application~1json/schema"


@pytest.fixture
def edited(contract_of):
    """Return a function from an edit, a value, and what its schema says, to what becomes of the value."""

    def edit(function, value, schema=None, wanted=None, **components):
        content = {"application/json": {"schema": schema or {}}}
        paths = {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}}
        spot = Spot([value], 0, None)
        spot.contract = contract_of(paths, version="3.1.0", components=components)
        spot.schema_pointer, spot.wanted = POINTER, wanted
        changed = function(spot)
        assert changed == (spot.value != value or type(spot.value) is not type(value))
        return spot.value

    return edit


@pytest.mark.parametrize(
    ("function", "value", "schema", "expected"),
    [
        (edits.string_boolean, True, None, "true"),
        (edits.string_boolean, "true", None, "true"),
        (edits.string_number, 1.5, None, "1.5"),
        (edits.string_number, True, None, True),
        (edits.other_type, True, None, 1),
        (edits.other_type, "abc", None, 3),
        (edits.other_type, {"a": 1}, None, [{"a": 1}]),
        (edits.other_type, [1], None, {"value": [1]}),
        (edits.other_type, None, None, {"value": None}),
        (edits.null, None, None, None),
        (edits.drop_property, 1, None, 1),
        (edits.rename_property, 1, None, 1),
        (edits.add_property, 1, None, 1),
        (edits.other_enum_value, "a", {"enum": ["a", "satellite"]}, "a-new"),
        (edits.other_enum_value, "ACTIVE", {"enum": ["ACTIVE"]}, "SATELLITE"),
        (edits.other_enum_value, 1, {"enum": [1, 2]}, 7921),
        (edits.other_enum_value, True, {"enum": [True]}, True),
        (edits.foreign_prefix, "no", None, "no"),
        (edits.foreign_prefix, "A-1", None, "XA-1"),
        (edits.broken_id, 7, None, 7),
        (edits.broken_id, "0d5e3f3c", None, "0d5e3xx"),
        (edits.broken_format, 7, None, 7),
        (edits.other_dialect, "no date", None, "no date"),
        (edits.other_dialect, 7, None, 7),
        (edits.other_dialect, "2025-02-03", {"format": "date"}, "03.02.2025"),
        (edits.other_dialect, "2025-02-03T04:05:06Z", {"format": "date-time"}, "2025-02-03T04:05:06"),
        (edits.beyond_bounds, 5, {"maximum": 9}, 10),
        (edits.beyond_bounds, 5, {"exclusiveMinimum": 0}, -1),
        (edits.beyond_bounds, 5, None, 2**53),
        (edits.beyond_bounds, "abc", {"maxLength": 4}, "abcxx"),
        (edits.beyond_bounds, "abc", {"minLength": 3}, "ab"),
        (edits.beyond_bounds, "abc", None, "x" * 10_000),
        (edits.beyond_bounds, [1, 2], {"maxItems": 3}, [1, 2, 1, 2]),
        (edits.beyond_bounds, [1, 2], {"minItems": 2}, [1]),
        (edits.beyond_bounds, [1, 2], None, [1, 2]),
        (edits.beyond_bounds, None, None, None),
        (edits.as_text, {"a": [1]}, None, '{"a":[1]}'),
        (edits.as_text, "a", None, "a"),
        (edits.any_value, [1, 2], None, [1, 2, 1]),
        (edits.any_value, 7, None, 7),
        (edits.secret, 7, None, 7),
    ],
)
def test_an_edit_does_one_thing_or_nothing(edited, function, value, schema, expected):
    assert edited(function, value, schema) == expected


@pytest.mark.parametrize(
    ("function", "value", "wanted", "expected"),
    [
        (edits.string_boolean, True, "True", "True"),
        (edits.string_number, 1, "1,0", "1,0"),
        (edits.other_type, "a", "[1]", [1]),
        (edits.other_type, "a", "not json", "not json"),
        (edits.other_enum_value, "a", "7", "7"),
        (edits.other_enum_value, 1, "7", 7),
        (edits.broken_id, "A-1", "A~", "A~"),
        (edits.broken_format, "a", "", ""),
        (edits.beyond_bounds, 5, "-3", -3),
        (edits.any_value, 5, '"x"', "x"),
    ],
)
def test_a_value_that_is_given_is_written(edited, function, value, wanted, expected):
    assert edited(function, value, wanted=wanted) == expected


def test_a_foreign_prefix_belongs_to_another_resource(edited):
    glossary = {"AID": "account", "NID": "number", "TNID": "number"}
    components = {"x-id-prefixes": glossary}
    assert edited(edits.foreign_prefix, "TNID-1", {"x-id-prefix": "TNID"}, **components) == "AID-1"
    assert edited(edits.foreign_prefix, "AID-1", {"x-id-prefix": "AID"}, **components) == "NID-1"


@pytest.mark.parametrize(
    ("name", "other"),
    [("OrderId", "order_id"), ("order_id", "orderId"), ("order-id", "orderId"), ("tnid", "Tnid"), ("Tnid", "tnid")],
)
def test_a_name_is_misspelt_by_its_case(name, other):
    assert edits.misspelt(name) == other


def test_a_name_that_is_taken_is_left_alone():
    holder = {"A": 1, "a": 2}
    spot = Spot(holder, "A", None)
    assert not edits.rename_property(spot)
    assert holder == {"A": 1, "a": 2}


def test_spots_follow_pointers_into_arrays_and_objects():
    body = [{"a": [{"b": 1}, {"b": 2}, {}], "c": 7}]
    assert [spot.value for spot in spots(body, ["a", "*", "b"])] == [1, 2]
    assert [spot.item for spot in spots(body, ["a", "*", "b"])] == [{"b": 1}, {"b": 2}]
    assert [spot.value for spot in spots(body, ["a", "1", "b"])] == [2]
    assert [spot.key for spot in spots(body, ["a", "*", "b"], may_be_absent=True)] == ["b", "b", "b"]
    assert spots(body, ["a", "7"]) == spots(body, ["c", "d"]) == spots(body, ["x"]) == []
    assert [spot.value for spot in spots(body, [])] == body
