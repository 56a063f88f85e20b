"""How much what broke an inferred promise weighs."""

from __future__ import annotations

import json

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
