from __future__ import annotations

import json

import pytest

from driftgate.mock import Mock
from driftgate.mock.negotiation import choose_media_type, concrete, read_prefer
from driftgate.mock.render import render

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def answering(contract_of, responses):
    return Mock(contract_of({"/a": {"get": {"responses": responses}}}))


def content(media_type="application/json", **entry):
    return {"200": {"description": "ok", "content": {media_type: entry}}}


def test_the_first_example_that_conforms_is_served(contract_of, ask):
    examples = {"bad": {"value": {"name": 1}}, "good": {"value": {"name": "Rex"}}}
    mock = answering(contract_of, content(schema=PET, examples=examples))
    assert json.loads(ask(mock, target="/a").body) == {"name": "Rex"}
    assert json.loads(ask(mock, target="/a", prefer="example=bad").body) == {"name": 1}


def test_an_example_may_be_json_in_text(contract_of, ask):
    mock = answering(contract_of, content(schema=PET, example='{"name": "Rex"}'))
    assert json.loads(ask(mock, target="/a").body) == {"name": "Rex"}
    assert ask(mock, target="/a", prefer="example=example").body == b'{"name": "Rex"}'


def test_the_example_of_a_schema_is_served(contract_of, ask):
    mock = answering(contract_of, content(schema={**PET, "example": {"name": "Rex"}}))
    assert json.loads(ask(mock, target="/a").body) == {"name": "Rex"}


def test_without_a_schema_the_example_is_served_or_nothing_is_said(contract_of, ask):
    assert json.loads(ask(answering(contract_of, content(example=[1])), target="/a").body) == [1]
    assert ask(answering(contract_of, content()), target="/a").body == b"{}"
    assert ask(answering(contract_of, content("text/plain")), target="/a").body == b""


@pytest.mark.parametrize(
    ("responses", "status"),
    [
        ({"201": {"description": ""}, "200": {"description": ""}}, 200),
        ({"204": {"description": ""}, "404": {"description": ""}}, 204),
        ({"2XX": {"description": ""}}, 200),
        ({"default": {"description": ""}}, 200),
        ({"302": {"description": ""}}, 302),
        ({"4XX": {"description": ""}}, 400),
        ({}, 204),
    ],
)
def test_a_good_request_gets_the_first_success(contract_of, ask, responses, status):
    assert ask(answering(contract_of, responses), target="/a").status == status


def test_ranges_and_default_answer_the_code_asked_for(contract_of, ask):
    responses = {"200": {"description": ""}, "4XX": {"description": ""}, "default": {"description": ""}}
    mock = answering(contract_of, responses)
    for code in (202, 204, 404, 422, 503):
        assert ask(mock, target="/a", prefer=f"code={code}").status == code


def test_a_range_of_media_types_becomes_one(contract_of, ask):
    mock = answering(contract_of, content("*/*", schema=PET))
    assert ask(mock, target="/a").content_type == "application/json"
    assert ask(mock, target="/a", accept="application/vnd.x+json").content_type == "application/vnd.x+json"


@pytest.mark.parametrize(
    ("accept", "offered", "chosen"),
    [
        (None, ("text/plain", "application/json"), "application/json"),
        ("*/*", ("text/plain", "text/html"), "text/plain"),
        ("text/*;q=0.5, application/xml", ("text/plain", "application/xml"), "application/xml"),
        ("text/plain;q=0, */*", ("text/plain", "application/xml"), "application/xml"),
        ("text/html", ("text/plain",), None),
        ("text/plain;q=x", ("text/plain",), None),
        ("image/png", ("image/*",), "image/*"),
        ("APPLICATION/JSON", ("application/json",), "application/json"),
    ],
)
def test_accept_chooses(accept, offered, chosen):
    assert choose_media_type(accept, offered) == chosen


@pytest.mark.parametrize(
    ("media_type", "accept", "name"),
    [
        ("image/*", None, "image/png"),
        ("font/*", "", "font/octet-stream"),
        ("image/*", "image/webp", "image/webp"),
        ("text/csv", "x/y", "text/csv"),
    ],
)
def test_a_range_is_made_concrete(media_type, accept, name):
    assert concrete(media_type, accept) == name


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("code=404", (404, None, False, "code=404")),
        ('code=404, example="a b", dynamic=true', (404, "a b", True, "code=404, example=a b, dynamic=true")),
        ("code=404 example=x", (404, "x", False, "code=404, example=x")),
        ("dynamic=false", (None, None, False, "dynamic=false")),
        ("respond-async, wait=5", (None, None, False, "")),
        ("code=9999", (None, None, False, "")),
        (None, (None, None, False, "")),
    ],
)
def test_prefer_is_read_as_prism_spells_it(header, expected):
    assert tuple(read_prefer(header)) == expected


@pytest.mark.parametrize(
    ("value", "media_type", "expected"),
    [
        ({"a": [1, True], "b c": None}, "application/xml", b'<response><a>1</a><a>true</a><item name="b c"></item></response>'),
        ([{"a": "<&"}], "text/xml", b"<response><item><a>&lt;&amp;</a></item></response>"),
        ({"a": {"b": 1}, "c": "d e"}, "application/x-www-form-urlencoded", b"a=%7B%22b%22%3A1%7D&c=d+e"),
        ([{"a": 1, "b": 2}], "text/csv", b"a,b\r\n1,2"),
        ("text", "text/plain", b"text"),
        (None, "text/plain", b""),
        (7, "text/plain", b"7"),
    ],
)  # fmt: skip
def test_values_are_written_in_their_media_type(value, media_type, expected):
    written = render(value, media_type)
    assert written.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>\n') == expected


@pytest.mark.parametrize(
    ("media_type", "beginning"),
    [("application/pdf", b"%PDF-"), ("image/png", b"\x89PNG"), ("image/gif", b"GIF89a"), ("application/zip", b"PK")],
)
def test_what_is_no_text_is_the_smallest_of_its_kind(contract_of, ask, media_type, beginning):
    schema = {"type": "string", "format": "binary"}
    assert ask(answering(contract_of, content(media_type, schema=schema)), target="/a").body.startswith(beginning)


def test_xml_that_is_documented_as_text_stays(contract_of, ask):
    mock = answering(contract_of, content("application/xml", example="<a/>"))
    assert ask(mock, target="/a").body == b"<a/>"


def test_headers_are_written_by_their_schemas(contract_of, ask):
    headers = {
        "X-Flag": {"schema": {"const": True}},
        "X-List": {
            "schema": {"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "minItems": 2, "items": False}
        },
        "X-Map": {"schema": {"const": {"a": 1}}},
        "X-Never": {"schema": False},
        "X-Bare": {},
        "X-Odd": {"example": "é"},
        "Content-Length": {"example": 7},
    }
    mock = Mock(
        contract_of({"/a": {"get": {"responses": {"204": {"description": "", "headers": headers}}}}}, version="3.1.0")
    )
    assert dict(ask(mock, target="/a").headers) == {
        "x-flag": "true",
        "x-list": "1,2",
        "x-map": "a,1",
        "x-bare": "1",
    }


def error(value, schema=None):
    return {
        "description": "",
        "content": {"application/json": {"example": value, **({"schema": schema} if schema else {})}},
    }


@pytest.mark.parametrize(
    ("value", "schema", "expected"),
    [
        ({"status": 500}, None, {"status": 404}),
        ({"Status_Code": "500"}, None, {"Status_Code": "404"}),
        ({"error": {"http-status": 500}}, None, {"error": {"http-status": 404}}),
        ({"errors": [{"status": "500"}]}, None, {"errors": [{"status": "404"}]}),
        ({"status": 500}, {"properties": {"status": {"const": 500}}}, {"status": 500}),
        ({"status": "failed"}, None, {"status": "failed"}),
        ({"status": 7}, None, {"status": 7}),
        ({"error": "none"}, None, {"error": "none"}),
        (["x"], None, ["x"]),
    ],
)
def test_an_envelope_says_the_status_where_it_can(contract_of, ask, value, schema, expected):
    mock = answering(contract_of, {"200": {"description": ""}, "4XX": error(value, schema)})
    assert json.loads(ask(mock, target="/a", prefer="code=404").body) == expected


def test_an_unknown_path_gets_the_envelope_that_most_operations_have(contract_of, ask):
    paths = {
        f"/{name}": {
            "get": {"responses": {"200": {"description": ""}, "404": {"$ref": f"#/components/responses/{envelope}"}}}
        }
        for name, envelope in (("a", "Rare"), ("b", "Common"), ("c", "Common"))
    }
    responses = {"Rare": error({"rare": 1}), "Common": error({"common": 1})}
    mock = Mock(contract_of(paths, components={"responses": responses}))
    assert json.loads(ask(mock, target="/nowhere").body) == {"common": 1}


def test_an_error_without_content_has_no_body(contract_of, ask):
    mock = answering(contract_of, {"200": {"description": ""}, "404": {"description": ""}})
    answer = ask(mock, target="/a", prefer="code=404")
    assert (answer.status, answer.content_type, answer.body) == (404, None, b"")
