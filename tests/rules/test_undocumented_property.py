"""The rule `undocumented-property` fires on names that the contract does not list: an error only where it is closed."""

from __future__ import annotations

LISTED = {"type": "object", "properties": {"id": {"type": "integer"}}}


def test_notes_an_extra_name_where_the_object_was_not_closed(api):
    assert api(LISTED).found({"id": 1, "PortInDate": "x"}) == [
        ("undocumented-property", "note", "/PortInDate", "string", "no such property")
    ]


def test_weighs_an_error_where_the_vendor_closed_the_object(api):
    assert api(LISTED | {"additionalProperties": False}).found({"id": 1, "extra": [1]}) == [
        ("undocumented-property", "error", "/extra", "array", "no such property")
    ]


def test_tells_every_name_apart(api):
    assert [each[2] for each in api(LISTED).found({"zebra": 1, "apple": 2})] == ["/apple", "/zebra"]


def test_escapes_names_in_its_pointer(api):
    assert [each[2] for each in api(LISTED).found({"a/b~c": 1})] == ["/a~1b~0c"]


def test_looks_through_composed_schemas(api):
    schema = {"allOf": [LISTED, {"type": "object", "properties": {"name": {"type": "string"}}}]}
    assert api(schema).found({"id": 1, "name": "a"}) == []
    assert api(schema).found({"id": 1, "name": "a", "more": 1}) == [
        ("undocumented-property", "note", "/more", "integer", "no such property")
    ]


def test_does_not_call_listed_properties_extra_when_one_of_them_is_wrong(api):
    schema = {"allOf": [LISTED, {"type": "object", "properties": {"name": {"type": "string"}}}]}
    assert api(schema).rules({"id": "one", "name": "a"}) == ["type-mismatch"]


def test_silent_on_open_objects_and_maps(api):
    assert api({"type": "object"}).found({"a": 1}) == []
    assert api(LISTED | {"additionalProperties": True}).found({"a": 1}) == []
    assert api({"type": "object", "additionalProperties": {"type": "integer"}}).found({"a": 1}) == []
    assert api({"type": "object", "patternProperties": {"^x-": {}}}, version="3.1.0").found({"x-a": 1}) == []
