"""What is told quickly of a request is what a closer look tells: nothing is wrong with it."""

from __future__ import annotations

import json

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge
from driftgate.request import is_well_asked, request_side
from driftgate.subject import Observation, view_of


def _contract(page: dict[str, object], *, required: bool) -> Contract:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/things": {
                "get": {
                    "x-pagination": {"items": "/items", "page": "page", "limit": "size", "first": 1},
                    "parameters": [
                        {"name": "page", "in": "query", "required": required, "schema": page},
                        {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}},
                        {"name": "sort", "in": "query", "schema": {"type": "string"}},
                    ],
                    "responses": {
                        "200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}
                    },
                }
            }
        },
    }
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


CONTRACTS = [
    _contract({"type": "integer", "minimum": 1, "maximum": 99}, required=True),
    _contract({"type": "integer"}, required=False),
    _contract({"type": "string"}, required=False),
    _contract({"type": "string", "enum": ["1", "2"]}, required=False),
]
PARTS = st.sampled_from([
    "page=1", "page=2", "page=0", "page=100", "page=12345678901", "page=007", "page=", "page=x", "pag%65=2", "xpage=1",
    "size=5", "size=51", "size=x", "sort=asc", "sort=", "sort=a%26b", "other=1", "", "sort=a#page=1", "?page=1", "page",
])  # fmt: skip


def _observation(contract: Contract, query: str) -> Observation:
    request = Request("GET", f"https://a.example.com/things{query}", Headers())
    exchange = Exchange(request, Response(200, Headers(), "{}"), SeenIn("a.har", 0))
    match = Judge(contract).matcher.match("GET", request.url)
    return Observation(
        contract, contract.promise(contract.operations[0], 200, "application/json"), exchange, match, {}, None
    )


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(CONTRACTS), st.lists(PARTS, max_size=4))
def test_the_number_of_a_page_aside_a_query_is_looked_at_once(contract, parts):
    bare = _observation(contract, f"?{'&'.join(parts)}")
    page = bare._replace(page=view_of(bare))
    assert is_well_asked(page) == is_well_asked(bare)
    if is_well_asked(page):
        event("well asked" if page.page.text is None else "well asked by number")
        assert list(request_side(contract, bare.operation).shortfalls(bare.exchange, {})) == []


@pytest.mark.parametrize(("query", "expected"), [
    ("?page=7&size=5", True), ("?page=07&size=5", False), ("?size=5&page=7", True), ("?size=5&page=100", False), ("?page=7&page=8", False), ("?size=5", False),
    ("?page=7&size=51", False), ("?page=7&other=1", False),
])  # fmt: skip
def test_a_page_is_well_asked_for_by_its_number(query, expected):
    for _ in range(2):
        bare = _observation(CONTRACTS[0], query)
        assert is_well_asked(bare._replace(page=view_of(bare))) is expected
