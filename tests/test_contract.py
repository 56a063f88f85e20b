"""The effective contract: promises, validators, and what rests on inference."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract, load_contract, load_spec
from driftgate.document import parse_document
from driftgate.errors import ContractError
from driftgate.media_type import is_json
from driftgate.overlay import overlay_of

THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
JSON = "application/json"


def document(*, schema: Any = THING, **members: Any) -> bytes:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/things": {
                "get": {
                    "operationId": "listThings",
                    "responses": {
                        "200": {"description": "ok", "content": {JSON: {"schema": schema}, "text/csv": {}}},
                        "4XX": {"description": "no", "content": {"application/problem+json": {"schema": THING}}},
                    },
                    **members,
                }
            }
        },
    }
    return json.dumps(tree).encode()


def contract(raw: bytes | None = None, *overlays: list[dict[str, Any]]) -> Contract:
    return Contract(
        parse_document(raw or document(), name="things.json"),
        [
            overlay_of({"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": actions},
                       name=f"0{index}0-t.overlay.yaml")
            for index, actions in enumerate(overlays)
        ],
    )  # fmt: skip


def promise(judged: Contract, status: int, content_type: str | None = JSON) -> Any:
    return judged.promise(judged.operations[0], status, content_type)


def test_promises_by_status_and_media_type():
    judged = contract()
    assert promise(judged, 200).schema_pointer == "/paths/~1things/get/responses/200/content/application~1json/schema"
    assert promise(judged, 200, "application/JSON; charset=utf-8").media_type.name == JSON
    assert promise(judged, 200, "text/html").media_type is None
    assert promise(judged, 404, "application/problem+json").response.status == "4XX"
    assert promise(judged, 500).response is None
    assert promise(judged, 404, None).media_type.name == "application/problem+json"  # the only one it can be
    assert promise(judged, 200, None).media_type is None


def test_a_promise_is_made_once_and_forgotten_when_there_are_too_many():
    judged = contract()
    assert promise(judged, 200) is promise(judged, 200)
    for number in range(10_005):
        promise(judged, 200, f"text/x-{number}")
    assert len(judged._promises) <= 10_001


@pytest.mark.parametrize(("name", "json"), [
    ("application/json+sarif", True), ("application/x-json", True), ("application/vnd.a.json", True),
    ("application/json-seq", False), ("application/x-ndjson", False), ("application/jsonp", False), ("+json", False),
])  # fmt: skip
def test_knows_json_in_the_ways_around_its_name(name, json):
    assert is_json(name) is json


def test_knows_json_by_its_name():
    assert [is_json(name) for name in (JSON, "text/json", "application/hal+json", "text/html", "")] == [True] * 3 + [
        False
    ] * 2


@pytest.mark.parametrize(("schema", "items"), [
    ({"type": "array", "items": THING}, ""),
    ({"type": "object", "properties": {"a": {"type": "array", "items": THING}, "n": {"type": "integer"}}}, "/a"),
    ({"type": "object", "properties": {"a/b": {"type": "array", "items": THING}}}, "/a~1b"),
    ({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}, None),
    ({"type": "object", "properties": {name: {"type": "array", "items": THING} for name in "ab"}}, None),
    (THING, None),
])  # fmt: skip
def test_finds_the_records_of_a_collection_by_its_schema(schema, items):
    found = promise(contract(document(schema=schema)), 200)
    assert (found.items, found.items_promised) == (items, False)


def test_pagination_says_where_the_records_are():
    judged = contract(document(**{"x-pagination": {"items": "/data/list"}}))
    assert (promise(judged, 200).items, promise(judged, 200).items_promised) == ("/data/list", True)
    assert promise(judged, 404).items is None


def test_finds_operations_by_name_and_id():
    judged = contract()
    for name in ("GET /things", "get /things", "listThings"):
        assert judged.operation(name).name == "GET /things"
    with pytest.raises(ContractError, match=r"no operation 'GET /thing'\. Near: GET /things"):
        judged.operation("GET /thing")


def test_compiles_a_validator_once_for_each_direction_and_strictness():
    judged = contract()
    pointer = promise(judged, 200).schema_pointer
    assert judged.validator(pointer) is judged.validator(pointer)
    assert judged.validator(pointer).is_valid({"id": 1})
    assert not judged.validator(pointer).is_valid({"id": 1, "more": 1})
    assert judged.validator(pointer, strict=False).is_valid({"id": 1, "more": 1})


def test_one_broken_schema_does_not_break_the_others():
    schema = {"type": "object", "properties": {"a": {"type": "nonsense", "pattern": "["}, "b": {"type": "integer"}}}
    judged = contract(document(schema=schema))
    assert not judged.validator(promise(judged, 200).schema_pointer).is_valid({"b": "x"})
    assert [each.keyword for each in judged.schema_defects] == ["type", "pattern"]


INFERRED = {"support": 2, "from": "examples"}
PLACE = "/paths/~1things/get/responses/200/content/application~1json/schema"
TARGET = "$.paths['/things'].get.responses['200'].content['application/json'].schema"


def typed(**keywords: Any) -> list[dict[str, Any]]:
    return [{"target": TARGET, "update": {"x-inferred": INFERRED, **keywords}}]


def test_an_inferred_keyword_rests_on_inference_and_a_declared_one_does_not():
    judged = contract(document(schema={"type": "object"}), typed(minProperties=1))
    assert judged.support(PLACE, "minProperties") == INFERRED
    assert contract().support(PLACE, "type") is None


def test_what_a_reviewer_changed_no_longer_rests_on_inference():
    overlays = (
        typed(minProperties=1, required=["a", "b"]),
        [{"target": TARGET, "update": {"minProperties": 2, "required": ["c"]}}],
    )
    judged = contract(document(schema={"type": "object"}), *overlays)
    assert judged.support(PLACE, "minProperties") is None
    assert judged.support(PLACE, "required", "a") == INFERRED
    assert judged.support(PLACE, "required", "c") is None


def test_a_reviewer_who_takes_the_mark_off_has_reviewed_it_all():
    judged = contract(
        document(schema={"type": "object"}),
        typed(minProperties=1),
        [{"target": f"{TARGET}['x-inferred']", "remove": True}],
    )
    assert judged.support(PLACE, "minProperties") is None


def test_names_what_must_not_be_shown():
    schema = {
        "type": "object",
        "properties": {
            "pin": {"type": "string", "x-sensitive": True},
            "secret": {"type": "string", "format": "password"},
            "name": {"type": "string", "example": {"x-sensitive": True}},
        },
    }
    listed = [{"name": "key", "in": "query", "schema": {"x-sensitive": True}}]
    assert contract(document(schema=schema, parameters=listed)).sensitive_names == {"pin", "secret", "key"}


def test_the_digest_ignores_the_order_of_keys():
    tree = json.loads(document())
    turned = json.dumps(dict(reversed(tree.items()))).encode()
    assert contract(turned).sha256 == contract().sha256
    assert contract(document(summary="other")).sha256 != contract().sha256


def test_a_glossary_must_map_names_to_names():
    ours = {"target": "$", "update": {"components": {"x-id-prefixes": {"A": 5}}}}
    overlay = overlay_of({"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": [ours]}, name="o")
    with pytest.raises(ContractError, match="must map each prefix"):
        _ = Contract(parse_document(document(), name="t.json"), [overlay]).glossary


def test_loads_a_folder_with_its_overlays(tmp_path):
    (tmp_path / "openapi.json").write_bytes(document())
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "010-title.overlay.yaml").write_text(
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.info\n  update: {title: Others}\n".replace(
            "\\\n", "\n"
        )
    )
    judged = load_contract(tmp_path)
    assert judged.tree["info"]["title"] == "Others"
    assert judged.document.tree["info"]["title"] == "Things"


def test_says_what_to_do_with_something_else(tmp_path):
    (tmp_path / "openapi.json").write_bytes(document())
    with pytest.raises(ContractError, match="Judge one bare document with --spec"):
        load_contract(tmp_path / "openapi.json")
    with pytest.raises(ContractError, match=r"has no openapi\.json"):
        load_contract(tmp_path / "empty")
    assert load_spec(str(tmp_path / "openapi.json")).overlays == ()
