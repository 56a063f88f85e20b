from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from driftgate.contract import Contract, load_spec
from driftgate.document import parse_document
from driftgate.mock import Mock

TARGET = "/v1.0/numbers/inventory"


@pytest.fixture(scope="module")
def mock(inventory):
    return Mock(inventory, items=5)


def headers_of(answer):
    return dict(answer.headers)


def test_every_documented_error_comes_on_request_in_its_envelope(mock, ask, inventory):
    operation = inventory.operations[0]
    for status in ("400", "401", "403", "404", "405", "408", "429", "500", "503", "504"):
        answer = ask(mock, target=TARGET, prefer=f"code={status}")
        assert answer.status == int(status)
        value = json.loads(answer.body)
        assert value["StatusCode"] == int(status)
        pointer = inventory.promise(operation, answer.status, answer.content_type).schema_pointer
        assert inventory.validator(pointer).is_valid(value)
        assert headers_of(answer)["preference-applied"] == f"code={status}"
        assert ("retry-after" in headers_of(answer)) is (status in {"429", "503"})


def test_a_code_that_is_not_documented_says_which_are(mock, ask):
    answer = ask(mock, target=TARGET, prefer="code=418")
    assert (answer.status, answer.content_type) == (400, "application/problem+json")
    assert "the contract lists 200, 400" in json.loads(answer.body)["detail"]


def test_an_example_asked_for_by_name_comes_as_documented(mock, ask):
    value = json.loads(ask(mock, target=TARGET, prefer="example=example").body)
    assert [item["MessageEnabled"] for item in value["PhoneNumbers"]] == [True, "true"]
    assert ask(mock, target=TARGET, prefer="example=none").status == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("PageNumber=0", 400),
        ("PageNumber=-1", 400),
        ("PageNumber=one", 400),
        ("PageNumber=1.5", 400),
        ("PageNumber=", 400),
        ("PageNumber=01", 400),
        ("PageNumber=1&PageNumber=2", 400),
        ("PageNumber=99999999999999999999", 400),
        ("TotalNumbersRequested=0", 400),
        ("PageNumber=1&Unknown=x", 200),
        ("Filter=a%26b+c", 200),
    ],
)
def test_parameters_are_held_to_their_schemas(mock, ask, query, status):
    answer = ask(mock, target=f"{TARGET}?{query}")
    assert answer.status == status
    if status == 400:
        assert json.loads(answer.body)["StatusCode"] == 400
        assert "parameter" in headers_of(answer)["driftgate-reason"]


def test_no_token_is_401_with_a_challenge(mock, ask):
    answer = ask(mock, target=TARGET, token=None)
    assert answer.status == 401
    assert headers_of(answer)["www-authenticate"] == 'Bearer realm="BearerAuth"'
    assert ask(mock, target=TARGET, token=None, authorization="Basic abc").status == 401
    assert ask(mock, target=TARGET, token=None, authorization="Bearer ").status == 401


def test_named_tokens_are_the_only_ones(inventory, ask):
    mock = Mock(inventory, items=1, tokens=("good",))
    assert ask(mock, target=TARGET, token="good").status == 200
    refused = ask(mock, target=TARGET, token="bad")
    assert refused.status == 401
    assert 'error="invalid_token"' in headers_of(refused)["www-authenticate"]


def test_unknown_paths_and_methods(mock, ask):
    missing = ask(mock, target="/nowhere")
    assert (missing.status, json.loads(missing.body)["StatusCode"]) == (404, 404)
    wrong = ask(mock, "POST", TARGET)
    assert (wrong.status, headers_of(wrong)["allow"]) == (405, "GET, HEAD")


def test_an_accept_that_leaves_nothing_is_406(mock, ask):
    assert ask(mock, target=TARGET, accept="text/html").status == 406
    assert ask(mock, target=TARGET, accept="text/html, application/*;q=0.1").status == 200


def test_requests_beyond_the_limit_are_429(inventory, ask):
    mock = Mock(inventory, items=1, requests_per_minute=2, clock=lambda: 100.0)
    answers = [ask(mock, target=TARGET) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert headers_of(answers[2])["retry-after"] == "60"


BODY = {"type": "object", "required": ["name"], "properties": {
    "id": {"type": "string", "readOnly": True}, "name": {"type": "string"}, "age": {"type": "integer"},
    "secret": {"type": "string", "writeOnly": True}}}  # fmt: skip


def pets(responses=None, **operation):
    responses = responses or {"201": {"description": "made", "content": {"application/json": {"schema": BODY}}}}
    return {"/pets": {"post": {"responses": responses, **operation}}}


def taking(*media_types, required=True):
    return {"requestBody": {"required": required, "content": {name: {"schema": BODY} for name in media_types}}}


def test_bodies_are_held_to_media_type_and_schema(contract_of, ask):
    mock = Mock(contract_of(pets(**taking("application/json", "application/x-www-form-urlencoded"))))
    form = "application/x-www-form-urlencoded"
    assert ask(mock, "POST", "/pets", body={"name": "Rex"}).status == 201
    assert ask(mock, "POST", "/pets", body={"age": 3}).status == 400
    assert ask(mock, "POST", "/pets", body=b"{", content_type="application/json").status == 400
    assert ask(mock, "POST", "/pets").status == 400
    assert ask(mock, "POST", "/pets", body=b"name=Rex&age=3", content_type=form).status == 201
    assert ask(mock, "POST", "/pets", body=b"name=Rex&age=old", content_type=form).status == 400
    assert ask(mock, "POST", "/pets", body=b"<a/>", content_type="application/xml").status == 415


def test_a_drawn_answer_leaves_out_what_is_write_only(contract_of, ask):
    answer = json.loads(ask(Mock(contract_of(pets())), "POST", "/pets").body)
    assert set(answer) == {"id", "name", "age"}


def test_a_document_that_means_422_gets_422(contract_of, ask):
    responses = {"201": {"description": "made"}, "422": {"description": "bad"}}
    mock = Mock(contract_of(pets(responses, **taking("application/json"))))
    answer = ask(mock, "POST", "/pets", body={})
    assert (answer.status, answer.content_type, answer.body) == (422, None, b"")


def test_without_an_envelope_a_refusal_is_problem_details(contract_of, ask):
    mock = Mock(contract_of(pets(**taking("application/json"))))
    answer = ask(mock, "POST", "/pets", body={})
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "the body does not conform to its schema at the root",
    }


def test_a_default_envelope_takes_the_status(contract_of, ask):
    error = {"type": "object", "properties": {"status": {"type": "integer"}, "code": {"type": "string"}}}
    content = {"application/json": {"schema": error, "example": {"status": 500, "code": "boom"}}}
    responses = {"201": {"description": "made"}, "default": {"description": "error", "content": content}}
    mock = Mock(contract_of(pets(responses, **taking("application/json"))))
    assert json.loads(ask(mock, "POST", "/pets", body={}).body) == {"status": 400, "code": "boom"}
    assert json.loads(ask(mock, "POST", "/pets", body={"name": "x"}, prefer="code=503").body)["status"] == 503


SCHEMES = {
    "basic": {"type": "http", "scheme": "basic"},
    "digest": {"type": "http", "scheme": "digest"},
    "header": {"type": "apiKey", "name": "X-Key", "in": "header"},
    "query": {"type": "apiKey", "name": "key", "in": "query"},
    "cookie": {"type": "apiKey", "name": "sid", "in": "cookie"},
    "oauth": {"type": "oauth2", "flows": {}},
    "tls": {"type": "mutualTLS"},
}


@pytest.mark.parametrize(
    ("security", "target", "headers", "status"),
    [
        ([{"basic": []}], "/pets", {"authorization": "Basic " + base64.b64encode(b"a:b").decode()}, 201),
        ([{"basic": []}], "/pets", {"authorization": "Basic !!"}, 401),
        ([{"digest": []}], "/pets", {"authorization": 'Digest username="a"'}, 201),
        ([{"header": []}], "/pets", {"x_key": "1"}, 201),
        ([{"header": []}], "/pets", {}, 401),
        ([{"query": []}], "/pets?key=1", {}, 201),
        ([{"query": []}], "/pets?key=", {}, 401),
        ([{"cookie": []}], "/pets", {"cookie": "a=b; sid=1"}, 201),
        ([{"cookie": []}], "/pets", {"cookie": "a=b"}, 401),
        ([{"oauth": ["read"]}], "/pets", {"authorization": "bearer t"}, 201),
        ([{"header": [], "query": []}], "/pets?key=1", {}, 401),
        ([{"header": []}, {"query": []}], "/pets?key=1", {}, 201),
        ([{"header": []}, {}], "/pets", {}, 201),
        ([{"tls": []}], "/pets", {}, 201),
        ([], "/pets", {}, 201),
        ([{"nowhere": []}], "/pets", {}, 401),
        ([{"nowhere": []}], "/pets", {"authorization": "Bearer t"}, 201),
    ],
)
def test_security_asks_for_what_the_scheme_says(contract_of, ask, security, target, headers, status):
    mock = Mock(contract_of(pets(security=security), components={"securitySchemes": SCHEMES}))
    assert ask(mock, "POST", target, token=None, **headers).status == status


def test_an_undefined_scheme_is_said_aloud(contract_of, caplog):
    mock = Mock(contract_of(pets(security=[{"nowhere": []}])))
    assert any("'nowhere' is named and defined nowhere" in notice for notice in mock.notices)
    assert "'nowhere'" in caplog.text


def test_documented_headers_come_with_values_of_their_schemas(contract_of, ask):
    headers = {
        "X-Rate": {"schema": {"type": "integer", "minimum": 5, "maximum": 5}},
        "Link": {"example": "</a>; rel=next"},
    }
    mock = Mock(contract_of(pets({"201": {"description": "made", "headers": headers}})))
    assert headers_of(ask(mock, "POST", "/pets")) == {"x-rate": "5", "link": "</a>; rel=next"}


def test_dynamic_answers_differ_by_request_and_repeat(contract_of, ask):
    content = {"application/json": {"schema": BODY, "example": {"id": "1", "name": "Rex", "age": 3}}}
    mock = Mock(contract_of({"/pets/{id}": {"get": {"responses": {"200": {"description": "", "content": content}}}}}))
    plain, one, again, two = (
        ask(mock, target=f"/pets/{number}", prefer=prefer).body
        for number, prefer in ((1, ""), (1, "dynamic=true"), (1, "dynamic=true"), (2, "dynamic=true"))
    )
    assert json.loads(plain) == {"id": "1", "name": "Rex", "age": 3}
    assert one == again
    assert len({plain, one, two}) == 3


def test_options_names_the_methods_of_a_path_and_of_no_other(mock_of_methods, ask):
    answer = ask(mock_of_methods, "OPTIONS", "/a", token=None)
    assert (answer.status, answer.content_type, answer.body, dict(answer.headers)) == (
        204, None, b"", {"allow": "GET, HEAD, POST, OPTIONS"},
    )  # fmt: skip
    assert ask(mock_of_methods, "OPTIONS", "/b").status == 404


@pytest.fixture
def mock_of_methods(contract_of):
    ok = {"responses": {"200": {"description": "ok"}}}
    return Mock(contract_of({"/a": {"get": ok, "post": ok}}))


@pytest.mark.parametrize(
    ("method", "target", "status", "content_type", "body"),
    [
        ("COPY", "/v1/logs", 200, "application/json", b'{"level":"info","at":1}'),
        ("GET", "/v1/events", 200, "text/event-stream", b'event: added\ndata: {"level": "info", "at": 1}\n\n'),
        ("GET", "/v1/search?size=3", 400, "application/problem+json", None),
        ("PUT", "/v1/logs", 405, "application/problem+json", None),
    ],
)
def test_a_3_2_document_is_served(ask, method, target, status, content_type, body):
    streams = Mock(load_spec(str(Path(__file__).parents[1] / "fixtures" / "streams.openapi.yaml")))
    answer = ask(streams, method=method, target=target)
    assert (answer.status, answer.content_type) == (status, content_type)
    assert body is None or answer.body == body


def test_a_sequence_is_served_item_by_item_and_one_that_breaks_its_schema_is_refused(ask):
    items = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    content = {"application/jsonl": {"itemSchema": items}}
    tree = {"openapi": "3.2.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": {
        "requestBody": {"content": content}, "responses": {"200": {"content": content}},
    }}}}  # fmt: skip
    served = Mock(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    sent = {"content-type": "application/jsonl"}
    answer = ask(served, method="POST", target="/a", body=b'{"a": 1}\n{"a": 2}\n', **sent)
    assert answer.status == 200
    assert [set(json.loads(line)) for line in answer.body.splitlines()] == [{"a"}] * len(answer.body.splitlines())
    for body, why in (
        (b'{"a": 1}\n{"a": "2"}\n', "the body does not conform to its schema at /1/a"),
        (b'{"a": 1}\n{"a"', "the body is no application/jsonl: truncated JSON"),
    ):
        answer = ask(served, method="POST", target="/a", body=body, **sent)
        assert (answer.status, json.loads(answer.body)["detail"]) == (400, why)
