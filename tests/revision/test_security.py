from __future__ import annotations

import copy

import pytest

SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://a/token", "scopes": {"read": "", "write": ""}}},
    },
}
COMPONENTS = {"components": {"securitySchemes": SCHEMES}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [{"key": []}], [("error", "api-security-became-required", None)]),
        ([{"key": []}], [], [("note", "api-security-became-optional", None)]),
        ([{"key": []}], [{"key": []}, {}], [("note", "api-security-became-optional", None)]),
        ([{"key": []}], [{"key": []}, {"basic": []}], [("note", "api-security-added", None)]),
        ([{"key": []}, {"basic": []}], [{"key": []}], [("error", "api-security-removed", None)]),
        ([{"key": []}, {"basic": []}], [{"basic": []}, {"key": []}], []),
        ([{"key": []}], [{"basic": []}],
         [("error", "api-security-removed", None), ("note", "api-security-added", None)]),
        ([{"key": []}], [{"key": [], "basic": []}], [("error", "api-security-scheme-added", None)]),
        ([{"key": [], "basic": []}], [{"key": []}], [("note", "api-security-scheme-removed", None)]),
        ([{"oauth": ["read"]}], [{"oauth": ["read", "write"]}], [("error", "api-security-scope-added", None)]),
        ([{"oauth": ["read", "write"]}], [{"oauth": ["read"]}], [("note", "api-security-scope-removed", None)]),
        ([{}, {"oauth": []}], [{"oauth": []}], [("error", "api-security-became-required", None)]),
    ],
)  # fmt: skip
def test_requirements_are_alternatives_and_schemes_within_one_are_not(
    before, after, expected, found, operation_document
):
    for where in ("operation", "document"):
        trees = [
            operation_document({"security": needs}, **COMPONENTS)
            if where == "operation"
            else operation_document(security=needs, **COMPONENTS)
            for needs in (before, after)
        ]
        assert sorted(found(*trees)) == sorted(expected)


def test_security_of_the_document_may_be_copied_onto_operations(found, operation_document):
    needs = [{"key": []}]
    copied = operation_document({"security": needs}, **COMPONENTS)
    assert found(operation_document(security=needs, **COMPONENTS), copied) == []


def test_a_change_for_all_operations_is_told_once():
    from driftgate.revision import compare

    def tree(needs):
        operation = {"responses": {}}
        return {"openapi": "3.1.0", "security": needs, "paths": {path: {"get": operation} for path in ("/a", "/b")},
                **COMPONENTS}  # fmt: skip

    (change,) = compare(tree([{"key": []}]), tree([{"basic": []}, {"key": []}]))
    assert change.kind == "api-security-added"
    assert change.operations == ("GET /a", "GET /b")
    assert change.after_pointer == "/security"


def test_a_renamed_scheme_is_no_change(found, operation_document):
    before = operation_document(security=[{"key": []}], components={"securitySchemes": {"key": SCHEMES["key"]}})
    renamed = {**SCHEMES["key"], "description": "now called ApiKey"}
    after = operation_document(security=[{"ApiKey": []}], components={"securitySchemes": {"ApiKey": renamed}})
    assert found(before, after) == []


@pytest.mark.parametrize(
    ("name", "place", "value", "expected"),
    [
        ("key", ["type"], "openIdConnect", ("error", "security-scheme-type-changed")),
        ("basic", ["scheme"], "bearer", ("error", "security-scheme-type-changed")),
        ("basic", ["scheme"], "Basic", None),
        ("key", ["in"], "query", ("error", "security-scheme-place-changed")),
        ("key", ["name"], "x-key", None),
        ("key", ["description"], "prose", None),
        ("basic", ["bearerFormat"], "JWT", ("note", "security-scheme-bearer-format-changed")),
        ("oauth", ["flows", "clientCredentials", "tokenUrl"], "https://b", ("error", "security-scheme-url-changed")),
        ("oauth", ["flows", "clientCredentials", "refreshUrl"], "https://b", ("note", "security-scheme-url-changed")),
        ("oauth", ["flows", "clientCredentials", "scopes", "all"], "", ("note", "security-scheme-scope-added")),
        ("oauth", ["flows", "clientCredentials", "scopes", "read"], "Told otherwise", None),
        ("oauth", ["flows", "implicit"], {}, ("note", "security-scheme-flow-added")),
    ],
)
def test_schemes_differ(name, place, value, expected, found, operation_document):
    schemes = copy.deepcopy(SCHEMES)
    node = schemes[name]
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    before = operation_document(security=[{name: []}], **COMPONENTS)
    after = operation_document(security=[{name: []}], components={"securitySchemes": schemes})
    assert found(before, after) == ([] if expected is None else [(*expected, None)])


def test_a_scheme_that_no_operation_names_weighs_nothing(found, operation_document):
    schemes = {**SCHEMES, "key": {**SCHEMES["key"], "in": "query"}}
    before, after = operation_document(**COMPONENTS), operation_document(components={"securitySchemes": schemes})
    assert found(before, after) == [("note", "security-scheme-place-changed", None)]


def test_schemes_come_and_go_and_what_names_them_is_judged_apart(found, operation_document):
    less = {name: scheme for name, scheme in SCHEMES.items() if name != "key"}
    before = operation_document(**COMPONENTS)
    after = operation_document(components={"securitySchemes": less})
    assert found(before, after) == [("note", "security-scheme-removed", None)]
    assert found(after, before) == [("note", "security-scheme-added", None)]
