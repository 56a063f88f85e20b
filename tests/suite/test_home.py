"""Where operations with servers of their own are asked."""

from __future__ import annotations

import json

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.match import Matcher
from driftgate.suite.home import Homes

OPERATION = {"responses": {"200": {"description": "ok"}}}


def contract(*servers: str, own: str, of_path: str = "/paths") -> Contract:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": each} for each in servers],
        "paths": {
            "/a": {"get": OPERATION},
            "/b": {"servers": [{"url": of_path}], "get": OPERATION},
            "/c": {"servers": [{"url": of_path}], "get": {**OPERATION, "servers": [{"url": own}]}},
        },
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


@pytest.mark.parametrize(
    ("servers", "own", "base_url", "expected"),
    [
        (["/"], "/own", "http://h", ["/a", "/paths/b", "/own/c"]),
        ([], "/own", "http://h/gw", ["/gw/a", "/gw/paths/b", "/gw/own/c"]),
        (["https://x.example/v1"], "https://x.example/v2", "http://h/v1", ["/v1/a", "/paths/b", "/v2/c"]),
        (["https://x.example/v1"], "https://x.example/v2", "http://h/gw/v1", ["/gw/v1/a", "/gw/paths/b", "/gw/v2/c"]),
        (["https://x.example/v1"], "https://x.example/v2", "http://h", ["/a", "/b", "/c"]),
        (["https://x.example/v1"], "https://y.example/v2", "http://h/v1", ["/v1/a", "/paths/b", "/v1/c"]),
        (["https://x.example/v1"], "http://[::1", "http://h/v1", ["/v1/a", "/paths/b", "/v1/c"]),
    ],
)
def test_an_operation_lives_where_its_own_servers_are(servers, own, base_url, expected):
    known = contract(*servers, own=own)
    homes = Homes(known, base_url)
    matcher = Matcher(known, base_paths=homes.paths)
    urls = [homes.rehomed(matcher, "GET", f"{base_url}{path}?x=1") for path in ("/a", "/b", "/c")]
    assert urls == [f"http://h{path}?x=1" for path in expected]
    assert [matcher.match("GET", url).operation.path for url in urls] == ["/a", "/b", "/c"]


def test_the_suite_asks_there(serve, answers, open_session, tmp_path):
    file = tmp_path / "t.json"
    file.write_text(contract("/", own="/own").document.text)
    server = serve(lambda asked: answers.raw(200))
    session = open_session(server.url, spec=str(file))
    for operation in session.operations:
        session.door.get(operation.path)
    assert [asked.path for asked in server.asked] == ["/a", "/paths/b", "/own/c"]
    assert {each.operation for each in session.judgement().evidence.values()} == {"GET /a", "GET /b", "GET /c"}
