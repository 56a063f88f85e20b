"""The rule `missing-property` fires once for each required property that is not there."""

from __future__ import annotations

SCHEMA = {"type": "object", "required": ["id", "name"], "properties": {"id": {}, "name": {}, "note": {}}}


def test_fires_for_each_missing_name(api):
    assert api(SCHEMA).found({}) == [
        ("missing-property", "error", "/id", "missing", "present"),
        ("missing-property", "error", "/name", "missing", "present"),
    ]


def test_fires_in_each_record(api):
    found = api({"type": "array", "items": SCHEMA}).found([{"id": 1, "name": ""}, {"id": 2}])
    assert found == [("missing-property", "error", "/*/name", "missing", "present")]


def test_weighs_a_note_where_presence_is_only_inferred(api):
    inferred = SCHEMA | {"x-inferred": {"support": 2, "from": "examples"}}
    assert api(inferred).found({"id": 1}) == [("missing-property", "note", "/name", "missing", "present")]


def test_weighs_a_warning_where_many_recordings_support_it(api):
    inferred = SCHEMA | {"x-inferred": {"support": 600, "from": "recordings"}}
    assert api(inferred).found({"id": 1}) == [("missing-property", "warning", "/name", "missing", "present")]
    fewer = SCHEMA | {"x-inferred": {"support": 599, "from": "recordings"}}
    assert api(fewer).found({"id": 1}) == [("missing-property", "note", "/name", "missing", "present")]


def test_fires_on_a_dependent_property(api):
    schema = {"type": "object", "dependentRequired": {"card": ["zip"]}}
    assert api(schema, version="3.1.0").rules({"card": 1}) == ["missing-property"]


def test_silent_on_optional_and_write_only_properties(api):
    schema = {"type": "object", "required": ["pin"], "properties": {"pin": {"type": "string", "writeOnly": True}}}
    assert api(SCHEMA).found({"id": None, "name": None}) == []
    assert api(schema).found({}) == []
