"""Pagination: what `x-pagination` may say, and a total that stands in a header."""

from __future__ import annotations

import json

import pytest

from driftgate.errors import ContractError
from driftgate.mock import Asked, Mock
from driftgate.pagination import read_pagination
from tests.rules.conftest import Api

ROWS = {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}
LISTED = {
    "description": "ok",
    "headers": {"X-Total-Count": {"schema": {"type": "integer"}}},
    "content": {"application/json": {"schema": ROWS}},
}
PAGED = {
    "style": "page", "page": "page", "limit": "size", "items": "", "total": "header:X-Total-Count", "identity": "/id",
}  # fmt: skip


@pytest.fixture(scope="module")
def counted() -> Api:
    asked = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("page", "size")]
    return Api(responses={"200": LISTED}, parameters=asked, **{"x-pagination": PAGED})


def found(api: Api, ids: list[int], total: str, query: str = "?page=1") -> list[tuple[object, ...]]:
    headers = (("X-Total-Count", total),)
    return [each[:3] for each in api.found([{"id": each} for each in ids], query=query, headers=headers)]


def test_reads_a_total_in_a_header():
    read = read_pagination(PAGED, "GET /a")
    assert read is not None
    assert (read.total, read.total_header) == (None, "X-Total-Count")
    with pytest.raises(ContractError, match="no pointer"):
        read_pagination({**PAGED, "total": "X-Total-Count"}, "GET /a")


def test_a_total_in_a_header_is_held_to_the_page(counted):
    assert found(counted, [1, 2], "2") == []
    assert found(counted, [1, 2], "1") == [("count-mismatch", "error", "header:X-Total-Count")]
    assert found(counted, [1, 2], "3", "?page=2&size=2") == [("count-mismatch", "error", "header:X-Total-Count")]
    assert found(counted, [1, 2], "many") == [("malformed-response-header", "error", "header:X-Total-Count")]


def test_the_mock_counts_in_the_header_what_its_pages_hold(counted):
    answer = Mock(counted.contract, items=7, page_size=3).answer(Asked("GET", "/things", "page=3", {}))
    assert (dict(answer.headers)["x-total-count"], len(json.loads(answer.body))) == ("7", 1)
