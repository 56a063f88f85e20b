"""The rule `renamed-property` makes a missing and an extra name one finding, where one is the other misspelt."""

from __future__ import annotations

import pytest

SCHEMA = {"type": "object", "required": ["OrderId"], "properties": {"OrderId": {}, "Address1": {}}}


@pytest.mark.parametrize("name", ["OrderID", "order_id", "order-id", "ORDERID", "OrderIds"])
def test_fires_on_case_separators_and_close_spelling(api, name):
    assert api(SCHEMA).found({name: 1}) == [("renamed-property", "error", "/OrderId", f"name {name}", "name OrderId")]


def test_fires_on_an_optional_name_too(api):
    schema = {"type": "object", "properties": {"PortOutDate": {}}}
    assert api(schema).found({"portOutDate": 1}) == [
        ("renamed-property", "error", "/PortOutDate", "name portOutDate", "name PortOutDate")
    ]


def test_is_one_finding_for_an_envelope_in_lower_case(api):
    schema = {"type": "object", "required": ["StatusCode"], "properties": {"StatusCode": {}, "Message": {}},
              "additionalProperties": False}  # fmt: skip
    assert api(responses={"400": schema}).found({"statusCode": 400, "message": "no"}, status=400) == [
        ("renamed-property", "error", "/Message", "name message", "name Message"),
        ("renamed-property", "error", "/StatusCode", "name statusCode", "name StatusCode"),
    ]


def test_silent_when_the_promised_name_is_there_as_well(api):
    assert api(SCHEMA).rules({"OrderId": 1, "orderId": 1}) == ["undocumented-property"]


def test_silent_on_names_that_differ_in_a_number(api):
    schema = {"type": "object", "properties": {"Address1": {}, "Address3": {}}}
    assert api(schema).rules({"Address1": 1, "Address2": 2}) == ["undocumented-property"]


def test_silent_on_names_that_are_not_near(api):
    assert api(SCHEMA).rules({"Invoice": 1}) == ["missing-property", "undocumented-property"]


def test_is_a_note_where_recordings_have_both_names(api):
    told = {"support": 60, "from": "recordings"}
    post = {"type": "object", "properties": {"over18": {}}, "x-inferred": told}
    both = {"type": "object", "properties": {"post": post, "group": {"properties": {"over_18": {}}}}}
    assert api(both).found({"post": {"over_18": 1}}) == [
        ("renamed-property", "note", "/post/over18", "name over_18", "name over18")
    ]
    one = {"type": "object", "properties": {"post": post}}
    assert api(one).found({"post": {"over_18": 1}}) == [
        ("renamed-property", "error", "/post/over18", "name over_18", "name over18")
    ]


def test_is_a_note_where_recordings_lack_the_promised_name_now_and_then_and_the_other_is_more_than_a_spelling(api):
    told = {"support": 60, "from": "recordings"}
    optional = {"type": "object", "properties": {"GriddedRangeResolutions": {}}, "x-inferred": told}
    always = {**optional, "required": ["GriddedRangeResolutions"]}
    for schema, name, severity in (
        (optional, "GriddedResolutions", "note"),
        (optional, "griddedRangeResolutions", "error"),
        (always, "GriddedResolutions", "error"),
    ):
        assert api(schema).found({name: 1}) == [
            ("renamed-property", severity, "/GriddedRangeResolutions", f"name {name}", "name GriddedRangeResolutions")
        ]
