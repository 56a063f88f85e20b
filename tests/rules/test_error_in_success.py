"""The rule `error-in-success` makes an error envelope in a 2xx one finding instead of many."""

from __future__ import annotations

import pytest

PAGE = {"type": "object", "required": ["Total", "Things"],
        "properties": {"Total": {"type": "integer"}, "Things": {"type": "array"}}}  # fmt: skip
ENVELOPE = {"type": "object", "required": ["StatusCode"], "additionalProperties": False,
            "properties": {"StatusCode": {"type": "integer"}, "Message": {"type": "string"}}}  # fmt: skip


def test_fires_once_and_names_the_documented_envelope(api):
    found = api(PAGE, responses={"500": ENVELOPE}).found({"StatusCode": 500, "Message": "down"})
    assert found == [("error-in-success", "error", None, "envelope of 500", "the promised body")]


@pytest.mark.parametrize("body", [
    {"error": "down"},
    {"errors": [{"code": 1}]},
    {"code": 503},
    {"error_message": "down", "request": "r-1"},
])  # fmt: skip
def test_fires_on_what_looks_like_an_envelope(api, body):
    assert api(PAGE).found(body) == [("error-in-success", "error", None, "error envelope", "the promised body")]


def test_silent_on_a_drifted_body_that_has_something_of_what_was_promised(api):
    assert api(PAGE, responses={"500": ENVELOPE}).rules({"Total": 1, "error": None}) == [
        "missing-property", "undocumented-property",
    ]  # fmt: skip


def test_silent_on_a_body_that_is_neither(api):
    assert api(PAGE).rules({"hello": 1}) == ["missing-property", "missing-property", "undocumented-property"]


def test_silent_where_the_promised_body_has_an_error_in_it(api):
    schema = {"type": "object", "properties": {"error": {"type": "string"}, "code": {"type": "integer"}}}
    assert api(schema).found({"error": "none", "code": 500}) == []


def test_silent_on_an_error_status(api):
    assert api(PAGE, responses={"500": ENVELOPE}).rules({"StatusCode": 500}, status=500) == ["server-error"]


@pytest.mark.parametrize(("claimed", "named"), [(500, "500"), (400, "400"), (503, "5XX"), (404, "default")])
def test_names_the_envelope_of_the_status_that_the_body_claims(api, claimed, named):
    told = api(
        PAGE, responses={"400": ENVELOPE, "401": ENVELOPE, "500": ENVELOPE, "5XX": ENVELOPE, "default": ENVELOPE}
    )
    assert told.found({"StatusCode": claimed}) == [
        ("error-in-success", "error", None, f"envelope of {named}", "the promised body")
    ]


def test_names_the_first_envelope_that_fits_where_the_body_claims_no_status(api):
    problem = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
    told = api(PAGE, responses={"400": ENVELOPE, "404": problem, "409": problem})
    assert [each[3] for each in told.found({"title": "gone"})] == ["envelope of 404"]


def test_an_envelope_that_shares_a_name_with_the_promised_body_is_told_by_the_status_in_it(api):
    named = {
        "type": "object",
        "required": ["Id"],
        "properties": {"Id": {"type": "string"}, "Message": {"type": "string"}},
    }
    told = api(named, responses={"500": ENVELOPE})
    assert told.rules({"StatusCode": 500, "Message": "down"}) == ["error-in-success"]
    assert told.rules({"Message": "down"}) == ["missing-property"]


def test_silent_on_a_promised_property_that_is_spelt_otherwise(api):
    schema = {"type": "object", "properties": {"error-code": {"type": "string"}, "label": {"type": "string"}}}
    assert api(schema).rules({"ERROR-CODE": "0"}) == ["renamed-property"]


def test_names_the_claimed_status_where_no_listed_one_is_its(api):
    told = api(PAGE, responses={"401": ENVELOPE, "404": ENVELOPE})
    assert [each[3] for each in told.found({"StatusCode": 500})] == ["envelope of 500"]


def test_looks_for_the_status_among_all_members_that_may_name_it(api):
    shared = {"type": "object", "required": ["status", "code", "data"], "properties": {
        "status": {"type": "string"}, "code": {"type": "integer"}, "data": {"type": "object"}}}  # fmt: skip
    failed = {"type": "object", "required": ["status", "code"], "properties": {
        "status": {"type": "string"}, "code": {"type": "integer"}, "data": {"nullable": True}}}  # fmt: skip
    told = api(shared, responses={"404": failed})
    assert told.rules({"status": "error", "code": 404, "data": None}) == ["error-in-success"]
    assert told.rules({"status": "ok", "code": 200, "data": None}) == ["unexpected-null"]


def test_speaks_alone_where_the_envelope_has_its_own_media_type(api):
    problem = {"description": "no", "content": {"application/problem+json": {"schema": ENVELOPE}}}
    told = api(PAGE, responses={"500": problem})
    assert told.rules({"StatusCode": 500}, content_type="application/problem+json") == ["error-in-success"]
