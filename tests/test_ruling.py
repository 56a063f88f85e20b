"""How much what broke an inferred promise weighs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.finding import Severity
from driftgate.judge import Judge
from driftgate.scan import json_body


@pytest.mark.parametrize(
    ("support", "source", "severity"),
    [
        (9, "recordings", Severity.NOTE),
        (10, "recordings", Severity.ERROR),
        (60, "recordings", Severity.ERROR),
        (1, "examples", Severity.ERROR),
    ],
)
def test_a_type_of_few_recorded_bodies_is_worth_a_note(support: int, source: str, severity: Severity) -> None:
    schema = {"type": "string", "x-inferred": {"support": support, "from": source}}
    answer = {"description": "A", "content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
    }
    contract = Contract(parse_document(json.dumps(document).encode(), name="d"))
    judged = Judge(contract).judge(json_body(contract, "GET /a", 200, b"1", name="b"))

    assert [(each.rule, each.severity) for each in judged.sightings] == [("type-mismatch", severity)]


@pytest.mark.parametrize(
    ("support", "severities"), [(599, [Severity.NOTE] * 3), (600, [Severity.ERROR, Severity.ERROR, Severity.WARNING])]
)
def test_what_never_came_in_few_recorded_bodies_is_worth_a_note(support: int, severities: list[Severity]) -> None:
    told = {"support": support, "from": "recordings"}
    schema = {
        "type": "object",
        "required": ["c"],
        "properties": {"a": {"type": "string", "x-inferred": told}, "b": {"type": "integer", "x-inferred": told}},
        "x-inferred": told,
    }
    answer = {"description": "A", "content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
    }
    contract = Contract(parse_document(json.dumps(document).encode(), name="d"))
    judged = Judge(contract).judge(json_body(contract, "GET /a", 200, b'{"a": null, "b": 1.5}', name="b"))

    found = sorted((each.pointer or "", each.rule, each.severity) for each in judged.sightings)
    rules = [("/a", "unexpected-null"), ("/b", "type-mismatch"), ("/c", "missing-property")]
    assert found == [(*rule, severity) for rule, severity in zip(rules, severities, strict=True)]


@pytest.mark.parametrize(
    ("promised", "value", "needed"),
    [
        ({"type": "string", "format": "date-time"}, "soon", 10),
        ({"type": "string", "format": "uuid"}, "0-0", 10),
        ({"type": "string", "x-id-prefix": "AID", "pattern": "-[0-9]{4}$"}, "AID-12345", 10),
        ({"type": "string", "pattern": "^[A-Z]{2}$"}, "a", 20),
        ({"type": "string", "minLength": 2, "maxLength": 2}, "a", 20),
        ({"type": "integer", "minimum": 0}, -1, 20),
        ({"type": "array", "items": {}, "minItems": 1}, [], 20),
        ({"type": "string", "enum": ["movie", "series"]}, "game", 30),
        ({"type": "string", "format": "uri", "pattern": "^https://a\\.example/"}, "https://b.example/", 30),
    ],
)
def test_the_likelier_something_new_breaks_a_promise_the_more_bodies_make_it_a_warning(
    promised: dict[str, Any], value: Any, needed: int
) -> None:
    def severities(support: int) -> list[Severity]:
        schema = {**promised, "x-inferred": {"support": support, "from": "recordings"}}
        answer = {"description": "A", "content": {"application/json": {"schema": schema}}}
        document = {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": answer}}}},
        }
        contract = Contract(parse_document(json.dumps(document).encode(), name="d"))
        body = json_body(contract, "GET /a", 200, json.dumps(value).encode(), name="b")
        return [each.severity for each in Judge(contract).judge(body).sightings]

    assert severities(needed - 1) == [Severity.NOTE]
    assert severities(needed) == [Severity.WARNING]
