"""What the document promises and bodies do not keep: an object where all are arrays, an array where one is an object."""

from __future__ import annotations

from documents import infer

from driftgate.inference.unmet import Unmet

PLACE = "/paths/~1things/get/responses/200/content/application~1json/schema"
ANSWER = ("GET /things 200",)


def test_an_object_that_is_an_array_in_every_body():
    found = infer(bodies=[[1], [2]], schema={"type": "object"}).unmet
    assert found == (Unmet(ANSWER, PLACE, "object", (("array", 2),), 2),)


def test_what_is_several_things_is_told_by_how_often():
    found = infer(
        bodies=[{"a": 1}, "x", [1], [2], True, None], schema={"type": ["array", "null"]}, version="3.1.0"
    ).unmet
    assert found == (Unmet(ANSWER, PLACE, "array", (("object", 1), ("string", 1), ("boolean", 1)), 5),)


def test_inside_a_body_the_schema_is_named():
    schema = {"type": "object", "properties": {"items": {"type": "object"}}}
    found = infer({"items": [1]}, {"items": {"a": 1}}, schema=schema).unmet
    assert found == (Unmet((), f"{PLACE}/properties/items", "object", (("array", 1),), 2),)


def test_silent_where_promises_are_kept_or_none_are_made():
    assert infer(bodies=[{"a": 1}, None], schema={"type": "object"}).unmet == ()
    assert infer(bodies=[{"a": 1}, [1]], schema={}).unmet == ()
    assert infer(bodies=[{"a": 1}, [1]]).unmet == ()
