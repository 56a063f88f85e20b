"""The rule `unusable-next-page` fires on a next page that leads nowhere, or away."""

from __future__ import annotations

import pytest

RULE = "unusable-next-page"
LINKED = {
    "description": "ok",
    "headers": {"Link": {"schema": {"type": "string"}}},
    "content": {"application/json": {"schema": {"type": "object"}}},
}


@pytest.fixture
def by_cursor(paged, page):
    things = paged(style="cursor", page="Filter", echo={}, next="/Filter")

    def found(told: str | None, query: str = "?Filter=x"):
        return things.found(page(1, "a", Filter=told) if told is not None else page(1, "a"), query=query)

    return found


@pytest.fixture
def by_link(api):
    asked = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("page", "size")]
    made = api({}, responses={"202": LINKED}, parameters=asked)

    def found(link: str | None, query: str = "?page=2&size=5", **how):
        headers = (("Link", link),) if link is not None else ()
        return [each[1:4] for each in made.found({}, status=202, query=query, headers=headers, **how)]

    return found


def test_fires_on_a_cursor_that_hands_itself_out(by_cursor):
    assert by_cursor("x") == [(RULE, "warning", "/Filter", "the page that was asked for", "the next page")]


@pytest.mark.parametrize(
    ("told", "query"), [("y", "?Filter=x"), ("x", ""), (None, "?Filter=x"), ("****", "?Filter=****")]
)
def test_silent_on_a_cursor_that_leads_on_ends_or_is_hidden(by_cursor, told, query):
    assert by_cursor(told, query) == []


@pytest.mark.parametrize(("told", "observed"), [
    (2, "the page that was asked for"), ("1", "an earlier page"), ("/things?Page=2", "the page that was asked for"),
    ("?Page=1", "an earlier page"),
])  # fmt: skip
def test_fires_on_a_page_number_that_does_not_grow(paged, page, told, observed):
    things = paged(next="/Next")
    assert [each[2:4] for each in things.found(page(2, "a", Next=told), query="?Page=2") if each[0] == RULE] == [
        ("/Next", observed)
    ]
    assert RULE not in things.rules(page(2, "a", Next="3"), query="?Page=2")


@pytest.mark.parametrize(("link", "observed"), [
    ('<https://api.example.com/things?size=5&page=2>; rel="next"', "the page that was asked for"),
    ("</things/?page=2&size=5>; rel=next", "the page that was asked for"),
    ('<https://evil.example.net/things?page=3>; rel="next"', "another host"),
    ('<http://[::1>; rel="next"', "no link"),
])  # fmt: skip
def test_fires_on_a_link_that_cannot_be_followed(by_link, link, observed):
    assert by_link(link) == [("warning", "header:Link", observed)]


@pytest.mark.parametrize("link", [
    '<https://api.example.com/things?page=3&size=5>; rel="next", <https://api.example.com/things?page=9>; rel="last"',
    '<https://api.example.com/things?page=1&size=5>; rel="prev", </things?page=2&size=5>; rel="self"',
    '<https://evil.example.net/terms>; rel="license"',
    '<?page=3&size=5>; title="next, please"; rel="next"',
    "", None,
])  # fmt: skip
def test_silent_on_links_that_lead_on(by_link, link):
    assert by_link(link) == []


def test_fires_on_what_is_no_link_where_the_next_page_is_told_by_one(paged, page, by_link):
    things = paged(next="header:Link")
    sent = (("Link", "https://api.example.com/things?Page=2"),)
    assert [each[0:4] for each in things.found(page(1, "a"), headers=sent)] == [
        (RULE, "warning", "header:Link", "no link")
    ]
    assert by_link("https://api.example.com/things?page=3") == []  # elsewhere nobody said what is in it


def test_silent_on_the_true_host_in_what_a_proxy_recorded(by_link):
    link = '<https://api.example.net/things?page=3>; rel="next"'
    assert by_link(link, url="http://localhost:8080/things") == []


def test_silent_where_the_contract_lists_no_link(api):
    headers = (("Link", "https://api.example.com/things"),)
    assert api({}).found({}, headers=headers) == []
