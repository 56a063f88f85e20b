"""One resolver finds the operation that a request belongs to."""

from __future__ import annotations

import json

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.match import Matcher

PATHS = {
    "/v1.0/things": ["get", "post"],
    "/v1.0/things/mine": ["get"],
    "/v1.0/things/{id}": ["get", "delete"],
    "/v1.0/things/{id}/parts/{part}": ["get"],
    "/v1.0/files/{name}.{ending}": ["get"],
    "/v1.0/sp ace": ["get"],
    "/{any}/health": ["get"],
}


def contract(servers=("https://api.example.com/v1.0",)):
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": url} for url in servers],
        "paths": {path: {method: {"responses": {}} for method in methods} for path, methods in PATHS.items()},
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


@pytest.fixture(scope="module")
def matcher():
    return Matcher(contract())


HOST = "https://api.example.com"


@pytest.mark.parametrize(("method", "url", "operation", "values", "base"), [
    ("GET", f"{HOST}/v1.0/things", "GET /v1.0/things", {}, ""),
    ("GET", f"{HOST}/v1.0/things/?a=1#b", "GET /v1.0/things", {}, ""),
    ("POST", f"{HOST}/v1.0/things", "POST /v1.0/things", {}, ""),
    ("GET", f"{HOST}/v1.0/v1.0/things", "GET /v1.0/things", {}, "/v1.0"),
    ("GET", f"{HOST}/v1.0/things/5", "GET /v1.0/things/{id}", {"id": "5"}, ""),
    ("GET", f"{HOST}/v1.0/things/mine", "GET /v1.0/things/mine", {}, ""),
    ("DELETE", f"{HOST}/v1.0/things/5", "DELETE /v1.0/things/{id}", {"id": "5"}, ""),
    ("GET", f"{HOST}/v1.0/things/a%2Fb/parts/%C3%A9", "GET /v1.0/things/{id}/parts/{part}", {"id": "a/b", "part": "é"}, ""),
    ("GET", f"{HOST}/v1.0/files/report.final.pdf", "GET /v1.0/files/{name}.{ending}",
     {"name": "report", "ending": "final.pdf"}, ""),
    ("GET", f"{HOST}/v1.0/sp%20ace", "GET /v1.0/sp ace", {}, ""),
    ("GET", "/v1.0/things", "GET /v1.0/things", {}, ""),
    ("GET", "http://localhost:8080/v1.0/things", "GET /v1.0/things", {}, ""),
    ("HEAD", f"{HOST}/v1.0/things", "GET /v1.0/things", {}, ""),
])  # fmt: skip
def test_finds_the_operation(matcher, method, url, operation, values, base):
    found = matcher.match(method, url)
    assert (found.operation.name, found.path_values, found.base) == (operation, values, base)
    assert found.known_path


@pytest.mark.parametrize(("method", "url", "known"), [
    ("PUT", f"{HOST}/v1.0/things", True),
    ("DELETE", f"{HOST}/v1.0/things/mine", True),
    ("GET", f"{HOST}/v1.0/others", False),
    ("GET", f"{HOST}/v1.0/things//parts/1", False),
    ("GET", f"{HOST}/v2/things", False),
    ("GET", f"{HOST}/", False),
    ("GET", "", False),
])  # fmt: skip
def test_finds_none_where_none_is_promised(matcher, method, url, known):
    found = matcher.match(method, url)
    assert (found.operation, found.known_path) == (None, known)


def test_knows_our_hosts(matcher):
    assert matcher.match("GET", f"{HOST}/nothing").ours
    assert matcher.match("GET", "https://user:pw@API.example.com/nothing").ours
    assert not matcher.match("GET", "https://tracker.example.org/nothing").ours


def test_a_template_below_one_base_does_not_hide_a_literal_path_below_another():
    matcher = Matcher(contract(servers=(f"{HOST}/v1.0", f"{HOST}/{'v1.0'}/things")))
    assert matcher.match("GET", f"{HOST}/v1.0/things/mine").operation.name == "GET /v1.0/things/mine"


def test_judges_only_the_hosts_that_are_named():
    matcher = Matcher(contract(), hosts=["api.example.com"])
    assert matcher.match("GET", f"{HOST}/v1.0/things").operation is not None
    assert matcher.match("GET", "https://other.example.org/v1.0/things") == (None, {}, "", False, False)


def test_takes_further_base_paths():
    matcher = Matcher(contract(), base_paths=["/proxy/vendor/"])
    found = matcher.match("GET", "http://gateway/proxy/vendor/v1.0/things/7")
    assert (found.operation.name, found.base) == ("GET /v1.0/things/{id}", "/proxy/vendor")
    assert Matcher(contract()).match("GET", "http://gateway/proxy/vendor/v1.0/things").operation is None


def test_remembers_without_growing(monkeypatch):
    monkeypatch.setattr("driftgate.match.MAX_REMEMBERED", 10)
    matcher = Matcher(contract())
    for number in range(50):
        assert matcher.match("GET", f"{HOST}/v1.0/things/{number}").path_values == {"id": str(number)}
    assert len(matcher._remembered) <= 10


def test_of_templates_that_differ_in_names_only_the_one_with_the_method_counts():
    from driftgate.contract import Contract
    from driftgate.document import parse_document

    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/files/{id}": {"get": {"responses": {}}}, "/files/{name}": {"put": {"responses": {}}}},
    }
    matcher = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="x.json")))
    assert [matcher.match(each, "/files/7").operation.name for each in ("GET", "PUT")] == [
        "GET /files/{id}",
        "PUT /files/{name}",
    ]


def siblings(**schemas):
    """Return a matcher of `/c/{NAME}` for each name, with that schema of the parameter."""
    paths = {
        f"/c/{{{name}}}": {
            "get": {
                "parameters": [{"name": name, "in": "path", "required": True, "schema": schema}],
                "responses": {},
            }
        }
        for name, schema in schemas.items()
    }
    tree = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}
    return Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))


UUID = "73af1e73-d7b3-4696-bdd9-5b407d9e99ee"


@pytest.mark.parametrize("schemas", [
    {"id": {"type": "string", "format": "uuid"}, "number": {"type": "string"}},
    {"zid": {"type": "string", "format": "uuid"}, "number": {"type": "string", "description": "any"}},
])  # fmt: skip
def test_of_siblings_the_one_whose_parameters_take_the_segment(schemas):
    matcher = siblings(**schemas)
    first, second = (f"GET /c/{{{name}}}" for name in schemas)
    assert matcher.match("GET", f"{HOST}/c/{UUID}").operation.name == first
    assert matcher.match("HEAD", f"{HOST}/c/{UUID}").operation.name == first
    assert matcher.match("GET", f"{HOST}/c/OVER-12").operation.name == second


def test_siblings_that_nothing_tells_apart_are_taken_by_name():
    assert siblings(b={"type": "string"}, a={"type": "string"}).match("GET", f"{HOST}/c/x").operation.path == "/c/{a}"
    assert siblings(b={"type": "integer"}, a={"type": "integer"}).match("GET", f"{HOST}/c/x").operation.path == "/c/{a}"
    assert siblings(b={"type": "integer"}, a={"type": "string"}).match("GET", f"{HOST}/c/7").operation.path == "/c/{b}"


def test_more_literal_text_in_a_segment_is_more_specific():
    paths = {"/u/{id}": {"get": {"responses": {}}}, "/u/{id}:stop": {"get": {"responses": {}}, "post": {"responses": {}}},
             "/u/{id}.{ending}": {"get": {"responses": {}}}, "/u/é b/{id}": {"get": {"responses": {}}}}  # fmt: skip
    tree = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}
    matcher = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    found = [matcher.match("GET", f"{HOST}/u/{end}") for end in ("5", "5:stop", "5.pdf", "%C3%A9%20b/5", "a%2Fb")]
    assert [(each.operation.path, dict(each.path_values)) for each in found] == [
        ("/u/{id}", {"id": "5"}),
        ("/u/{id}:stop", {"id": "5"}),
        ("/u/{id}.{ending}", {"id": "5", "ending": "pdf"}),
        ("/u/é b/{id}", {"id": "5"}),
        ("/u/{id}", {"id": "a/b"}),
    ]


def test_an_encoded_slash_separates_nothing():
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a/b": {"get": {"responses": {}}}, "/{id}": {"get": {"responses": {}}}},
    }
    matcher = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    assert matcher.match("GET", f"{HOST}/a%2Fb").operation.path == "/{id}"
    assert matcher.match("GET", f"{HOST}/%61/b").operation.path == "/a/b"


def test_the_methods_of_a_path_with_and_without_a_slash_at_its_end_are_those_of_one_path():
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"responses": {}}}, "/a/": {"post": {"responses": {}}, "get": {"responses": {}}}},
    }
    matcher = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))
    assert matcher.match("GET", f"{HOST}/a/").operation.path == "/a"
    assert matcher.match("POST", f"{HOST}/a").operation.path == "/a/"


@pytest.mark.parametrize("odd", [5, "https://x", [5], [{"url": 5}], [{}], [{"url": "http://[::1"}]])
def test_servers_that_are_none_are_passed_over(odd):
    tree = contract().tree
    tree["paths"]["/v1.0/things"]["servers"] = odd
    tree["paths"]["/v1.0/things"]["get"]["servers"] = odd
    found = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json"))).match(
        "GET", f"{HOST}/v1.0/things"
    )
    assert found.operation.name == "GET /v1.0/things"


@pytest.mark.parametrize("mark", ["x-multi-segment", "allowReserved"])
def test_a_parameter_that_may_span_segments_does_where_nothing_else_matches(mark):
    wide = {"parameters": [{"name": "path", "in": "path", "required": True, mark: True, "schema": {"type": "string"}}]}
    paths = {
        "/files/{path}": {"get": {**wide, "responses": {}}},
        "/files/{path}/info": {"get": {"responses": {}}},
        "/files/{path}/lines/{line}": {"get": {**wide, "responses": {}}},
        "/plain/{path}": {"get": {"responses": {}}},
    }
    tree = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}
    matcher = Matcher(Contract(parse_document(json.dumps(tree).encode(), name="t.json")))

    def led(path):
        found = matcher.match("GET", HOST + path)
        return (found.operation and found.operation.path, dict(found.path_values))

    assert led("/files/a") == ("/files/{path}", {"path": "a"})
    assert led("/files/a/b%20c/d") == ("/files/{path}", {"path": "a/b c/d"})
    assert led("/files/a/info") == ("/files/{path}/info", {"path": "a"})
    assert led("/files/a/b/lines/7") == ("/files/{path}/lines/{line}", {"path": "a/b", "line": "7"})
    assert led("/plain/a/b") == (None, {})


@pytest.mark.parametrize("url", ["data:application/json,/pets", "blob:https://api.example.com/pets", "about:blank"])
def test_what_is_no_address_of_a_server_is_of_another_host(matcher, url):
    found = matcher.match("GET", url)
    assert (found.operation, found.ours) == (None, False)


@pytest.mark.parametrize("scheme", ["http", "https", "ws", "wss"])
def test_schemes_of_servers_are_ours(scheme):
    document = {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/pets": {"get": {"responses": {}}}},
    }
    found = Matcher(Contract(parse_document(json.dumps(document).encode(), name="x.json"))).match(
        "GET", f"{scheme}://api.example.com/pets"
    )
    assert found.operation is not None
    assert found.ours
