"""The rule `changed-envelope` makes an envelope that came or went one finding instead of many."""

from __future__ import annotations

import pytest

CAR = {
    "type": "object",
    "required": ["id", "wheels"],
    "properties": {"id": {"type": "string"}, "wheels": {"type": "integer"}},
}
WRAPPED = {"type": "object", "required": ["status", "data"], "properties": {"status": {"type": "string"}, "data": CAR}}
BODY = {"id": "a", "wheels": 4}


@pytest.mark.parametrize("body", [{"data": BODY}, {"meta": {}, "result": BODY, "paging": None}])
def test_fires_on_a_body_inside_another_object(api, body):
    name = next(name for name in body if body[name] == BODY)
    assert api(CAR).found(body) == [
        ("changed-envelope", "error", f"/{name}", "the promised body, wrapped", "the promised body")
    ]


def test_fires_on_a_body_without_the_object_around_it(api):
    assert api(WRAPPED).found(BODY) == [
        ("changed-envelope", "error", None, "a part of the promised body", "the promised body")
    ]


@pytest.mark.parametrize(("schema", "body"), [
    (CAR, {"data": {"id": "a"}}),                    # and has drifted besides: every drift is told
    (CAR, {"id": "a", "data": BODY}),                # has something of what was promised
    (WRAPPED, {"id": "a"}),
    (WRAPPED, {"status": "ok"}),
    ({"type": "object", "required": ["name"], "properties": {"name": {}, "lock": {"type": "object", "properties": {
        "url": {}, "a": {}, "b": {}, "c": {}, "d": {}}}}}, {"url": "x", "on": True}),  # hardly what a lock is
])  # fmt: skip
def test_silent_on_any_other_drift(api, schema, body):
    assert "changed-envelope" not in api(schema).rules(body)
    assert api(schema).rules(body)


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"type": "object", "additionalProperties": CAR}])
def test_silent_where_nothing_is_listed(api, schema):
    assert api(schema).rules({"data": BODY}) == []
