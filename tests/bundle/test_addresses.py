"""Files that refer to each other by the addresses they give themselves."""

from __future__ import annotations

import json

import pytest

from driftgate.bundle import load_bundle
from driftgate.errors import DocumentError


@pytest.fixture
def bundled(tmp_path):
    """Return a function that writes a document with one schema, and files beside it, and returns its schemas bundled."""

    def made(schema, own=None, **files):
        tree = {
            "openapi": "3.2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": {"A": schema}},
        }
        (tmp_path / "api.json").write_text(json.dumps(tree | ({"$self": own} if own else {})))
        for name, value in files.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(value))
        return load_bundle(tmp_path / "api.json").document.tree["components"]["schemas"]

    return made


def test_a_file_that_spells_its_own_address(bundled):
    one = {
        "$self": "https://a.example/one.json",
        "$defs": {"X": {"$ref": "https://a.example/one.json#/$defs/Y"}, "Y": {"type": "string"}},
    }
    made = bundled({"items": {"$ref": "one.json#/$defs/X"}}, one=one)
    assert made == {
        "A": {"items": {"$ref": "#/components/schemas/X"}}, "X": {"$ref": "#/components/schemas/Y"}, "Y": {"type": "string"},
    }  # fmt: skip


def test_a_file_beside_the_address_of_the_document(bundled):
    made = bundled(
        {"$ref": "https://a.example/v1/one.json#/X"}, own="https://a.example/v1/api.json", one={"X": {"type": "string"}}
    )
    assert made == {"A": {"type": "string"}}


def test_anchors_and_ids_of_another_file(bundled):
    one = {
        "$id": "https://a.example/one.json",
        "$defs": {
            "X": {"$anchor": "x", "type": "string"},
            "Y": {"$id": "y.json", "items": {"$ref": "#/$defs/z"}, "$defs": {"z": {"type": "null"}}},
        },
    }
    assert bundled({"anyOf": [{"$ref": "one.json#x"}, {"$ref": "one.json#/$defs/Y"}]}, one=one) == {
        "A": {"anyOf": [{"$ref": "#/components/schemas/X"}, {"$ref": "#/components/schemas/Y"}]},
        "X": {"$anchor": "x", "type": "string"},
        "Y": {"$id": "y.json", "items": {"$ref": "#/components/schemas/defs_z"}, "$defs": {"z": {"type": "null"}}},
        "defs_z": {"type": "null"},
    }


def test_an_anchor_that_is_not_there_is_named(bundled):
    with pytest.raises(DocumentError, match=r"refers to 'one.json#y', but there is no anchor y in one.json"):
        bundled({"$ref": "one.json#y"}, one={"$anchor": "x"})
