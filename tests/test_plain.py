"""Plain: references by address become pointers, and every sequence an array of its items."""

from __future__ import annotations

import json

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.plain import made_plain


def document(version="3.1.0", **schemas):
    return {"openapi": version, "info": {"title": "t", "version": "1"}, "components": {"schemas": schemas}}


def schemas(tree):
    return made_plain(tree)["components"]["schemas"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_a_document_of_pointers_is_itself(version):
    tree = document(version, A={"$ref": "#/components/schemas/B"}, B={"type": "string"})
    assert made_plain(tree) is tree


def test_3_0_knows_no_addresses():
    tree = document("3.0.3", A={"$id": "https://a.example/a", "type": "string"}, B={"$ref": "https://a.example/a"})
    assert made_plain(tree) is tree


def test_references_to_an_id_and_within_it():
    pet = {"$id": "https://a.example/pet.json", "properties": {"tag": {"$ref": "#/$defs/tag"}}, "$defs": {"tag": {}}}
    assert schemas(document(Pet=pet, Use={"$ref": "https://a.example/pet.json"}, Deep={"$ref": "https://a.example/pet.json#/$defs/tag"})) == {
        "Pet": {"properties": {"tag": {"$ref": "#/components/schemas/Pet/$defs/tag"}}, "$defs": {"tag": {}}},
        "Use": {"$ref": "#/components/schemas/Pet"},
        "Deep": {"$ref": "#/components/schemas/Pet/$defs/tag"},
    }  # fmt: skip


def test_a_relative_reference_is_joined_to_the_nearest_id():
    one = {"$id": "https://a.example/v1/one", "items": {"$ref": "two#mark"}}
    two = {"$id": "https://a.example/v1/two", "$defs": {"x": {"$anchor": "mark", "type": "string"}}}
    assert schemas(document(One=one, Two=two))["One"] == {"items": {"$ref": "#/components/schemas/Two/$defs/x"}}


def test_a_pointer_from_the_root_of_the_document_below_an_id():
    one = {"$id": "https://a.example/one", "items": {"$ref": "#/components/schemas/Two"}}
    assert schemas(document(One=one, Two={}))["One"] == {"items": {"$ref": "#/components/schemas/Two"}}


def test_the_address_of_the_document_itself():
    tree = document(
        "3.2.0",
        A={"$ref": "https://a.example/api.yaml#/components/schemas/B"},
        B={},
        C={"$ref": "api.yaml#/components/schemas/B"},
    )
    tree["$self"] = "https://a.example/api.yaml"
    assert schemas(tree) == {name: {"$ref": "#/components/schemas/B"} for name in "AC"} | {"B": {}}


def test_a_dynamic_reference_that_can_lead_to_one_place_only():
    tree = document(Tree={"$dynamicAnchor": "node", "properties": {"of": {"$dynamicRef": "#node"}}})
    assert schemas(tree)["Tree"]["properties"] == {"of": {"$ref": "#/components/schemas/Tree"}}


def test_a_dynamic_reference_that_can_lead_to_several_stays():
    several = {
        "Tree": {"$dynamicAnchor": "node", "items": {"$dynamicRef": "#node"}},
        "Strict": {"$dynamicAnchor": "node", "$ref": "#/components/schemas/Tree"},
    }
    assert schemas(document(**several)) == several


@pytest.mark.parametrize("reference", ["https://b.example/x", "other.yaml#/A", "#nowhere", "http://[::1"])
def test_what_leads_nowhere_stays(reference):
    tree = document(A={"$id": "https://a.example/a"}, B={"$ref": reference})
    assert schemas(tree)["B"] == {"$ref": reference}


def test_values_and_names_of_the_vendor_are_left_alone():
    node = {
        "properties": {"$id": {"type": "string"}, "example": {"$id": "https://a.example/e"}},
        "example": {"$id": "x"},
    }
    assert schemas(document(A=node, B={"$ref": "https://a.example/e"})) == {
        "A": {"properties": {"$id": {"type": "string"}, "example": {}}, "example": {"$id": "x"}},
        "B": {"$ref": "#/components/schemas/A/properties/example"},
    }


def test_the_items_of_a_sequence_and_the_whole_of_it():
    tree = {"openapi": "3.2.0", "components": {"responses": {"A": {"content": {
        "application/jsonl": {"itemSchema": {"type": "string"}},
        "application/x-ndjson": {"itemSchema": {}, "schema": {"maxItems": 3}},
    }}}}}  # fmt: skip
    at = "#/components/responses/A/content/application~1{}/itemSchema"
    array = {"type": "array", "items": {"$ref": at.format("x-ndjson")}}
    assert made_plain(tree)["components"]["responses"]["A"]["content"] == {
        "application/jsonl": {
            "itemSchema": {"type": "string"},
            "schema": {"type": "array", "items": {"$ref": at.format("jsonl")}},
        },
        "application/x-ndjson": {"itemSchema": {}, "schema": {"allOf": [{"maxItems": 3}, array]}},
    }
    assert "schema" not in tree["components"]["responses"]["A"]["content"]["application/jsonl"]


@pytest.mark.parametrize(("reference", "reason"), [
    ({"$dynamicRef": "#node"}, "may lead to several schemas, or to none"),
    ({"$ref": "https://b.example/x"}, "points outside the document"),
    ({"$ref": "#nowhere"}, "points to nothing"),
])  # fmt: skip
def test_what_leads_to_no_one_place_is_named_and_the_rest_judges_on(reference, reason):
    several = {
        "Tree": {
            "$id": "https://a.example/tree",
            "$dynamicAnchor": "node",
            "type": "object",
            "properties": {"of": reference},
        },
        "Strict": {"$id": "https://a.example/strict", "$dynamicAnchor": "node", "$ref": "tree"},
    }
    contract = Contract(parse_document(json.dumps(document(**several) | {"paths": {}}).encode(), name="t.json"))
    keyword = next(iter(reference))
    assert [(each.pointer, each.reason) for each in contract.schema_defects] == [
        (f"/components/schemas/Tree/properties/of/{keyword}", reason)
    ]
    validator = contract.validator("/components/schemas/Strict")
    assert [validator.is_valid(value) for value in ({"of": 1}, [], {"on": 1})] == [True, False, False]


def test_addresses_are_followed_by_the_validator():
    tree = document(
        Tree={
            "$id": "https://a.example/tree",
            "$dynamicAnchor": "node",
            "properties": {"of": {"$dynamicRef": "#node"}},
        },
        Use={"$ref": "https://a.example/tree#node"},
    )
    contract = Contract(parse_document(json.dumps(tree | {"paths": {}}).encode(), name="t.json"))
    validator = contract.validator("/components/schemas/Use")
    assert [validator.is_valid(value) for value in ({"of": {"of": {}}}, {"of": {"of": {"x": 1}}})] == [True, False]
    assert contract.schema_defects == ()


@pytest.mark.parametrize("address", ["http://[::1", "http://[::1#a", "//[#a"])
def test_what_is_no_address_leads_nowhere(address):
    tree = {**document("3.2.0", A={"$ref": f"{address}x"}), "$self": address}
    assert schemas(tree) == {"A": {"$ref": f"{address}x"}}
