"""The rule `missing-response-header` fires on a required header that did not come."""

from __future__ import annotations

BUSY = {
    "description": "busy",
    "headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}, "X-Trace": {"schema": {}}},
}


def test_fires_on_a_missing_required_header(api):
    assert api({}, responses={"429": BUSY}).found(raw=b"", status=429) == [
        ("missing-response-header", "error", "header:Retry-After", "missing", "present")
    ]


def test_silent_when_it_came_in_another_case(api):
    assert api({}, responses={"429": BUSY}).found(raw=b"", status=429, headers=(("retry-after", "3"),)) == []


def test_silent_on_optional_headers_and_on_content_type(api):
    response = {"description": "ok", "headers": {"Content-Type": {"required": True}, "X-Trace": {"schema": {}}}}
    assert api({}, responses={"202": response}).found(raw=b"", status=202, content_type=None) == []


def test_silent_on_other_statuses(api):
    assert api({"type": "object"}, responses={"429": BUSY}).found({}) == []
