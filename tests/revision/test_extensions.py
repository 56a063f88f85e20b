"""The extensions that mean something here are compared; all others are prose."""

from __future__ import annotations

import pytest

PAGES = {"style": "page", "page": "PageNumber", "items": "/items", "total": "/total"}
TOKENS = {"url": "https://a/tokens", "request": {"AccountKey": "key"}, "lifetime_s": 3600}


@pytest.mark.parametrize(
    ("before", "after", "there", "back"),
    [
        ({}, {"x-pagination": PAGES}, [("note", "pagination-added")], [("warning", "pagination-removed")]),
        ({"x-pagination": PAGES}, {"x-pagination": {**PAGES, "page": "Page", "first": 0}},
         [("error", "pagination-changed")] * 2, [("error", "pagination-changed")] * 2),
        ({"x-pagination": PAGES}, {"x-pagination": dict(reversed(PAGES.items()))}, [], []),
        ({"x-internal-note": 1}, {"x-internal-note": 2}, [], []),
    ],
)  # fmt: skip
def test_paging(before, after, there, back, found, operation_document):
    one, other = operation_document(before), operation_document(after)
    assert [item[:2] for item in found(one, other)] == there
    assert [item[:2] for item in found(other, one)] == back


@pytest.mark.parametrize(
    ("before", "after", "there", "back"),
    [
        (None, True, [("note", "retry-added")], [("warning", "retry-removed")]),
        (None, {"backoff": "constant"}, [("note", "retry-added")], [("warning", "retry-removed")]),
        (True, {}, [], []),
        (
            {"backoff": "constant"},
            {"backoff": "exponential"},
            [("warning", "retry-changed")],
            [("warning", "retry-changed")],
        ),
    ],
)
def test_retrying(before, after, there, back, found, operation_document):
    def tree(terms):
        answer = {"description": ""} if terms is None else {"description": "", "x-retry": terms}
        return operation_document({"responses": {"503": answer}})

    assert [item[:2] for item in found(tree(before), tree(after))] == there
    assert [item[:2] for item in found(tree(after), tree(before))] == back


@pytest.mark.parametrize(
    ("before", "after", "there", "back"),
    [
        ({"SID": "schedule"}, {"SID": "schedule", "AID": "account"}, [("note", "id-prefix-meaning-added")],
         [("warning", "id-prefix-meaning-removed")]),
        ({"SID": "schedule"}, {"SID": "subscriber"}, [("warning", "id-prefix-meaning-changed")],
         [("warning", "id-prefix-meaning-changed")]),
        ({"SID": "schedule"}, {"SID": "schedule"}, [], []),
    ],
)  # fmt: skip
def test_what_id_prefixes_name(before, after, there, back, found, operation_document):
    one, other = (operation_document(components={"x-id-prefixes": glossary}) for glossary in (before, after))
    assert [item[:2] for item in found(one, other)] == there
    assert [item[:2] for item in found(other, one)] == back


@pytest.mark.parametrize(
    ("before", "after", "there", "back"),
    [
        (TOKENS, {**TOKENS, "url": "https://b/tokens"}, [("error", "security-scheme-url-changed")],
         [("error", "security-scheme-url-changed")]),
        (TOKENS, {**TOKENS, "lifetime_s": 60}, [("error", "security-scheme-tokens-changed")],
         [("error", "security-scheme-tokens-changed")]),
        (TOKENS, {**TOKENS, "description": "prose"}, [], []),
        ({}, TOKENS, [("note", "security-scheme-tokens-changed"), ("note", "security-scheme-url-changed")],
         [("error", "security-scheme-tokens-changed"), ("error", "security-scheme-url-changed")]),
    ],
)  # fmt: skip
def test_where_tokens_come_from(before, after, there, back, found, operation_document):
    def tree(terms):
        scheme = {"type": "http", "scheme": "bearer", **({"x-token-endpoint": terms} if terms else {})}
        return operation_document({"security": [{"b": []}]}, components={"securitySchemes": {"b": scheme}})

    assert [item[:2] for item in found(tree(before), tree(after))] == there
    assert [item[:2] for item in found(tree(after), tree(before))] == back


def test_a_parameter_that_is_no_longer_secret_is_a_warning(found, operation_document):
    def tree(**marks):
        parameter = {"name": "pin", "in": "query", "schema": {"type": "string"}, **marks}
        return operation_document({"parameters": [parameter]})

    there, back = found(tree(**{"x-sensitive": True}), tree()), found(tree(), tree(**{"x-sensitive": True}))
    assert there == [("warning", "request-parameter-became-not-sensitive", "query:pin")]
    assert back == [("note", "request-parameter-became-sensitive", "query:pin")]
