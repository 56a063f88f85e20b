"""In callbacks and webhooks the API asks and the client answers: everything is compared, and every direction turns."""

from __future__ import annotations

import copy

import pytest

from driftgate.revision import KINDS
from driftgate.revision.callback_rows import CALLBACK_ROWS

BODY = {"content": {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}}}}
OK = {"200": {"description": "OK"}}


def called(**operation):
    return {"responses": OK, **operation}


def sent(**members):
    return called(requestBody={**BODY, **members})


def asked(*, required=False, **members):
    parameter = {"name": "X-Sig", "in": "header", "required": required, "schema": {"type": "string"}, **members}
    return called(parameters=[parameter])


def answer(**members):
    return called(responses={"200": {"description": "OK", **members}})


def header(required):
    return answer(headers={"X-Ack": {"required": required, "schema": {"type": "string"}}})


def content(*names, **members):
    return {"content": {name: members or {"schema": {"type": "string"}} for name in names}}


CASES = [
    # kind there, kind back, where, before, after
    ("callback-request-body-added", "callback-request-body-removed", "", called(), sent()),
    ("callback-request-body-became-required", "callback-request-body-became-optional", "", sent(), sent(required=True)),
    ("callback-request-media-type-added", "callback-request-media-type-removed", "",
     called(requestBody=content("text/csv")), called(requestBody=content("text/csv", "text/plain"))),
    ("callback-request-schema-added", "callback-request-schema-removed", "",
     called(requestBody=content("text/csv", example="a")), called(requestBody=content("text/csv"))),
    ("callback-request-encoding-changed", "callback-request-encoding-changed", "",
     called(requestBody=content("multipart/form-data", encoding={"a": {}})),
     called(requestBody=content("multipart/form-data", encoding={"a": {"contentType": "text/csv"}}))),
    ("callback-request-parameter-added", "callback-optional-request-parameter-removed", " header:x-sig", called(), asked()),
    ("callback-request-parameter-added", "callback-required-request-parameter-removed", " header:x-sig", called(),
     asked(required=True)),
    ("callback-request-parameter-became-required", "callback-request-parameter-became-optional", " header:x-sig", asked(),
     asked(required=True)),
    ("callback-request-parameter-style-changed", "callback-request-parameter-style-changed", " header:x-sig",
     asked(schema={"type": "array"}), asked(schema={"type": "array"}, explode=True)),
    ("response-header-min-length-set", "response-header-min-length-unset", " header:x-sig", asked(),
     asked(schema={"type": "string", "minLength": 3})),
    ("callback-response-status-added", "callback-response-status-removed", "", called(),
     called(responses={**OK, "202": {"description": ""}})),
    ("callback-response-non-success-status-added", "callback-response-non-success-status-removed", "", called(),
     called(responses={**OK, "410": {"description": ""}})),
    ("callback-response-media-type-added", "callback-response-media-type-removed", "", answer(**content("text/csv")),
     answer(**content("text/csv", "text/plain"))),
    ("callback-response-media-type-changed", "callback-response-media-type-changed", "", answer(**content("text/csv")),
     answer(**content("text/csv; header=present"))),
    ("callback-response-schema-added", "callback-response-schema-removed", "", answer(**content("text/csv", example="a")),
     answer(**content("text/csv"))),
    ("callback-required-response-header-added", "callback-response-header-removed", " header:x-ack", answer(), header(True)),
    ("callback-optional-response-header-added", "callback-response-header-removed", " header:x-ack", answer(), header(False)),
    ("callback-response-header-became-required", "callback-response-header-became-optional", " header:x-ack", header(False),
     header(True)),
    ("callback-security-changed", "callback-security-changed", "", called(), called(security=[{"key": []}])),
    ("callback-deprecated", "callback-reactivated", "", called(), called(deprecated=True)),
    ("response-property-type-changed", "response-property-type-changed", "/id", sent(),
     called(requestBody={"content": {"application/json": {
         "schema": {"type": "object", "properties": {"id": {"type": "integer"}}}}}})),
    ("request-body-min-length-set", "request-body-min-length-unset", "", answer(**content("text/csv")),
     answer(**content("text/csv", schema={"type": "string", "minLength": 1}))),
]  # fmt: skip


def callback(operation, *, method="post", address="{$request.body#/url}"):
    callbacks = {"done": {address: {method: copy.deepcopy(operation)}}}
    return {"openapi": "3.0.3", "paths": {"/a": {"post": {"responses": OK, "callbacks": callbacks}}}}


def webhook(operation):
    return {"openapi": "3.1.0", "webhooks": {"done": {"post": copy.deepcopy(operation)}}}


@pytest.mark.parametrize(
    ("there", "back", "where", "before", "after"), CASES, ids=[f"{row[0]}-{n}" for n, row in enumerate(CASES)]
)
def test_a_difference_has_its_kind_in_a_callback_and_in_a_webhook(there, back, where, before, after, found):
    assert KINDS[back].name in KINDS[there].mirrors
    for build, prefix in ((callback, "callback:done"), (webhook, "")):
        place = f"{prefix}{where if prefix else where.strip()}" or None
        assert found(build(before), build(after)) == [(str(KINDS[there].severity), there, place)]
        assert found(build(after), build(before)) == [(str(KINDS[back].severity), back, place)]


def test_every_kind_of_callback_is_shown_above_or_below():
    shown = {name for row in CASES for name in row[:2]}
    whole = {"callback-added", "callback-removed", "webhook-added", "webhook-removed"}
    assert sorted({row.name for row in CALLBACK_ROWS} - shown - whole) == []


def test_what_came_or_went_is_named_by_what_tells_it_from_others():
    from driftgate.revision import compare

    one = callback(called())
    both = copy.deepcopy(one)
    both["paths"]["/a"]["post"]["callbacks"]["done"]["{$request.body#/url}"]["put"] = called()
    (change,) = compare(one, both)
    assert (change.kind, change.after) == ("callback-added", "done PUT {$request.body#/url}")
    (change,) = compare(webhook(called()), {"openapi": "3.1.0"})
    assert (change.kind, change.before, change.operation) == ("webhook-removed", "done", "webhook done")


def test_another_address_is_another_callback(found):
    there = found(callback(called()), callback(called(), address="{$request.query.url}"))
    assert sorted(kind for _, kind, _ in there) == ["callback-added", "callback-removed"]


def test_callbacks_and_webhooks_behind_references_are_followed(found):
    inline = callback(sent())
    moved = copy.deepcopy(inline)
    moved["components"] = {"callbacks": {"Done": moved["paths"]["/a"]["post"]["callbacks"]["done"]}}
    moved["paths"]["/a"]["post"]["callbacks"]["done"] = {"$ref": "#/components/callbacks/Done"}
    assert found(inline, moved) == []
    assert found(moved, inline) == []
    plain = webhook(sent())
    referred = {"openapi": "3.1.0", "webhooks": {"done": {"$ref": "#/components/pathItems/Done"}},
                "components": {"pathItems": {"Done": plain["webhooks"]["done"]}}}  # fmt: skip
    assert found(plain, referred) == []
