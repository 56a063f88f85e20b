"""Pages: what is quickly found to add up, no rule has anything to say about."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.page import reach
from driftgate.pointer import MISSING
from driftgate.rule import load_rules
from driftgate.subject import Observation, adds_up, view_of

PARAMETERS = [
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
    {"name": "size", "in": "query", "schema": {"type": "integer", "default": 3}, "x-assumed": {"meaning": "limit"}},
    {"name": "state", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/state"}},
    {"name": "sort", "in": "query", "schema": {"type": "string", "default": "asc"}},
]
TREE = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/things": {
            "get": {
                "parameters": PARAMETERS,
                "x-pagination": {
                    "page": "page",
                    "limit": "size",
                    "items": "/items",
                    "total": "/total",
                    "identity": "/id",
                    "echo": {"page": "/page", "state": "/state", "sort": "/sort"},
                },
                "responses": {
                    "200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}
                },
            }
        }
    },
}
CONTRACT = Contract(parse_document(json.dumps(TREE).encode(), name="t.json"))
JUDGE = Judge(CONTRACT)
PROMISE = CONTRACT.promise(CONTRACT.operations[0], 200, "application/json")
RULES = [each for each in load_rules().values() if each.unless is adds_up]


def observation(query: str, body: Any) -> Observation:
    exchange = Exchange(
        Request("GET", f"https://a.example.com/things{query}", Headers()),
        Response(200, Headers([("content-type", "application/json")]), json.dumps(body)),
        SeenIn("a.har", 0),
    )
    match = JUDGE.matcher.match("GET", exchange.request.url)
    bare = Observation(CONTRACT, PROMISE, exchange, match, body, None)
    return bare._replace(page=view_of(bare))


def said(seen: Observation) -> list[str]:
    return [each.id for each in RULES for _ in each.check(seen)]


PAGE = {"total": 9, "page": 1, "state": "open", "sort": "asc", "items": [{"id": "a", "state": "open"}]}


def test_a_page_that_is_what_was_asked_for_adds_up():
    for query in ("", "?page=1", "?state=open", "?page=1&state=open&sort=asc&x=1", "?size=5"):
        assert adds_up(observation(query, PAGE))
        assert said(observation(query, PAGE)) == []


def test_four_rules_are_passed_over_together():
    assert [each.id for each in RULES] == ["count-mismatch", "duplicate-item", "echo-mismatch", "unfiltered-item"]


def test_finds_what_stands_at_a_place():
    assert reach({"a": [{"b": None}]}, ("a", "0", "b")) is None
    assert reach({"a": [1]}, ("a", "1")) is MISSING
    assert reach({"a": 1}, ("a", "b")) is MISSING
    assert reach([], ()) == []


SCALARS = st.sampled_from([None, True, False, 0, 1, 2, 3, "1", "2", "open", "shut", "asc", "", 1.0])
ITEMS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"id": st.sampled_from(["a", "b", "c", 1, None]), "state": st.sampled_from(["open", "shut"])}
    ),
    max_size=4,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "total": st.sampled_from([0, 1, 2, 3, 4, 9, "4", None]),
        "page": SCALARS,
        "state": SCALARS,
        "sort": SCALARS,
        "items": ITEMS | SCALARS,
    },
)
ALMOST = st.builds(
    lambda changes, items: {**PAGE, **changes, "items": items},
    st.fixed_dictionaries(
        {},
        optional={
            "page": st.sampled_from([1, 2, "1"]),
            "total": st.sampled_from([1, 2, 9]),
            "state": st.sampled_from(["open", "shut"]),
        },
    ),
    st.lists(
        st.fixed_dictionaries({"id": st.sampled_from("abcd"), "state": st.sampled_from(["open", "open", "shut"])}),
        max_size=3,
    ),
)
PARTS = st.sampled_from([
    "page=1", "page=2", "page=", "page=x", "size=1", "size=2", "size=x", "state=open", "state=shut", "state=Open", "sort=asc",
    "sort=desc", "other=1", "page=1&page=2",
])  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(PARTS, max_size=3, unique=True), BODIES | ALMOST)
def test_no_rule_has_anything_to_say_about_a_page_that_adds_up(parts, body):
    seen = observation(f"?{'&'.join(parts)}", body)
    if adds_up(seen):
        event("adds up")
        assert said(seen) == []
