"""The rule `echo-mismatch` fires when an answer repeats a parameter with another value."""

from __future__ import annotations

import pytest

RULE = "echo-mismatch"


def test_fires_when_the_first_page_is_always_answered(things, page):
    assert things.found(page(1, "a"), query="?Page=2") == [
        (RULE, "error", "/Page", "the first page", "the Page asked for")
    ]


def test_fires_on_another_page(things, page):
    assert things.found(page(3, "a"), query="?Page=2") == [
        (RULE, "error", "/Page", "another page", "the Page asked for")
    ]


def test_fires_when_nothing_was_asked_and_it_is_not_the_first_page(things, page):
    assert things.found(page(2, "a")) == [(RULE, "error", "/Page", "another page", "the first Page")]


def test_fires_on_another_filter_and_on_none(things, page):
    assert things.found(page(1, "a", Filter="Open"), query="?Filter=Closed") == [
        (RULE, "error", "/Filter", "another value", "the Filter asked for")
    ]
    assert things.found(page(1, "a"), query="?Filter=Closed") == [
        (RULE, "error", "/Filter", "missing", "the Filter asked for")
    ]


@pytest.mark.parametrize(("query", "answered"), [
    ("?Filter=Sms%2BData", "Sms+Data"),
    ("?Filter=Sms+Data", "Sms Data"),
    ("?Filter=Sms+Data", "Sms+Data"),
    ("?Filter=active", "Active"),
    ("?Filter=1", "1"),
    ("?Filter=%20x%20", "x"),
    ("?Filter=", ""),
    ("?Filter=a&Filter=b", "b"),
    ("?Filter=a&Filter=b", "a,b"),
    ("", "whatever the server filters by"),
])  # fmt: skip
def test_silent_on_every_spelling_of_what_was_asked(things, page, query, answered):
    assert RULE not in things.rules(page(1, "a", Filter=answered), query=query)


@pytest.mark.parametrize("query", ["", "?Page=1", "?Page=", "?_=2"])
def test_silent_on_the_first_page(things, page, query):
    assert things.found(page(1, "a"), query=query) == []


def test_silent_on_text_for_a_number(things, page):
    """The type is drift and has its own finding; the page is the right one."""
    assert things.rules(page("2", "a"), query="?Page=2") == ["string-typed-number"]


@pytest.mark.parametrize("query", ["?Page=0", "?Page=abc", "?Page=1.5"])
def test_silent_where_the_request_is_wrong(things, page, query):
    assert RULE not in things.rules(page(1, "a"), query=query)


def test_silent_where_the_schema_says_it_already(things, page):
    body = page(1, "a")
    del body["Page"]
    assert things.rules(body, query="?Page=2") == ["missing-property"]
    assert things.rules(page(None, "a"), query="?Page=2") == ["unexpected-null"]
    assert things.rules(page(True, "a"), query="?Page=2") == ["type-mismatch"]


def test_silent_on_a_bare_body_without_a_request(things, page):
    assert things.found(page(7, "a"), url="/things") == []


def test_silent_on_an_error_and_on_no_page_at_all(things):
    assert RULE not in things.rules({"Message": "no"}, status=400, query="?Page=2")
    assert RULE not in things.rules([], query="?Page=2&Filter=x")


def test_is_one_finding_when_the_page_is_an_error_envelope(things):
    assert things.rules({"error": "down"}, query="?Page=2&Filter=Open") == ["error-in-success"]
