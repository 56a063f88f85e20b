"""Every object and every scalar of a JSON value."""

from __future__ import annotations

from driftgate.nodes import EXAMPLES, objects_in, scalars_in

INNER = {"type": "string", "examples": [{"type": "no schema"}]}
OUTER = {"a": [INNER, 1, [None, "x"]], "example": {"b": True}}


def test_yields_every_object_with_those_around_it_first():
    assert list(objects_in(OUTER, without=EXAMPLES)) == [OUTER, INNER]
    assert list(objects_in([INNER])) == [INNER, {"type": "no schema"}]
    assert list(objects_in(5, None, [])) == []


def test_yields_every_scalar():
    assert sorted(map(repr, scalars_in(OUTER, 7))) == sorted(map(repr, ["string", "no schema", 1, None, "x", True, 7]))


def test_depth_is_no_matter():
    deep = [0]
    for _ in range(100_000):
        deep = [deep]
    assert list(scalars_in(deep)) == [0]
