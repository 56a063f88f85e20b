"""A map that the vendor declares open: what inference says of its values takes the place of `true`."""

from __future__ import annotations

import json

from driftgate.completion import completed
from driftgate.contract import Contract
from driftgate.document import parse_document


def test_the_values_of_an_open_map_are_typed_and_the_overlay_applies():
    counts = {f"0f8fad5b-d9cb-469f-a165-7086772895{number}": number for number in range(10, 22)}
    example = {"id": "a", "counts": counts}
    schema = {"type": "object", "properties": {
        "id": {"type": "string"}, "counts": {"type": "object", "additionalProperties": True}}}  # fmt: skip
    content = {"application/json": {"schema": schema, "example": example}}
    bare = {"application/json": {"schema": {"type": "object"}, "example": example}}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}},
            "/b": {"get": {"responses": {"200": {"description": "ok", "content": bare}}}},
        },
    }
    made = completed(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    place = made.operation("GET /a").responses["200"].content["application/json"].schema_pointer
    assert place is not None
    validator = made.validator(place)
    assert validator.is_valid({"id": "a", "counts": {"7c9e6679-7425-40de-944b-e07fc1f90ae7": 7}})
    assert not validator.is_valid({"id": "a", "counts": {"7c9e6679-7425-40de-944b-e07fc1f90ae7": "seven"}})
