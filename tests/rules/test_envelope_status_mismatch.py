"""The rule `envelope-status-mismatch` fires when an error's body names another status than HTTP does."""

from __future__ import annotations

import pytest

ENVELOPE = {"type": "object"}


@pytest.fixture
def envelopes(api):
    return api(responses={"400": ENVELOPE, "500": ENVELOPE})


@pytest.mark.parametrize("name", ["StatusCode", "status_code", "statusCode", "HttpStatus", "status"])
def test_fires_under_every_usual_name(envelopes, name):
    assert envelopes.found({name: 500}, status=400) == [
        ("envelope-status-mismatch", "error", f"/{name}", "status 500", "status 400")
    ]


def test_fires_on_a_status_written_as_text(envelopes):
    assert [each[3] for each in envelopes.found({"StatusCode": "404"}, status=400)] == ["status 404"]


@pytest.mark.parametrize("value", [400, "400", True, None, 4, "error", 1001, {}])
def test_silent_on_the_same_status_and_on_what_is_none(envelopes, value):
    assert envelopes.found({"StatusCode": value}, status=400) == []


def test_silent_on_success(api):
    assert api({"type": "object"}).found({"status": 404}) == []


def test_silent_on_a_body_that_is_no_object(envelopes):
    assert "envelope-status-mismatch" not in envelopes.rules([500], status=400)


def _enveloped(api, **examples):
    schema = {"type": "object", "properties": {"code": {"type": "integer"}}}
    made = {
        status.removeprefix("s"): {
            "description": "e",
            "content": {"application/json": {"schema": schema, "example": each}},
        }
        for status, each in examples.items()
    }
    return api({}, responses=made)


def test_takes_a_code_for_the_status_where_every_example_does(api):
    made = _enveloped(api, s200={"code": 200}, s404={"code": 404})
    assert made.found({"code": 500}, status=404) == [
        ("envelope-status-mismatch", "error", "/code", "status 500", "status 404")
    ]
    assert made.found({"code": 500}) == [("envelope-status-mismatch", "error", "/code", "status 500", "status 200")]
    assert made.found({"code": 404}, status=404) == made.found({"code": 7}) == []


def test_silent_on_a_code_that_means_something_else(api):
    assert _enveloped(api, s200={"code": 0}, s404={"code": 404}).found({"code": 500}) == []
    assert _enveloped(api, s404={"code": 404}).found({"code": 500}) == []
    assert _enveloped(api, s200={"code": 200}, s201={"code": 201}).found({"code": 500}) == []
