"""The rule `anonymous-success` notes a success without credentials where the contract asks for some."""

from __future__ import annotations

import pytest

RULE = "anonymous-success"
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "tls": {"type": "mutualTLS"},
}
ACCEPT = (("Accept", "*/*"),)


@pytest.fixture
def guarded(api):
    def by(*names, **more):
        return api({"type": "object"}, security=[{name: []} for name in names],
                   components={"securitySchemes": SCHEMES}, **more)  # fmt: skip

    return by


@pytest.mark.parametrize("name", ["bearer", "key", "query", "cookie"])
def test_notes_a_request_without_credentials(guarded, name):
    assert guarded(name).found({}, sent=ACCEPT) == [
        (RULE, "note", None, "no credentials", "credentials, or a refusal (401)")
    ]


@pytest.mark.parametrize(("name", "sent", "query"), [
    ("bearer", (("Authorization", "Bearer x"),), ""),
    ("key", (("x-key", "1"),), ""),
    ("query", ACCEPT, "?key=1"),
    ("cookie", (("Cookie", "session=1"),), ""),
    ("tls", ACCEPT, ""),
])  # fmt: skip
def test_silent_with_credentials_or_where_they_cannot_be_seen(guarded, name, sent, query):
    assert RULE not in guarded(name).rules({}, sent=sent, query=query)


def test_silent_where_no_headers_were_recorded(guarded):
    assert guarded("bearer").found({}) == []


def test_silent_where_one_of_several_ways_was_taken(guarded):
    assert guarded("bearer", "key").found({}, sent=(("X-Key", "1"),)) == []


def test_silent_where_nothing_is_asked_and_on_refusals(api, guarded):
    assert api({"type": "object"}, security=[]).found({}, sent=ACCEPT) == []
    assert api({"type": "object"}, security=[{}, {"bearer": []}]).found({}, sent=ACCEPT) == []
    refused = guarded("bearer", responses={"401": {"description": "no"}})
    assert refused.found(raw=b"", status=401, sent=ACCEPT) == []


def test_silent_where_nobody_defines_the_scheme(api):
    assert api({"type": "object"}, security=[{"gone": []}]).found({}, sent=ACCEPT) == []
