"""Small documents that differ in one thing."""

from __future__ import annotations

import copy

import pytest

from driftgate.revision import compare, severity_of


def body_document(schema, *, place="response", version="3.1.0", components=None):
    """A document of one operation whose request or response body (or query parameter) follows `schema`."""
    content = {"application/json": {"schema": schema}}
    operation = {"responses": {"200": {"description": "OK"}}}
    if place == "request":
        operation["requestBody"] = {"content": content}
    elif place == "response":
        operation["responses"]["200"]["content"] = content
    elif place == "answer-header":
        operation["responses"]["200"]["headers"] = {"X-Rate": {"schema": schema}}
    else:
        operation["parameters"] = [{"name": "q", "in": place, "required": place == "path", "schema": schema}]
    path = "/things/{q}" if place == "path" else "/things"
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "paths": {path: {"post": operation}},
        "components": {"schemas": copy.deepcopy(components or {})},
    }


@pytest.fixture
def document():
    return body_document


@pytest.fixture
def found():
    """What differs between two documents, as (severity, kind, pointer)."""

    def differences(before, after, **options):
        changes = compare(copy.deepcopy(before), copy.deepcopy(after), **options)
        return [(str(severity_of(change)), change.kind, change.pointer) for change in changes]

    return differences


@pytest.fixture
def found_in_body(found):
    """What differs between two schemas in one role, as (severity, kind, pointer)."""

    def differences(before, after, *, place="response", version="3.1.0", components=None):
        return found(
            body_document(before, place=place, version=version, components=components),
            body_document(after, place=place, version=version, components=components),
        )

    return differences


@pytest.fixture
def operation_document():
    """A document of the one operation `GET /things`."""

    def build(operation=None, *, path="/things", method="get", **members):
        operation = {"responses": {"200": {"description": "OK"}}, **(operation or {})}
        return {
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1"},
            "paths": {path: {method: operation}},
            **members,
        }

    return build
