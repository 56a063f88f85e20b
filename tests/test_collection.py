"""Collections: what `x-pagination` says, made ready to be asked of answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.collection import collection_of, is_page, promised_types, schema_at
from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge

ITEM = {"type": "object", "properties": {"id": {"type": "string"}, "state": {"type": "string", "enum": ["a", "b"]}}}
SCHEMA = {
    "type": "object",
    "required": ["meta"],
    "properties": {
        "account": {"type": "string", "x-id-prefix": "AC"},
        "other": {"type": "string", "x-id-prefix": "XX"},
        "meta": {
            "type": "object",
            "required": ["page"],
            "properties": {"page": {"type": "integer"}, "total": {"type": "number", "nullable": True}},
        },
        "data": {"$ref": "#/components/schemas/Data"},
    },
}


def contract(*, parameters: list[Any], path: str = "/things", **pagination: Any) -> Contract:
    paged = {"items": "/data/list", "total": "/meta/total", "identity": "/id", **pagination}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            path: {
                "get": {
                    "parameters": parameters,
                    "x-pagination": paged,
                    "responses": {
                        "200": {"description": "", "content": {"application/json": {"schema": SCHEMA}}},
                        "400": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}},
                    },
                }
            }
        },
        "components": {
            "x-id-prefixes": {"AC": "account"},
            "schemas": {"Data": {"properties": {"list": {"type": "array", "items": ITEM}}}},
        },
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


QUERY = [
    {"name": "page", "in": "query", "schema": {"type": "integer"}},
    {"name": "size", "in": "query", "schema": {"type": "integer", "default": 20}},
    {"name": "state", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/state"}},
]
ALL = {"page": "page", "limit": "size", "echo": {"page": "/meta/page"}}


def read(made: Contract) -> Any:
    return collection_of(made, made.promise(made.operations[0], 200, "application/json"))


def test_knows_where_everything_stands():
    made = read(contract(parameters=QUERY, **ALL))
    assert (made.items, made.total, made.identity) == (("data", "list"), ("meta", "total"), ("id",))
    assert (made.items_pointer, made.identity_pointer) == ("/data/list", "/data/list/*/id")
    assert made.document_pointer == "/paths/~1things/get/x-pagination"
    assert made.constants == ("account",)
    assert not made.is_flat
    assert not made.reads_elsewhere


def test_knows_what_parameters_mean_and_how_surely():
    made = read(contract(parameters=QUERY, **ALL))
    assert (made.page.name, made.page.assumed, made.limit.default) == ("page", False, 20)
    (filtering,) = made.filterings
    assert (filtering.asked.assumed, filtering.pointer, filtering.allowed) == (True, "/data/list/*/state", ("a", "b"))
    (echo,) = made.echoes
    assert (echo.tokens, echo.types, echo.required, echo.absent) == (("meta", "page"), {"integer"}, True, 1)


def test_only_listed_successes_are_pages():
    made = contract(parameters=QUERY, **ALL)
    operation = made.operations[0]
    assert [is_page(made.promise(operation, status, "application/json")) for status in (200, 206, 400)] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("pointer", "found"), [
    ("", "/root"),
    ("/meta/page", "/root/properties/meta/properties/page"),
    ("/data/list", "/components/schemas/Data/properties/list"),
    ("/data/list/*/id", "/components/schemas/Data/properties/list/items/properties/id"),
    ("/gone", None),
    ("/meta/page/deeper", None),
])  # fmt: skip
def test_finds_the_schema_of_a_place(pointer, found):
    made = contract(parameters=[])
    root = made.promise(made.operations[0], 200, "application/json").schema_pointer
    assert schema_at(made, root, pointer) == (found.replace("/root", root) if found else None)
    assert schema_at(made, None, pointer) is None


def test_names_the_types_of_a_place():
    made = contract(parameters=[])
    root = made.promise(made.operations[0], 200, "application/json").schema_pointer
    assert promised_types(made, schema_at(made, root, "/meta/total")) == {"number", "integer", "null"}
    assert promised_types(made, schema_at(made, root, "/account")) == {"string"}
    assert promised_types(made, None) == frozenset()
    assert promised_types(made, "/nowhere") == frozenset()


def rules(made: Contract, url: str, body: Any, headers: tuple[tuple[str, str], ...] = ()) -> list[str]:
    exchange = Exchange(
        Request("GET", f"https://a.example.com{url}", Headers(headers)),
        Response(200, Headers([("Content-Type", "application/json")]), json.dumps(body)),
        SeenIn("a.har", 0),
    )
    judged = Judge(made).judge(exchange)
    return [each.rule for each in judged.sightings if each.rule != "request-violation"] + (
        [f"page {judged.step.page.number}"] if judged.step else []
    )


def body(page: int, *ids: str, total: int = 9) -> dict[str, Any]:
    return {"meta": {"page": page, "total": total}, "data": {"list": [{"id": each} for each in ids]}}


def test_reads_the_page_from_the_path():
    listed = [{"name": "page", "in": "path", "required": True, "schema": {"type": "integer"}}]
    made = contract(parameters=listed, path="/things/{page}", page="page", echo={"page": "/meta/page"})
    assert rules(made, "/things/3", body(3, "a")) == ["page 3"]
    assert rules(made, "/things/3", body(1, "a")) == ["echo-mismatch", "page 3"]


def test_reads_the_limit_from_a_header():
    listed = [QUERY[0], {"name": "X-Size", "in": "header", "schema": {"type": "integer"}}]
    made = contract(parameters=listed, page="page", limit="X-Size")
    assert rules(made, "/things?page=2", body(2, "a", "b"), (("x-size", "1"),)) == ["count-mismatch", "page 2"]
    assert rules(made, "/things?page=2", body(2, "a", "b"), (("x-size", "5"),)) == ["page 2"]
    assert rules(made, "/things?page=2", body(2, "a", "b")) == ["page 2"]


def test_takes_a_parameter_that_the_operation_does_not_list():
    made = contract(parameters=[], page="page", echo={"page": "/meta/page"})
    assert rules(made, "/things?page=2", body(1, "a")) == ["echo-mismatch", "page 2"]
    assert rules(made, "/things", body(1, "a", "b", total=1)) == ["count-mismatch", "page 1"]
