"""Operations, read with every reference followed."""

from __future__ import annotations

import pytest

from driftgate.errors import ContractError
from driftgate.operation import read_operations
from driftgate.pagination import read_pagination

TREE = {
    "openapi": "3.0.3",
    "security": [{"Key": []}],
    "servers": [{"url": "https://a.example.com"}],
    "paths": {
        "/things/{id}": {
            "servers": [{"url": "https://b.example.com"}],
            "parameters": [
                {"name": "id", "in": "path", "schema": {"type": "string"}},
                {"name": "lang", "in": "header", "schema": {"type": "string"}},
                {"$ref": "#/components/parameters/Page"},
            ],
            "get": {
                "operationId": "getThing",
                "summary": "One thing",
                "tags": ["Things"],
                "security": [],
                "parameters": [
                    {"name": "lang", "in": "header", "required": True, "schema": {"type": "integer"}},
                    {"name": "lang", "in": "query", "style": "pipeDelimited", "schema": {"type": "array"}},
                    {"name": "broken", "in": "nowhere"},
                    {"in": "query"},
                    {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
                ],
                "responses": {
                    "200": {"$ref": "#/components/responses/Ok"},
                    "4xx": {"description": "refused", "x-retry": {"backoff": "constant"}},
                    "default": {"description": "rest", "x-retry": True},
                    "x-note": {},
                },
            },
            "put": {
                "requestBody": {"$ref": "#/components/requestBodies/Thing"},
                "servers": [{"url": "https://c.example.com"}],
            },
            "x-internal": True,
        },
        "/copy": {"$ref": "#/paths/~1things~1{id}"},
        "/gone": {"$ref": "#/nowhere"},
        "x-paths": {},
    },
    "components": {
        "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
        "responses": {
            "Ok": {
                "description": "ok",
                "headers": {"X-Trace": {"$ref": "#/components/headers/Trace"}, "Content-Type": {"required": True}},
                "content": {
                    "Application/JSON; v=1": {
                        "schema": {"type": "object"},
                        "example": {"a": 1},
                        "examples": {"more": {"$ref": "#/components/examples/More"}, "empty": {"summary": "none"}},
                    },
                    "image/*": {},
                    "x-extra": {},
                },
            }
        },
        "headers": {"Trace": {"required": True, "schema": {"type": "string"}}},
        "examples": {"More": {"value": {"a": 2}}},
        "requestBodies": {"Thing": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
    },
}


@pytest.fixture(scope="module")
def operations():
    return {each.name: each for each in read_operations(TREE)}


@pytest.fixture(scope="module")
def thing(operations):
    return operations["GET /things/{id}"]


def test_reads_every_method_of_every_path(operations):
    assert list(operations) == ["GET /things/{id}", "PUT /things/{id}", "GET /copy", "PUT /copy"]


def test_reads_names_tags_and_pointer(thing):
    assert (thing.operation_id, thing.summary, thing.tags, thing.method, thing.path, thing.pointer) == (
        "getThing", "One thing", ("Things",), "GET", "/things/{id}", "/paths/~1things~1{id}/get",
    )  # fmt: skip


def test_parameters_of_the_operation_override_those_of_the_path(thing):
    listed = [(each.name, each.location, each.required, each.style, each.explode) for each in thing.parameters]
    assert listed == [
        ("id", "path", True, "simple", False),
        ("lang", "header", True, "simple", False),
        ("page", "query", False, "form", True),
        ("lang", "query", False, "pipeDelimited", False),
        ("filter", "query", False, "form", True),
    ]
    assert thing.parameter("lang", "header").schema == {"type": "integer"}
    assert thing.parameter("page").pointer == "/components/parameters/Page"
    assert thing.parameter("filter").schema_pointer.endswith("/content/application~1json/schema")
    assert thing.parameter("gone") is None


def test_finds_the_response_for_a_status(thing):
    assert thing.response_for(200).pointer == "/components/responses/Ok"
    assert thing.response_for(404).status == "4XX"
    assert thing.response_for(500).status == "default"
    assert thing.response_for(404).retry == {"backoff": "constant"}
    assert thing.response_for(500).retry == {}
    assert thing.response_for(200).retry is None


def test_finds_the_media_type_for_a_content_type(thing):
    ok = thing.response_for(200)
    assert ok.media_type_for("application/json").pointer == "/components/responses/Ok/content/Application~1JSON; v=1"
    assert ok.media_type_for("image/png").name == "image/*"
    assert ok.media_type_for("text/plain") is None


def test_reads_examples_with_their_places(thing):
    media_type = thing.response_for(200).media_type_for("application/json")
    assert media_type.examples == {
        "example": ("/components/responses/Ok/content/Application~1JSON; v=1/example", {"a": 1}),
        "more": ("/components/examples/More/value", {"a": 2}),
    }


def test_reads_headers_but_for_content_type(thing):
    assert [(each.name, each.required, each.schema_pointer) for each in thing.response_for(200).headers] == [
        ("X-Trace", True, "/components/headers/Trace/schema")
    ]


def test_reads_request_bodies(operations, thing):
    assert operations["PUT /things/{id}"].request_body.required
    assert list(operations["PUT /things/{id}"].request_body.content) == ["application/json"]
    assert thing.request_body is None


def test_security_and_servers_come_from_the_nearest(operations, thing):
    assert thing.security == ()
    assert operations["PUT /things/{id}"].security == ({"Key": []},)
    assert [each["url"] for each in thing.servers] == ["https://b.example.com"]
    assert [each["url"] for each in operations["PUT /things/{id}"].servers] == ["https://c.example.com"]


def test_reads_pagination_with_its_defaults():
    read = read_pagination({"items": "/L", "page": "p"}, "GET /x")
    assert (read.style, read.first, read.page, read.limit, read.echo) == ("page", 1, "p", None, {})
    assert read_pagination(None, "GET /x") is None


@pytest.mark.parametrize(("raw", "message"), [
    ([], "must be an object whose `items` points at the records"),
    ({"page": "p"}, "must be an object whose `items` points at the records"),
    ({"items": "/L", "pages": 1}, "has an unknown field 'pages'"),
    ({"items": "/L", "page": 5}, "needs text as `page`"),
    ({"items": "L"}, "has 'L' as 'items', which is no pointer: /L?"),
    ({"items": "/L", "identity": "Id"}, "has 'Id' as 'identity', which is no pointer: /Id?"),
    ({"items": "/L", "echo": {"Page": ""}}, "has '' as 'Page', which is no pointer"),
    ({"items": "/L", "echo": {"Page": "P"}}, "has 'P' as 'Page', which is no pointer: /P?"),
    ({"items": "/L", "first": "1"}, "needs a number as `first`"),
    ({"items": "/L", "echo": []}, "an object of pointers as `echo`"),
    ({"items": "/L", "echo": {"p": 5}}, "an object of pointers as `echo`"),
])  # fmt: skip
def test_refuses_a_pagination_that_says_nothing(raw, message):
    with pytest.raises(ContractError, match=message):
        read_pagination(raw, "GET /x")


@pytest.mark.parametrize(("listed", "named", "entry"), [
    (["application/json"], "application/json; charset=utf-8", "application/json"),
    (["application/json; charset=utf-8"], "application/json", "application/json; charset=utf-8"),
    (["Application/JSON"], 'application/json;charset="UTF-8"', "Application/JSON"),
    (["application/json;v=1", "application/json; v=2"], 'application/json; charset=utf-8; V="2"', "application/json; v=2"),
    (["application/json;v=1", "application/json; v=2"], "application/json", "application/json;v=1"),
    (["application/*+json", "*/*"], "application/vnd.a.v1+json; q=1", "application/*+json"),
    (["application/*+json", "*/*"], "application/xml", "*/*"),
    (["application/*", "*/*"], "application/vnd.a+json", "application/*"),
    (["*/*", "application/json"], "application/json", "application/json"),
    (["application/json"], "text/plain", None),
    (["application/json"], "", None),
    (["application/json;v=1", "application/json;v=2"], "", None),
])  # fmt: skip
def test_finds_the_entry_of_a_media_type(listed, named, entry):
    content = {name: {"schema": {"title": name}} for name in listed}
    (operation,) = read_operations({"paths": {"/a": {"get": {"responses": {"200": {"content": content}}}}}})
    found = operation.responses["200"].media_type_for(named)
    assert (found and found.pointer.rpartition("/")[2].replace("~1", "/")) == entry
