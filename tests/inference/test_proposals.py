"""What one example and the parameters beside it suggest."""

from __future__ import annotations

from driftgate.inference import infer_overlay

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Shipments", "version": "1"},
    "paths": {
        "/shipments": {
            "get": {
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer"}},
                    {"name": "per_page", "in": "query", "schema": {"type": "integer"}},
                    {
                        "name": "status",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["created", "in_transit", "delivered"]},
                    },
                ],
                "responses": {
                    "200": {
                        "description": "Shipments",
                        "content": {
                            "application/json": {
                                "example": {
                                    "page": 1,
                                    "per_page": 2,
                                    "total": 40,
                                    "shipments": [
                                        {"id": "a1", "status": "created", "total": 4},
                                        {"id": "b2", "status": "in_transit", "total": 7},
                                    ],
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}


def test_counts_of_records_are_integers_and_amounts_are_not() -> None:
    inference = infer_overlay(DOCUMENT, title="t", source_name="s")
    types = {pointer.rpartition("/")[2]: [] for pointer in inference.decisions}
    for pointer, decision in inference.decisions.items():
        types[pointer.rpartition("/")[2]].append(decision.schema.get("type"))

    assert types["page"] == types["per_page"] == ["integer"]
    assert sorted(types["total"]) == ["integer", "number"]


def test_a_field_named_like_a_filter_is_proposed_its_list() -> None:
    inference = infer_overlay(DOCUMENT, title="t", source_name="s")
    (status,) = [each for pointer, each in inference.decisions.items() if pointer.endswith("/status")]

    assert status.schema == {
        "type": "string",
        "x-proposed": {"enum": ["created", "in_transit", "delivered"]},
        "x-inferred": {"support": 2, "from": "examples"},
    }
    assert status.because == ("enum proposed: the query parameter status lists it, 2 values are on it",)
