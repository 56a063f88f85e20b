"""Lint names what is wrong with a document, its examples and its overlays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from driftgate.completion import completed
from driftgate.contract import Contract, load_contract
from driftgate.document import parse_document
from driftgate.lint import lint
from driftgate.overlay import overlay_of

CONTRACT = Path(__file__).parent.parent / "openapi"
OPERATION = "GET /v1.0/numbers/inventory"


def document(**changes: Any) -> bytes:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {
            "/pets": {
                "get": {
                    "operationId": "listPets",
                    "responses": {
                        "200": {
                            "description": "ok",
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "type": "object",
                                        "required": ["name"],
                                        "properties": {"name": {"type": "string"}, "tame": {"type": "boolean"}},
                                    },
                                    "example": {"name": "Rex", "tame": True},
                                }
                            },
                        }
                    },
                }
            }
        },
    }
    tree.update(changes)
    return json.dumps(tree, indent=1).encode()


def contract(raw: bytes, *overlays: dict[str, Any]) -> Contract:
    return Contract(
        parse_document(raw, name="pets.json"),
        [overlay_of(each, name=f"{index:03}-test.overlay.yaml") for index, each in enumerate(overlays)],
    )


def found(judged: Contract) -> list[tuple[str, ...]]:
    judgement = lint(judged, effective=completed(judged))
    return sorted(
        (str(each.severity), each.rule, each.pointer or each.document_pointer or "", each.observed or "")
        for each in judgement.findings
    )


def test_a_sound_document_has_no_findings() -> None:
    assert found(contract(document())) == []


def test_the_vendored_page_with_the_reviewed_glossary_alone_has_its_ten_defects() -> None:
    whole = load_contract(CONTRACT)
    glossary = [each for each in whole.overlays if "015-glossary" in each.name]
    judged = Contract(whole.document, glossary)
    assert found(judged) == [
        ("error", "id-prefix-mismatch", "/PhoneNumbers/*/AssignedSubscriberId", "prefix SID"),
        ("error", "server-path-overlap", "/servers/0/url", "base path /v1.0"),
        ("error", "string-typed-boolean", "/PhoneNumbers/*/MessageEnabled", 'string "true"'),
        ("error", "string-typed-boolean", "/PhoneNumbers/*/VoiceEnabled", 'string "true"'),
        ("error", "undefined-security-scheme", "/security/0/BearerAuth", "scheme BearerAuth"),
        ("note", "contradictory-flag", "/PhoneNumbers/*/VoiceEnabled", "flag on"),
        ("note", "malformed-id", "/AccountId", "groups of 7-4-4-4-12, not all hexadecimal"),
        ("note", "malformed-id", "/PhoneNumbers/*/AssignedSubscriberId", "groups of 4-4-4-12-4-6"),
        ("note", "malformed-id", "/PhoneNumbers/*/VoiceRouteId", "groups of 8-4-4-4-11, not all hexadecimal"),
        (
            "note",
            "prose-example-conflict",
            "/paths/~1v1.0~1numbers~1inventory/get/description",
            "prefix NID",
        ),
        ("warning", "missing-operation-id", "/paths/~1v1.0~1numbers~1inventory/get", "missing"),
        ("warning", "parameter-type-conflict", "query:PageNumber", "string"),
        (
            "warning",
            "untyped-response",
            "/paths/~1v1.0~1numbers~1inventory/get/responses/200/content/application~1json/schema",
            "a bare object",
        ),
    ]


def test_every_finding_on_the_vendored_page_has_its_line() -> None:
    judged = load_contract(CONTRACT)
    lines = (CONTRACT / "openapi.json").read_text("utf-8").splitlines()
    by_rule = {
        (each.rule, each.pointer): lines[(each.line or 0) - 1].strip()
        for each in lint(judged, effective=completed(judged)).findings
    }
    assert by_rule["string-typed-boolean", "/PhoneNumbers/*/MessageEnabled"] == '"MessageEnabled": "true",'
    assert by_rule["id-prefix-mismatch", "/PhoneNumbers/*/AssignedSubscriberId"].startswith(
        '"AssignedSubscriberId": "SID-'
    )
    assert by_rule["server-path-overlap", None].startswith('"url": "https://api.telegent.com/v1.0"')


def test_a_defect_that_an_overlay_mends_names_the_action_that_cured_it() -> None:
    raw = document(security=[{"Key": []}])
    overlay = {
        "overlay": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "actions": [
            {"target": "$.info", "update": {"description": "d"}},
            {
                "target": "$",
                "update": {
                    "components": {"securitySchemes": {"Key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}
                },
            },
        ],
    }
    (finding,) = lint(contract(raw, overlay)).findings
    assert (finding.rule, finding.cured_by) == ("undefined-security-scheme", "000-test.overlay.yaml#1")


def test_an_idle_action_is_named_and_cures_nothing() -> None:
    overlay = {
        "overlay": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "actions": [{"target": "$.paths['/gone']", "update": {"summary": "x"}}],
    }
    findings = lint(contract(document(security=[{"Key": []}]), overlay)).findings
    assert sorted((each.rule, each.observed, each.cured_by) for each in findings) == [
        ("idle-overlay-action", "selects nothing", None),
        ("undefined-security-scheme", "scheme Key", None),
    ]


def test_an_example_is_counted_once_for_each_record_and_shape() -> None:
    tree = json.loads(document())
    media_type = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    media_type["schema"] = {"type": "array", "items": media_type["schema"]}
    media_type["example"] = [{"name": "a", "tame": "true"}, {"name": "b", "tame": "true"}, {"name": "c", "tame": "No"}]
    findings = lint(contract(json.dumps(tree).encode())).findings
    assert sorted((each.rule, each.pointer, each.observed, each.count, each.out_of) for each in findings) == [
        ("string-typed-boolean", "/*/tame", 'string "No"', 1, 3),
        ("string-typed-boolean", "/*/tame", 'string "true"', 2, 3),
    ]


def test_a_tie_between_examples_is_left_to_a_person() -> None:
    tree = json.loads(document())
    media_type = tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]
    media_type["schema"] = {"type": "object"}
    media_type["example"] = {
        "pets": [
            {"id": "DOG-73af1e73-d7b3-4696-bdd9-5b407d9e99ee"},
            {"id": "CAT-73af1e73-d7b3-4696-bdd9-5b407d9e99ee"},
        ]
    }
    judged = contract(json.dumps(tree).encode())
    assert [(each[1], each[2]) for each in found(judged)] == [
        ("conflicting-examples", "/pets/*/id"),
        ("untyped-response", "/paths/~1pets/get/responses/200/content/application~1json/schema"),
    ]
