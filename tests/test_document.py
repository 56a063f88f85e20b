"""The vendored document: read exactly, or refused in one line."""

from __future__ import annotations

import hashlib
import http.server
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import fetch as fetching
from driftgate.document import load_document, parse_document, parse_tree
from driftgate.errors import DocumentError
from driftgate.fetch import fetch

BLOCK = """\
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.8
paths:
  /pets:
    get:
      responses:
        200:
          description: |
            Some text with a fence:
            ```json
            {}
            ```
          content:
            application/json:
              example:
                - vaccinated: true
                - vaccinated: 'true'
                - born: 02/05/2023
                - seen: 2025-12-04T22:09:41.56
                - light: on
                - door: off
                - code: '007'
                - chip: 0123
"""
TREE = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1.0.8"},
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "Some text with a fence:\n```json\n{}\n```\n",
                        "content": {
                            "application/json": {
                                "example": [
                                    {"vaccinated": True},
                                    {"vaccinated": "true"},
                                    {"born": "02/05/2023"},
                                    {"seen": "2025-12-04T22:09:41.56"},
                                    {"light": "on"},
                                    {"door": "off"},
                                    {"code": "007"},
                                    {"chip": 123},
                                ]
                            }
                        },
                    }
                }
            }
        }
    },
}
PAGE = f"# Pets\n\nAll of them.\n\n````yaml /openapi.json get /pets\n{BLOCK}````\n\nSee also `cats`.\n"
MINIMAL = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}


def read(text, *, name="pets.yaml"):
    return parse_document(text if isinstance(text, bytes) else text.encode(), name=name)


def refusal(text, *, name="pets.yaml"):
    with pytest.raises(DocumentError) as caught:
        read(text, name=name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            (BLOCK, "pets.yaml"),
            (PAGE, "pets.md"),
            (PAGE, "https://docs.example/pets.md?raw=1"),
            (PAGE, "pets"),
            (PAGE.replace("````", "~~~~"), "pets.md"),
            (PAGE.replace("\n", "\r\n"), "pets.md"),
            (b"\xef\xbb\xbf" + PAGE.encode(), "pets.md"),
            (json.dumps(TREE), "pets.json"),
            (b"\xef\xbb\xbf" + json.dumps(TREE).encode(), "pets.json"),
            (json.dumps(TREE), "pets"),
            ("- one\n\n  ```yaml\n" + "".join(f"  {line}\n" for line in BLOCK.splitlines()) + "  ```\n", "pets.md"),
            ("---\n" + BLOCK + "...\n", "pets.yaml"),
            ("%YAML 1.2\n---\n" + BLOCK, "pets.yaml"),
        ],
        ids=[
            "yaml",
            "page",
            "url",
            "page by look",
            "tilde",
            "crlf",
            "bom",
            "json",
            "json bom",
            "json by look",
            "indented",
            "marked",
            "directive",
        ],
    )
    def test_the_same_tree_whatever_it_is_wrapped_in(self, text, name):
        found = read(text, name=name)
        assert found.tree == TREE
        assert list(found.tree) == list(TREE)

    def test_a_fence_inside_a_description_is_no_page(self):
        assert read(BLOCK).line_offset == 0

    def test_other_blocks_of_a_page_do_not_count(self):
        assert read("```sh\ncurl x\n```\n" + PAGE, name="pets.md").tree == TREE

    def test_lines_are_those_of_the_page(self):
        found = read(PAGE, name="pets.md")
        assert PAGE.splitlines()[found.line("/info/version") - 1] == "  version: 1.0.8"
        assert PAGE.splitlines()[found.line("/paths/~1pets/get/responses/200") - 1] == "        200:"
        assert found.line("/gone/entirely") == found.line("")

    def test_the_hash_is_that_of_the_bytes_received(self):
        assert read(PAGE, name="pets.md").sha256 == hashlib.sha256(PAGE.encode()).hexdigest()

    def test_version_and_title(self):
        assert (read(BLOCK).is_3_0, read(BLOCK).title) == (True, "Pets")
        assert (read(json.dumps(MINIMAL)).is_3_0, read(json.dumps(MINIMAL)).title) == (False, "t")

    @given(st.text(alphabet="`~ \n\r\tabc:{}[]openapi'\"#-|>&*!%@\\0", max_size=60))
    def test_any_text_is_read_or_refused_in_one_line(self, text):
        said = []
        try:
            read(text, name="x.md" if "`" in text else "x")
        except DocumentError as error:
            said = str(error).splitlines()
        assert len(said) <= 1


class TestRefusing:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "pets.yaml: is empty."),
            (" \n\n", "pets.yaml: is empty."),
            (
                "# nothing\n",
                "pets.yaml: holds nothing, not an OpenAPI document (an object with `openapi` and `paths`).",
            ),
            ("[1]", "pets.yaml: holds an array, not an OpenAPI document (an object with `openapi` and `paths`)."),
            (
                "hello",
                "pets.yaml: holds a single value, not an OpenAPI document (an object with `openapi` and `paths`).",
            ),
            ("<html>", "pets.yaml: holds HTML or XML, not an OpenAPI document (an object with `openapi` and `paths`)."),
            ("a: 1", "pets.yaml: has no `openapi` field, so it is not an OpenAPI document."),
            (
                "swagger: '2.0'",
                "pets.yaml: is a Swagger 2.0 document. Convert it to OpenAPI 3 first, for example with swagger2openapi.",
            ),
            ("openapi: 3.3.0", "pets.yaml: declares `openapi: 3.3.0`; versions 3.0, 3.1 and 3.2 are understood."),
            ("openapi: 3.10.0", "pets.yaml: declares `openapi: 3.10.0`; versions 3.0, 3.1 and 3.2 are understood."),
            ("openapi: 3.1", "pets.yaml: `openapi: 3.1` is a number. Write the version as text: '3.1.0'."),
            ("openapi: 3.0.0", "pets.yaml: has no `paths`, so it promises nothing."),
            (
                '{"openapi": "3.0.3", "info": {"ti',
                "pets.yaml:1:31: not valid JSON: Unterminated string starting at. Is the file cut off?",
            ),
            ('{"a": 1, "a": 2}', "pets.yaml:1: the key 'a' stands twice in one object. Keep one."),
            (
                '{"x/y": [{}, {"a": 1,\n "a": {"a": "a,"}}], "b": "\\"", "c": [], "b": 0}',
                (
                    "pets.yaml:2: 2 keys stand twice in their object: 'a' in #/x~1y/1 (line 2), 'b' in # (line 2). "
                    "Keep one of each."
                ),
            ),
            (
                "{" + ", ".join(f'"k{key % 7}": 0' for key in range(14)) + "}",
                (
                    "pets.yaml:1: 7 keys stand twice in their object: 'k0' in # (line 1), 'k1' in # (line 1), "
                    "'k2' in # (line 1), 'k3' in # (line 1), 'k4' in # (line 1) and 2 more. Keep one of each."
                ),
            ),
            (
                "a:\n- {b: 1, b: 2}\nc: 1\nc: 2\n",
                (
                    "pets.yaml:2: not valid YAML: 2 keys stand twice in their mapping: 'b' in #/a/0 (line 2), 'c' in # (line 4); "
                    "keep one of each."
                ),
            ),
            ("a: 1\na: 2\n", "pets.yaml:2: not valid YAML: the key 'a' stands twice in one mapping; keep one."),
            ("a: 1\n---\nb: 2\n", "pets.yaml: not valid YAML: several documents in one file."),
            (b"\x89PNG\r\n\x1a\n", "pets.yaml: not text (byte 0 is not UTF-8). An OpenAPI document is JSON or YAML."),
            (b"a: \0", "pets.yaml: not text (it has NUL bytes). An OpenAPI document is JSON or YAML."),
            ("[" * 100_000, "pets.yaml: nested too deeply."),
            ('{"a":' * 300 + "1" + "}" * 300, "pets.yaml: nested deeper than 200 levels."),
            ("a: " + "[" * 100_000, "pets.yaml:1: not valid YAML: nested too deeply, column 259."),
            ("a: .nan", "pets.yaml: holds nan, which JSON cannot."),
            ('{"a": 1e999}', "pets.yaml: holds inf, which JSON cannot."),
            ('{"a": ' + "9" * 5000 + "}", "pets.yaml: holds a number of thousands of digits."),
            ("a: " + "9" * 5000, "pets.yaml: holds a number of thousands of digits."),
            ("openapi: 3.0.0\npaths: null", "pets.yaml: #/paths must be an object, not null."),
            ("openapi: 3.0.0\npaths: {/a: [1]}", "pets.yaml: the path /a must be an object, not an array."),
            ("openapi: 3.0.0\npaths: {/a: {get: 1}}", "pets.yaml: GET /a must be an object, not a number."),
            (
                "openapi: 3.0.0\npaths: {/a: {get: {responses: {200: ok}}}}",
                "pets.yaml: GET /a, response 200 must be an object, not text.",
            ),
        ],
        ids=lambda value: None if isinstance(value, bytes) else value[:40],
    )
    def test_says_what_is_wrong_on_one_line(self, text, message):
        assert refusal(text) == message

    def test_a_page_without_a_block(self):
        assert refusal("# Pets\n\n    openapi: 3.0.0\n", name="pets.md") == (
            "pets.md: the page has no fenced OpenAPI block (```yaml … openapi: …)."
        )

    def test_a_page_with_two_blocks(self):
        assert refusal(PAGE + PAGE, name="pets.md") == (
            "pets.md: the page has 2 fenced OpenAPI blocks (lines 5, 38); one is needed. Split the page."
        )

    @pytest.mark.parametrize("length", [200, 400, len(PAGE) - 25])
    def test_a_page_that_was_cut_off(self, length):
        assert refusal(PAGE[:length], name="pets.md") == (
            "pets.md:5: the fenced OpenAPI block is not closed. Is the page cut off?"
        )

    def test_an_error_in_a_block_names_the_line_of_the_page(self):
        assert refusal(PAGE.replace("  title: Pets", "  title: a: b"), name="pets.md") == (
            "pets.md:8: not valid YAML: mapping values are not allowed in this context, column 11."
        )

    def test_an_alias_bomb_quickly(self):
        bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
        for before, name in zip("abcdefghij", "bcdefghijk", strict=True):
            bomb += f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        started = time.perf_counter()
        assert refusal(bomb) == "pets.yaml: not valid YAML: alias replay limit exceeded: replayed 1000010, max 1000000."
        assert time.perf_counter() - started < 2

    def test_a_fragment_is_any_value(self):
        assert parse_tree("- 1\n- on\n", name="x") == [1, "on"]


class TestFetching:
    def test_a_missing_file(self, tmp_path):
        with pytest.raises(DocumentError, match=r"gone\.json: no such file\. Check the path\.$"):
            load_document(tmp_path / "gone.json")

    def test_a_directory(self, tmp_path):
        with pytest.raises(DocumentError, match=r": is a directory\. Name the OpenAPI document in it\.$"):
            load_document(tmp_path)

    @pytest.mark.parametrize("source", ["", "x" * 5000, "a\0b"])
    def test_a_name_no_file_can_have(self, source):
        with pytest.raises(DocumentError):
            load_document(source)

    def test_a_file_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr(fetching, "MAX_BYTES", 10)
        (tmp_path / "a").write_bytes(b"x" * 11)
        with pytest.raises(DocumentError, match="larger than"):
            fetch(str(tmp_path / "a"))

    def test_a_url(self, served):
        assert load_document(f"{served}/pets.md").tree == TREE

    def test_a_url_that_redirects(self, served):
        assert load_document(f"{served}/moved").tree == TREE

    def test_a_url_that_answers_404(self, served):
        with pytest.raises(DocumentError, match=r"/gone: answered 404\. Check the address\.$"):
            load_document(f"{served}/gone")

    def test_a_server_that_is_down(self):
        with pytest.raises(DocumentError, match="cannot be fetched"):
            load_document("http://127.0.0.1:9/pets.md")

    @pytest.mark.parametrize("url", ["https://", "http://[::1", "http://127.0.0.1:99999/"])
    def test_a_url_that_is_none(self, url):
        with pytest.raises(DocumentError, match="cannot be fetched"):
            load_document(url)


@pytest.fixture
def served(listening):
    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/pets.md")
                self.end_headers()
                return
            self.send_response(200 if self.path == "/pets.md" else 404)
            self.end_headers()
            self.wfile.write(PAGE.encode())

    return listening(Pages)


def test_the_vendored_page_keeps_its_two_string_booleans_beside_the_real_ones():
    root = Path(__file__).parent.parent / "openapi"
    found = load_document(root / "openapi.json")
    example = next(
        media["examples"]["example"]["value"]
        for item in found.tree["paths"].values()
        for media in item["get"]["responses"]["200"]["content"].values()
    )
    first, second = example["PhoneNumbers"]
    assert [first[key] for key in ("MessageEnabled", "VoiceEnabled")] == [True, True]
    assert [second[key] for key in ("MessageEnabled", "VoiceEnabled")] == ["true", "true"]
    assert (first["OriginalDatePurchased"], first["Iccid"]) == ("02/05/2023", "8901240397190556232")


def test_half_of_a_surrogate_pair_is_refused_in_values_and_in_keys():
    for text in (
        '{"openapi": "3.0.3", "paths": {}, "x-a": "\\ud800"}',
        '{"openapi": "3.0.3", "paths": {}, "x-\\udfff": 1}',
    ):
        with pytest.raises(DocumentError, match="half of a surrogate pair"):
            parse_document(text.encode(), name="a.json")
