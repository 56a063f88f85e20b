"""The rule `doubled-base-path` fires on a request that has the base path twice."""

from __future__ import annotations

import pytest

RULE = "doubled-base-path"


@pytest.fixture
def overlapping(api):
    return api({"type": "object"}, path="/v1.0/things", servers=("https://api.example.com/v1.0",))


def test_fires_and_still_judges_the_answer(overlapping):
    found = overlapping.found({}, url="https://api.example.com/v1.0/v1.0/things")
    assert found == [(RULE, "warning", "path:/v1.0/v1.0", "the base path twice", "the base path once")]
    judged = overlapping.judged({}, url="https://api.example.com/v1.0/v1.0/things")
    assert judged.promise.operation.name == "GET /v1.0/things"


def test_fires_on_a_refusal_too(overlapping):
    found = overlapping.rules({}, url="https://api.example.com/v1.0/v1.0/things", status=404)
    assert found == [RULE, "undocumented-status"]


def test_silent_on_the_single_one(overlapping):
    assert overlapping.found({}, url="https://api.example.com/v1.0/things") == []


def test_silent_on_a_base_path_that_the_paths_do_not_repeat(api):
    below = api({"type": "object"}, path="/things/all", servers=("https://api.example.com/v1.0",))
    assert below.found({}, url="https://api.example.com/v1.0/things/all") == []


def test_silent_where_what_is_repeated_is_a_resource_of_its_own(api):
    messages = api({"type": "object"}, path="/messages/{id}", servers=("https://api.example.com/messages",))
    assert messages.rules({}, url="https://api.example.com/messages/messages/1") == ["doubled-base-path"]
    listed = api({"type": "object"}, path="/messages/{id}", servers=("https://api.example.com/messages",),
                 more_paths={"/messages": {"get": {"responses": {"200": {"description": "ok"}}}}})  # fmt: skip
    assert listed.rules({}, url="https://api.example.com/messages/messages/1") == []
