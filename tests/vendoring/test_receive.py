"""Pages, folders, documents and URLs: what is read, what is refused, what the record says."""

from __future__ import annotations

import http.server
import json
import time

import pytest

from driftgate import fetch as fetching
from driftgate.errors import DocumentError
from driftgate.vendoring import receive


def page(path, *, version="1.0"):
    return (
        f"# {path}\n\n```yaml\nopenapi: 3.0.3\ninfo: {{title: Pets, version: '{version}'}}\npaths:\n  {path}:\n"
        "    get: {responses: {'200': {description: ok}}}\n```\n"
    )


def test_a_folder_of_pages_is_one_document_whatever_the_order_of_the_disk(tmp_path):
    for name in ("b", "a", "deep/c"):
        target = tmp_path / f"{name}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(page(f"/{name}"))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/d.md").write_text("no page")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = receive([str(tmp_path)])
    assert list(found.tree["paths"]) == ["/a", "/b", "/deep/c"]
    assert [source.name for source in found.sources] == ["a.md", "b.md", "deep/c.md"]
    assert found.notes == ()


def test_pages_stand_in_the_order_given_and_the_same_page_twice_is_once(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(page(f"/{name}"))
    found = receive([str(tmp_path / f"{name}.md") for name in "bab"])
    assert list(found.tree["paths"]) == ["/b", "/a"]


def test_files_of_a_folder_that_are_only_referred_to_are_taken_and_others_named(tmp_path):
    (tmp_path / "api").mkdir()
    (tmp_path / "api/openapi.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: ../b.yaml}}}\n"
    )
    (tmp_path / "b.yaml").write_text("type: string\n")
    (tmp_path / "c.yaml").write_text("type: string\n")
    found = receive([str(tmp_path)])
    assert found.tree["components"] == {"schemas": {"A": {"type": "string"}}}
    assert [(source.name, [part.name for part in source.files]) for source in found.sources] == [
        ("api/openapi.yaml", ["../b.yaml"])
    ]
    assert found.notes == (f"{tmp_path}/c.yaml: is no OpenAPI document, and no document refers to it: passed over.",)


def test_a_document_of_shared_parts_is_a_part_and_not_a_page_of_its_own(tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n"
        "components: {schemas: {Error: {type: string}, B: {$ref: 'shared.yaml#/components/schemas/Error'}}}\n"
    )
    (tmp_path / "shared.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: S, version: '1'}\npaths: {}\ncomponents: {schemas: {Error: {type: object}}}\n"
    )
    found = receive([str(tmp_path)])
    assert found.tree["components"]["schemas"] == {"Error": {"type": "string"}, "B": {"type": "object"}}
    assert [source.name for source in found.sources] == ["openapi.yaml"]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# nothing here\n", "the page has no fenced OpenAPI block"),
        (page("/a") + page("/b"), "the page has 2 fenced OpenAPI blocks"),
        (page("/a").replace("info: ", "x-info: "), "has no `info` (a `title` and a `version`). Is the document cut off?"),
        (page("/a").replace("title: Pets, ", ""), "#/info/title is missing."),
        (page("/a").replace("'1.0'", "1.0"), "#/info/version must be text, not a number."),
        (page("/a").replace("paths:", "servers: [null]\npaths:"), "#/servers/0 must be an object with a `url`, not null."),
        (page("/a").replace("paths:", "servers: [{}]\npaths:"), "#/servers/0/url is missing."),
        (page("/a").replace("paths:", "servers: [{url: 1}]\npaths:"), "#/servers/0/url must be text, not a number."),
        (page("/a").replace("paths:", "servers: {}\npaths:"), "#/servers must be an array, not an object."),
        (page("/a").replace("paths:", "tags: [a]\npaths:"), "#/tags must be an array of objects with a `name`."),
        (page("/a").replace("paths:", "security: [a]\npaths:"), "#/security must be an array of objects."),
        (page("a"), "the path 'a' must begin with a slash."),
        (page("/a").replace("get: {", "get: {parameters: [x], "), "GET /a, parameters/0 must be an object, not text."),
        (page("/a").replace("get: {", "get: {parameters: [{in: query}], "), "GET /a, parameters/0/name is missing."),
        (page("/a").replace("ok}", "ok, content: 1}"), "GET /a, response 200, content must be an object, not a number."),
        (page("/a").replace("openapi: 3.0.3", "swagger: '2.0'"), "for example with swagger2openapi."),
        ("```yaml\nopenapi: 3.0.3\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
         + "".join(f"{n}: &{n} [{','.join([f'*{m}'] * 9)}]\n" for m, n in zip("bcdefgh", "cdefghi", strict=True)) + "```\n",
         "not valid YAML"),
    ],
)  # fmt: skip
def test_half_a_document_is_refused_on_one_line(tmp_path, text, message):
    (tmp_path / "page.md").write_text(text)
    for source in (tmp_path / "page.md", tmp_path):
        started = time.process_time()
        with pytest.raises(DocumentError) as error:
            receive([str(source)])
        assert message in str(error.value)
        assert "page.md" in str(error.value)
        assert "\n" not in str(error.value)
        assert time.process_time() - started < 5


@pytest.fixture
def served(listening):
    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.partition("?")[0]
            if path == "/far":
                self.send_response(301)
                self.send_header("Location", f"http://localhost:{self.server.server_port}/a.md")
                self.end_headers()
                return
            if path == "/round":
                self.send_response(302)
                self.send_header("Location", "/round")
                self.end_headers()
                return
            body = {"/a.md": page("/a"), "/page": "<!doctype html><title>Sign in</title>", "/huge": "x" * 5000}.get(
                path
            )
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write((body or "gone").encode())

    return listening(Pages)


def test_a_url_is_recorded_without_its_credentials(served):
    found = receive([served.replace("//", "//me:pw@") + "/a.md?token=s3cret#top"])
    assert [source.name for source in found.sources] == [f"{served}/a.md"]
    assert list(found.tree["paths"]) == ["/a"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/none", "answered 404. Check the address."),
        ("/page", "holds HTML or XML, not an OpenAPI document"),
        ("/far", "is redirected to another host, localhost. Name http://localhost:"),
        ("/round", "is redirected more than 10 times."),
        ("/huge", "larger than 0 MiB."),
    ],
)
def test_an_address_that_answers_otherwise(served, monkeypatch, path, message):
    monkeypatch.setattr(fetching, "MAX_BYTES", 4000)
    with pytest.raises(DocumentError) as error:
        receive([f"{served}{path}?token=s3cret"])
    assert message in str(error.value)
    assert "s3cret" not in str(error.value)


def test_another_host_is_read_where_that_is_allowed(served):
    assert list(receive([f"{served}/far"], allow_outside=True).tree["paths"]) == ["/a"]


def test_an_answer_that_comes_in_drops_is_not_waited_for(served, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_FETCH_S", 0.0)
    with pytest.raises(DocumentError, match="had not come in full after 0 s"):
        receive([f"{served}/a.md"])


def test_a_large_document_is_read_in_seconds(tmp_path):
    item = json.loads(json.dumps({"get": {"responses": {"200": {"description": "x" * 4000}}}}))
    tree = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {f"/{n}": item for n in range(1000)}}
    (tmp_path / "a.json").write_text(json.dumps(tree))
    started = time.monotonic()
    assert len(receive([str(tmp_path / "a.json")]).tree["paths"]) == 1000
    assert time.monotonic() - started < 10
