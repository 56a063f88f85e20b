"""Small documents to infer from."""

from __future__ import annotations

import json
from typing import Any

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.inference import Inference, LearnedBody, infer_overlay
from driftgate.overlay import overlay_of


def document(
    *examples: Any, schema: Any = None, version: str = "3.0.3", path: str = "/things", **more: Any
) -> dict[str, Any]:
    """Return a document with one operation whose 200 has these examples."""
    media_type: dict[str, Any] = {}
    if schema is not None:
        media_type["schema"] = schema
    if examples:
        media_type["examples"] = {f"e{index}": {"value": value} for index, value in enumerate(examples)}
    operation = {"responses": {"200": {"description": "", "content": {"application/json": media_type}}}, **more}
    return {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {path: {"get": operation}}}


def infer(*examples: Any, bodies: Any = (), **options: Any) -> Inference:
    tree = document(*examples, **options)
    return infer_overlay(tree, exchanges=recorded(*bodies), title="T", source_name="t.json")


def recorded(*bodies: Any, path: str = "/things") -> list[LearnedBody]:
    return [LearnedBody(f"GET {path}", "200", "application/json", body, {}) for body in bodies]


def contract(tree: dict[str, Any], inference: Inference) -> Contract:
    received = parse_document(json.dumps(tree).encode(), name="t.json")
    return Contract(received, [overlay_of(inference.overlay, name="inferred")] if inference.overlay else [])


def fields(*examples: Any, **options: Any) -> dict[str, Any]:
    """Return the inferred properties of the first component."""
    inference = infer(*examples, **options)
    assert inference.overlay is not None
    for action in inference.overlay["actions"]:
        update = action.get("update", {})
        schemas = update.get("components", {}).get("schemas") or (update if "schemas" in action["target"] else {})
        for schema in schemas.values():
            if "properties" in schema:
                return schema["properties"]
    raise AssertionError("no component was inferred")


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without what it rests on."""
    return {key: value for key, value in schema.items() if key != "x-inferred"}
