"""Bodies drawn without the toolkit are judged clean, and each broken promise is told as what it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"


@pytest.fixture(scope="module")
def scripts():
    sys.path.insert(0, str(SCRIPTS))
    try:
        import foreign_bodies
        import foreign_mutations
    finally:
        sys.path.remove(str(SCRIPTS))
    return foreign_bodies, foreign_mutations


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(kind: str, version: str, **more: Any) -> dict[str, Any]:
    """Return a schema of something or null, as each version writes it."""
    return {"type": kind, "nullable": True, **more} if version.startswith("3.0") else {"type": [kind, "null"], **more}


def schemas(version: str) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "Base": {"type": "object", "required": ["id"], "properties": {
            "id": {"type": "string", "format": "uuid"}, "made": {"type": "string", "format": "date-time", "readOnly": True},
            "password": {**text, "writeOnly": True}}},
        "Thing": {"allOf": [ref("Base"), {"type": "object", "required": ["name", "password", "state"], "properties": {
            "name": {**text, "minLength": 1}, "state": {**text, "enum": ["on", "off"]},
            "password": {**text, "writeOnly": True}, "note": nullable("string", version),
            "size": nullable("integer", version, minimum=0, maximum=9), "day": {**text, "format": "date"},
            "flag": {"type": "boolean"}, "price": {"type": "number"}, "count": {"type": "integer", "format": "int32"},
            "labels": {"type": "object", "additionalProperties": text},
            "free": {"type": "object", "additionalProperties": True, "properties": {"a": {"type": "integer"}}},
            "bare": {"type": "object"}, "any": {}, "code": {**text, "pattern": "^[A-Z]{3}[0-9]+$"},
            "ref": {**text, "pattern": "^ord_[a-z0-9]+$"},
            "parent": {"allOf": [ref("Base")]}, "parts": {"type": "array", "items": ref("Thing"), "maxItems": 3}}}]},
        "Cat": {"type": "object", "required": ["kind", "lives"],
                "properties": {"kind": {**text, "enum": ["Cat"]}, "lives": {"type": "integer"}}},
        "Dog": {"type": "object", "required": ["kind", "tricks"],
                "properties": {"kind": {**text, "enum": ["Dog"]}, "tricks": {"type": "array", "items": text}}},
        "Pet": {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}},
        "Page": {"type": "object", "required": ["data"], "properties": {
            "data": {"type": "array", "items": ref("Thing")}, "pets": {"type": "array", "items": ref("Pet")},
            "next": nullable("string", version, format="uri"), "total": {"type": "integer"}}},
    }  # fmt: skip


def document(version: str) -> dict[str, Any]:
    content = {"application/json": {"schema": ref("Page")}, "application/*+json": {"schema": ref("Thing")}}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"responses": {"2XX": {"description": "ok", "content": content}}}}},
        "components": {"schemas": schemas(version)},
    }


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(("name", "media_type"), [
    ("Page", "application/json"), ("Thing", "application/vnd.thing.v2+json;charset=UTF-8"),
])  # fmt: skip
def test_silent_on_what_is_drawn_and_exact_on_what_is_broken(scripts, version, name, media_type):
    bodies, breaking = scripts
    tree = document(version)
    judge = Judge(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    declared = jsonschema_rs.Draft202012Validator({**tree, **ref(name)}, validate_formats=True)
    rng = Random(f"{version} {name}")
    drawer = bodies.Drawer(tree, rng)

    def found(body: Any) -> list[tuple[str, str | None]]:
        response = Response(200, Headers([("content-type", media_type)]), json.dumps(body).encode())
        exchange = Exchange(Request("GET", "https://a.example.com/things", Headers()), response, SeenIn("a.har", 0))
        return [(each.rule, each.pointer) for each in judge.judge(exchange).sightings]

    broken = set()
    for _ in range(60):
        body = drawer.draw(ref(name))
        if version == "3.1.0":
            written = json.dumps(tree["components"])
            assert '"password"' in written  # required of a request, so a draw lacks it
            errors = [error for error in declared.iter_errors(body) if "password" not in error.message]
            assert errors == []
        assert found(body) == []
        for mutation in breaking.mutations(body, drawer.places, rng, 8):
            assert found(mutation.body) == [(mutation.rule, mutation.pointer)], (mutation, body)
            broken.add(mutation.operator)
    assert broken >= {"null", "another type", "stringify", "drop", "add", "rename: case", "misspell", "beyond bounds"}
    assert name != "Page" or "in an alternative" in broken


def test_operators_leave_the_body_they_edit_alone(scripts):
    bodies, breaking = scripts
    drawer = bodies.Drawer(document("3.0.3"), Random(1))
    body = drawer.draw(ref("Page"))
    before = json.dumps(body)
    assert list(breaking.mutations(body, drawer.places, Random(2), 50))
    assert json.dumps(body) == before
