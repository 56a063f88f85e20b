"""Several pages, one document: alike once, different kept apart where both can be true, contradictions named."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.document import parse_document
from driftgate.errors import DocumentError
from driftgate.vendoring import merge


def page(name="a.json", **fields):
    tree = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1.0"}, "paths": {}} | fields
    return parse_document(json.dumps(tree, indent=1).encode(), name=name)


def get(**fields):
    return {"responses": {"200": {"description": "ok"}}} | fields


def test_one_document_is_what_it_was():
    only = page()
    assert merge([only]) == (only.tree, ())
    assert merge([only])[0] is only.tree


def test_pages_of_one_operation_each_become_one_document():
    shared = {"servers": [{"url": "https://a.example"}], "security": [{"b": []}], "tags": [{"name": "t"}]}
    error = {"schemas": {"Error": {"type": "object"}}}
    tree, notes = merge(
        [
            page("a.json", paths={"/a": {"get": get()}}, components=error, **shared),
            page("b.json", paths={"/b": {"get": get()}}, components=error | {"responses": {"No": {}}}, **shared),
            page("c.json", paths={"/a": {"post": get()}}, **shared),
        ]
    )
    assert notes == ()
    assert tree == {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1.0"},
        **shared,
        "paths": {"/a": {"get": get(), "post": get()}, "/b": {"get": get()}},
        "components": {"schemas": {"Error": {"type": "object"}}, "responses": {"No": {}}},
    }


def test_servers_and_security_of_a_page_stay_with_its_operations():
    one = page("a.json", paths={"/a": {"get": get()}}, servers=[{"url": "https://a.example"}], security=[{"x": []}])
    two = page(
        "b.json",
        paths={
            "/b": {"get": get(), "put": get(security=[{"own": []}])},
            "/c": {"servers": [{"url": "/c"}], "get": get()},
        },
        servers=[{"url": "https://b.example"}],
    )
    tree, notes = merge([one, two])
    assert (tree["servers"], tree["security"]) == ([{"url": "https://a.example"}], [{"x": []}])
    assert tree["paths"]["/a"] == {"get": get()}
    own = {"servers": [{"url": "https://b.example"}]}
    assert tree["paths"]["/b"] == {"get": get(**own, security=[]), "put": get(**own, security=[{"own": []}])}
    assert tree["paths"]["/c"] == {"servers": [{"url": "/c"}], "get": get(security=[])}
    assert notes == (
        "b.json names other servers than the first page that names any: its operations keep their own.",
        "b.json asks for other credentials than the first page that names any: its operations keep their own.",
    )


def test_a_page_without_servers_takes_those_of_the_others():
    tree, notes = merge([page("a.json", paths={"/a": {"get": get()}}), page("b.json", servers=[{"url": "/v1"}])])
    assert tree["servers"] == [{"url": "/v1"}]
    assert tree["paths"]["/a"] == {"get": get()}
    assert notes == ("a.json names no servers: those of the other pages are taken.",)


def test_the_highest_version_is_kept_and_said():
    pages = [
        page(f"{version}.json", info={"title": "P", "version": version}) for version in ("1.0.9", "1.0.10", "1.0.2")
    ]
    tree, notes = merge(pages)
    assert tree["info"]["version"] == "1.0.10"
    assert notes == (
        "`info.version` is 1.0.10 in 1.0.10.json, 1.0.2 in 1.0.2.json, 1.0.9 in 1.0.9.json: 1.0.10, the highest, is kept.",
    )
    tree, notes = merge([page("a.json"), page("b.json", openapi="3.0.0", info={"title": "Q", "version": "1.0"})])
    assert (tree["openapi"], tree["info"]["title"]) == ("3.0.3", "Pets")
    assert notes == (
        "`openapi` is 3.0.0 or 3.0.3: 3.0.3, the highest, is kept.",
        "`info.title` of b.json is not that of a.json, which is kept.",
    )


def test_fields_of_a_shared_path_become_those_of_its_operations():
    limit, offset = ({"name": name, "in": "query"} for name in ("limit", "offset"))
    tree, notes = merge(
        [
            page("a.json", paths={"/a": {"parameters": [limit], "summary": "A", "get": get()}}),
            page(
                "b.json",
                paths={"/a": {"parameters": [offset], "summary": "B", "put": get(parameters=[offset | {"x-a": 1}])}},
            ),
        ]
    )
    assert tree["paths"]["/a"] == {
        "summary": "A",
        "get": get(parameters=[limit]),
        "put": get(parameters=[offset | {"x-a": 1}]),
    }
    assert notes == ("#/paths/~1a/summary of b.json is not that of a.json, which is kept.",)


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        (
            {"components": {"schemas": {"E": {"type": "object"}}}},
            {"components": {"schemas": {"E": {"type": "string"}}}},
            "#/components/schemas/E is said in two ways: a.json:10 and b.json:10. Take the one that holds, or ask the vendor.",
        ),
        (
            {"paths": {"/a": {"get": get()}}},
            {"paths": {"/a": {"get": get(summary="other")}}},
            "#/paths/~1a/get is said in two ways: a.json:9 and b.json:9. Take the one that holds, or ask the vendor.",
        ),
        (
            {"openapi": "3.0.3"},
            {"openapi": "3.1.0"},
            "a.json is OpenAPI 3.0.3 and b.json is 3.1.0: they mean different things by the same words. Convert one of them.",
        ),
    ],
)
def test_a_contradiction_is_named_with_both_places(one, other, message):
    with pytest.raises(DocumentError) as error:
        merge([page("a.json", **one), page("b.json", **other)])
    assert str(error.value) == message


def test_what_both_pages_together_may_not_say_is_noted():
    _, notes = merge(
        [
            page("a.json", paths={"/a/{id}": {"get": get(operationId="x")}}),
            page("b.json", paths={"/a/{key}": {"put": get(operationId="x")}}),
        ]
    )
    assert notes == (
        "the paths /a/{id} and /a/{key} differ in the names of their parameters only.",
        "the operationId x is that of GET /a/{id} and of PUT /a/{key}.",
    )


OPERATIONS = st.dictionaries(
    st.sampled_from(["/a", "/b", "/c/{id}"]),
    st.dictionaries(st.sampled_from(["get", "put", "post"]), st.just(get()), min_size=1),
)


@given(st.lists(OPERATIONS, min_size=1, max_size=4))
def test_no_operation_is_lost_and_none_invented(parts):
    tree, _ = merge([page(f"{number}.json", paths=paths) for number, paths in enumerate(parts)])
    names = {(path, method) for paths in parts for path, item in paths.items() for method in item}
    assert {(path, method) for path, item in tree["paths"].items() for method in item} == names
    again, notes = merge(
        [page("once.json", **{key: value for key, value in tree.items() if key != "info"}), page("twice.json")]
    )
    assert (again, notes) == (tree, ())


def test_an_escape_is_not_a_line_end():
    _, notes = merge(
        [page("a.json", tags=[{"name": "t\x1b[31m"}]), page("b.json", tags=[{"name": "t\x1b[31m", "x-b": 1}])]
    )
    assert not re.search(r"[\x00-\x1f]", "".join(notes))
