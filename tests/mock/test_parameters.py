from __future__ import annotations

import json

import pytest

from driftgate.mock import Mock


def parameter(location, schema, **rest):
    name = rest.pop("name", "p")
    return {"name": name, "in": location, "schema": schema, **rest}


INTEGERS = {"type": "array", "items": {"type": "integer"}, "maxItems": 2}
POINT = {"type": "object", "required": ["x"], "properties": {"x": {"type": "integer"}, "y": {"type": "string"}}}
OK = {"200": {"description": "ok"}, "400": {"description": "bad"}}


@pytest.mark.parametrize(
    ("given", "target", "headers", "status"),
    [
        # query, form
        (parameter("query", INTEGERS), "/a?p=1&p=2", {}, 200),
        (parameter("query", INTEGERS), "/a?p=1&p=2&p=3", {}, 400),
        (parameter("query", INTEGERS), "/a?p=1", {}, 200),
        (parameter("query", INTEGERS), "/a?p=x", {}, 400),
        (parameter("query", INTEGERS, explode=False), "/a?p=1,2", {}, 200),
        (parameter("query", INTEGERS, explode=False), "/a?p=1,x", {}, 400),
        (parameter("query", INTEGERS), "/a?p[]=1&p[]=2", {}, 200),
        (parameter("query", INTEGERS, style="pipeDelimited", explode=False), "/a?p=1|2", {}, 200),
        (parameter("query", INTEGERS, style="spaceDelimited", explode=False), "/a?p=1%202", {}, 200),
        (parameter("query", POINT), "/a?x=1&y=b", {}, 200),
        (parameter("query", POINT), "/a?x=b", {}, 400),
        (parameter("query", POINT, explode=False), "/a?p=x,1,y,b", {}, 200),
        (parameter("query", POINT, explode=False), "/a?p=x,b", {}, 400),
        (parameter("query", POINT, style="deepObject"), "/a?p[x]=1&p[y]=b", {}, 200),
        (parameter("query", POINT, style="deepObject"), "/a?p[y]=2", {}, 400),
        (parameter("query", POINT, style="deepObject", required=True), "/a", {}, 400),
        # query, scalars
        (parameter("query", {"type": "boolean"}), "/a?p=true", {}, 200),
        (parameter("query", {"type": "boolean"}), "/a?p=True", {}, 400),
        (parameter("query", {"type": "number"}), "/a?p=1.5e3", {}, 200),
        (parameter("query", {"type": "integer"}), "/a?p=1.0", {}, 200),
        (parameter("query", {"type": "string", "nullable": True, "minLength": 9}), "/a?p=null", {}, 200),
        (
            parameter("query", {"anyOf": [{"type": "integer"}, {"enum": ["all"], "type": "string"}]}),
            "/a?p=all",
            {},
            200,
        ),
        (parameter("query", {"anyOf": [{"type": "integer"}, {"enum": ["all"], "type": "string"}]}), "/a?p=no", {}, 400),
        (parameter("query", {}), "/a?p=anything", {}, 200),
        (parameter("query", {"type": "integer"}, required=True), "/a", {}, 400),
        (parameter("query", {"type": "integer", "format": "int64"}), "/a?p=9223372036854775807", {}, 200),
        (parameter("query", {"type": "integer", "format": "int64"}), "/a?p=9223372036854775808", {}, 400),
        (parameter("query", {"type": "string", "pattern": "("}), "/a?p=x", {}, 200),
        # headers and cookies
        (parameter("header", INTEGERS, name="X-P"), "/a", {"x_p": "1,2"}, 200),
        (parameter("header", INTEGERS, name="X-P"), "/a", {"x_p": "1,x"}, 400),
        (parameter("header", POINT, name="X-P"), "/a", {"x_p": "x,1"}, 200),
        (parameter("header", POINT, name="X-P", explode=True), "/a", {"x_p": "x=1,y=b"}, 200),
        (parameter("header", {"type": "integer"}, name="X-P", required=True), "/a", {}, 400),
        (parameter("header", {"type": "integer"}, name="Accept"), "/a", {"accept": "*/*"}, 200),
        (parameter("cookie", {"type": "integer"}), "/a", {"cookie": "q=x; p=1"}, 200),
        (parameter("cookie", {"type": "integer"}), "/a", {"cookie": "p=x"}, 400),
    ],
)
def test_a_parameter_is_read_as_its_style_writes_it(contract_of, ask, given, target, headers, status):
    mock = Mock(contract_of({"/a": {"get": {"parameters": [given], "responses": OK}}}))
    assert ask(mock, target=target, **headers).status == status


@pytest.mark.parametrize(
    ("style", "explode", "path", "status"),
    [
        ("simple", False, "/a/1,2", 200),
        ("simple", False, "/a/1,x", 400),
        ("label", False, "/a/.1,2", 200),
        ("label", True, "/a/.1.2", 200),
        ("matrix", False, "/a/;p=1,2", 200),
    ],
)
def test_a_path_parameter_is_read_as_its_style_writes_it(contract_of, ask, style, explode, path, status):
    given = parameter("path", INTEGERS, style=style, explode=explode, required=True)
    mock = Mock(contract_of({"/a/{p}": {"get": {"parameters": [given], "responses": OK}}}))
    assert ask(mock, target=path).status == status


@pytest.mark.parametrize(
    ("query", "status"),
    [('?p={"x":1}', 200), ("?p=%7B%22x%22%3A1%7D", 200), ('?p={"y":"b"}', 400), ("?p={", 400), ("", 200)],
)
def test_a_parameter_may_be_json(contract_of, ask, query, status):
    given = {"name": "p", "in": "query", "content": {"application/json": {"schema": POINT}}}
    mock = Mock(contract_of({"/a": {"get": {"parameters": [given], "responses": OK}}}))
    assert ask(mock, target=f"/a{query}").status == status


def test_templates_that_cannot_be_told_apart_are_told_by_method_and_value(contract_of, ask):
    def answering(text):
        return {"200": {"description": "ok", "content": {"text/plain": {"example": text}}}}

    by_id = parameter("path", {"type": "string", "format": "uuid"}, name="id", required=True)
    by_name = parameter("path", {"type": "string"}, name="name", required=True)
    mock = Mock(
        contract_of(
            {
                "/files/{id}": {"get": {"parameters": [by_id], "responses": answering("by id")}},
                "/files/{name}": {
                    "get": {"parameters": [by_name], "responses": answering("by name")},
                    "put": {"parameters": [by_name], "responses": answering("put")},
                },
            }
        )
    )
    assert ask(mock, target="/files/0d5e3f3c-9a51-4f3b-8a0c-3c6f4f1c2b11").body == b"by id"
    assert ask(mock, target="/files/a.txt").body == b"by name"
    assert ask(mock, "PUT", "/files/a.txt").body == b"put"
    assert dict(ask(mock, "DELETE", "/files/a.txt").headers)["allow"] == "GET, HEAD, PUT"


def test_encoded_segments_and_base_paths_lead_to_the_operation(contract_of, ask):
    given = parameter("path", {"type": "string", "enum": ["a/b"]}, required=True)
    contract = contract_of(
        {"/x/{p}": {"get": {"parameters": [given], "responses": OK}}}, servers=[{"url": "https://h.example/v1"}]
    )
    mock = Mock(contract, base_paths=["/gateway"])
    assert [ask(mock, target=f"{base}/x/a%2Fb").status for base in ("", "/v1", "/gateway", "/other")] == [
        200,
        200,
        200,
        404,
    ]


def test_a_form_field_is_read_as_its_type(contract_of, ask):
    schema = {
        "type": "object",
        "properties": {"ok": {"type": "boolean"}, "ids": {"type": "array", "items": {"type": "integer"}}},
        "additionalProperties": {"type": "string"},
    }
    body = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    mock = Mock(contract_of({"/a": {"post": {"requestBody": body, "responses": OK}}}))
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert ask(mock, "POST", "/a", body=b"ok=true&ids=1&ids=2&more=3", **form).status == 200
    assert ask(mock, "POST", "/a", body=b"ok=maybe", **form).status == 400
    assert ask(mock, "POST", "/a", body=b"\xff", **form).status == 400
    assert ask(mock, "POST", "/a").status == 200


def test_other_media_types_are_taken_unread(contract_of, ask):
    body = {
        "required": True,
        "content": {"text/*": {}, "application/json": {}, "image/png": {"schema": POINT}},
    }
    mock = Mock(contract_of({"/a": {"post": {"requestBody": body, "responses": OK}}}))
    assert ask(mock, "POST", "/a", body=b"x", content_type="text/csv; header=present").status == 200
    assert ask(mock, "POST", "/a", body=b"--x--", content_type="image/png").status == 200
    assert ask(mock, "POST", "/a", body=json.dumps([1]).encode(), content_type="application/json").status == 200
    assert ask(mock, "POST", "/a", body=b"x").status == 415
