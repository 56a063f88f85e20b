"""Parameters that recorded requests carry and the document does not list are proposed, never asserted."""

from __future__ import annotations

import pytest
from documents import document

from driftgate.inference import LearnedBody, infer_overlay


def proposed(*queries, parameters=(), path="/things"):
    tree = document(path=path, parameters=list(parameters))
    bodies = [LearnedBody(f"GET {path}", "200", "application/json", {"n": n}, sent) for n, sent in enumerate(queries)]
    overlay = infer_overlay(tree, exchanges=bodies, title="T", source_name="t").overlay
    updates = [each["update"].get("x-proposed", {}).get("parameters") for each in overlay["actions"]]
    return [(each["name"], each["schema"]["type"]) for listed in updates if listed for each in listed]


def listed(name, schema=None, place="query"):
    return {"name": name, "in": place, "required": place == "path", "schema": schema or {"type": "string"}}


def test_what_two_requests_carry_is_proposed_with_its_type():
    sent = {"page": "1", "q": "rex", "full": "true", "min": "1.5", "zip": "01234"}
    assert proposed(sent, {**sent, "q": "tom"}) == [
        ("full", "boolean"), ("min", "number"), ("page", "integer"), ("q", "string"), ("zip", "string"),
    ]  # fmt: skip


def test_what_the_document_lists_is_not():
    assert proposed({"page": "1", "id": "a"}, {"page": "2", "id": "b"}, parameters=[listed("page"), listed("id")]) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"api_key": "k7x9"},
        {"access_token": "k7x9"},
        {"utm_source": "x"},
        {"x" * 61: "1"},
        {"sk_live_4eC39HqLyjWDarjtT1zdp7dc": "1"},
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_credentials_trackers_and_what_is_no_name_are_not(sent):
    assert proposed(sent, sent, sent) == []


def test_one_request_alone_is_none():
    assert proposed({"page": "1"}, {}) == []


def test_members_of_an_object_are_its_own():
    assert proposed(*[{"filter[kind]": "a"}] * 2, parameters=[listed("filter")]) == []
    assert proposed(*[{"kind": "a"}] * 2, parameters=[listed("filter", {"type": "object"})]) == []
