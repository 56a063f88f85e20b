"""What is claimed of a generated request only where we read it on the wire as it was made."""

from __future__ import annotations

import json
import re

import pytest

BAD = {"400": {"description": "bad"}}
OK = {"200": {"description": "ok"}, **BAD}


def document(paths):
    return {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}


@pytest.fixture
def explore(serve, answers, open_session, tmp_path):
    """Return a function that explores a document on a server, and what was found: rule and pointer."""

    def run(paths, answer):
        file = tmp_path / "document.json"
        file.write_text(json.dumps(document(paths)))
        session = open_session(serve(answer).url, spec=str(file), max_requests=80)
        for operation in session.operations:
            session.explore(operation)
        return [
            (each.rule, each.operation, each.pointer)
            for each in session.judgement().findings
            if each.severity.value != "note"
        ]

    return run


def parameter(schema, **more):
    return {"name": "q", "in": "query", "schema": schema, **more}


def test_an_empty_text_that_may_be_null_is_not_held_against_the_server(explore, answers):
    paths = {"/a": {"get": {"parameters": [parameter({"type": "string", "pattern": "^x[a-z]+$", "nullable": True})],
                            "responses": OK}}}  # fmt: skip

    def answer(asked):
        text = asked.query.get("q", "")
        return answers.raw(200 if text in {"", "null"} or (text[:1] == "x" and text.isascii()) else 400)

    assert explore(paths, answer) == []


def test_a_text_that_is_too_long_is(explore, answers):
    paths = {"/a": {"get": {"parameters": [parameter({"type": "string", "maxLength": 4})], "responses": OK}}}
    assert explore(paths, lambda asked: answers.raw(200 if asked.method == "GET" else 405)) == [
        ("invalid-request-accepted", "GET /a", "query:q")
    ]


def test_a_path_that_another_template_has_as_well_is_not_held_against_the_server(explore, answers):
    def one(name, schema):
        place = {"name": name, "in": "path", "required": True, "schema": schema}
        return {"get": {"parameters": [place], "responses": OK}}

    paths = {"/a/{id}": one("id", {"type": "string", "format": "uuid"}), "/a/{name}": one("name", {"type": "string"})}
    assert explore(paths, lambda asked: answers.raw(200 if asked.method == "GET" else 405)) == []


def test_a_form_that_has_no_null_is_not_held_against_the_server(explore, answers):
    schema = {"type": "object", "properties": {"n": {"type": "string", "nullable": True, "enum": ["a", "b", None]}}}
    paths = {"/a": {"post": {"requestBody": {"content": {"multipart/form-data": {"schema": schema}}},
                             "responses": OK}}}  # fmt: skip

    def answer(asked):
        return answers.raw(400 if b"null" in asked.body else 200)

    assert ("valid-request-refused", "POST /a", None) not in explore(paths, answer)


def test_a_form_without_fields_is_not_held_against_the_server(explore, answers):
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 5}},
        "additionalProperties": False,
    }
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    paths = {"/a": {"post": {"requestBody": {"required": True, "content": content}, "responses": OK}}}

    def answer(asked):
        if asked.method != "POST":
            return answers.raw(405)
        return answers.raw(200 if asked.body in {b"n=1", b"n=2", b"n=3", b"n=4", b"n=5"} else 400)

    assert explore(paths, answer) == []


def test_a_form_whose_one_text_is_a_list_is_not_held_against_the_server(explore, answers):
    schema = {"type": "object", "required": ["tags"], "additionalProperties": False,
              "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}  # fmt: skip
    paths = {"/a": {"post": {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}},
                             "responses": OK}}}  # fmt: skip

    def answer(asked):
        if asked.method != "POST":
            return answers.raw(405)
        names = set(re.findall(rb'name="([^"]*)"', asked.body))
        return answers.raw(200 if names == {b"tags"} else 400)

    assert [rule for rule, _, place in explore(paths, answer) if place == "body:multipart/form-data"] == []
