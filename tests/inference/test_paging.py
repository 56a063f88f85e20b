"""How records come in pages, read off an envelope and the parameters beside it."""

from __future__ import annotations

import pytest
from documents import document

from driftgate.inference import infer_overlay
from driftgate.inference.rendering.paging import _is_cursor
from driftgate.pagination import read_pagination
from driftgate.spelling import words

RECORDS = [{"id": "a1", "name": "x"}, {"id": "b2", "name": "y"}]


def proposed(example, *parameters, formats=()):
    """Return the pagination proposed for an answer, `first`, `style` and `identity` as they are."""
    listed = [{"name": each, "in": "query", "schema": {"type": "string"}} for each in parameters]
    for each, said in zip(listed, formats, strict=False):
        each["schema"] |= {"format": said} if said else {}
    overlay = infer_overlay(document(example, parameters=listed), title="T", source_name="t").overlay
    found = [
        each["update"]["x-proposed"]["x-pagination"] for each in overlay["actions"] if "x-proposed" in each["update"]
    ]
    if not found:
        return None
    assert read_pagination(found[0], "GET /things") is not None
    return found[0]


@pytest.mark.parametrize(
    ("example", "parameters", "expected"),
    [
        (
            {"data": RECORDS, "next": "abc"},
            ["cursor", "limit"],
            {"style": "cursor", "page": "cursor", "limit": "limit", "items": "/data", "identity": "/id", "next": "/next"},
        ),
        (
            {"data": RECORDS, "meta": {"total": 40, "page": 1, "per_page": 2}},
            ["page", "per_page"],
            {"style": "page", "page": "page", "first": 1, "limit": "per_page", "items": "/data", "total": "/meta/total", "identity": "/id", "echo": {"page": "/meta/page", "per_page": "/meta/per_page"}},
        ),
        (
            {"items": RECORDS, "links": {"prev": None, "next": "https://a.de/things?cursor=xyz&limit=2"}},
            ["cursor"],
            {"style": "cursor", "page": "cursor", "items": "/items", "identity": "/id", "next": "/links/next"},
        ),
        (
            {"_embedded": {"things": RECORDS}, "_links": {"self": {"href": "/things"}, "next": {"href": "/things?page=2"}}, "page": {"totalElements": 9, "totalPages": 5, "number": 0, "size": 2}},
            ["page", "size"],
            {"style": "page", "page": "page", "first": 0, "limit": "size", "items": "/_embedded/things", "total": "/page/totalElements", "identity": "/id", "next": "/_links/next/href", "echo": {"size": "/page/size"}},
        ),
        (
            {"total_count": 3, "items": RECORDS, "incomplete_results": False},
            ["q", "page"],
            {"style": "page", "page": "page", "first": 1, "filter": "q", "items": "/items", "total": "/total_count", "identity": "/id"},
        ),
        (
            {"object": "list", "data": RECORDS, "has_more": True},
            ["ending_before", "starting_after", "created_after"],
            {"style": "cursor", "page": "starting_after", "items": "/data", "identity": "/id"},
        ),
        (
            {"data": RECORDS, "paging": {"cursors": {"before": "p", "after": "q"}}},
            ["after"],
            {"style": "cursor", "page": "after", "items": "/data", "identity": "/id", "next": "/paging/cursors/after"},
        ),
        (
            {"Records": RECORDS, "Errors": [{"Code": 3}], "NextToken": "t"},
            ["nextToken"],
            {"style": "cursor", "page": "nextToken", "items": "/Records", "identity": "/id", "next": "/NextToken"},
        ),
        (
            {"results": RECORDS, "count": 12, "next": "https://a.de/things?offset=2&limit=2"},
            ["offset", "limit"],
            {"style": "offset", "page": "offset", "limit": "limit", "items": "/results", "total": "/count", "identity": "/id", "next": "/next"},
        ),
        (
            RECORDS,
            ["skip", "take"],
            {"style": "offset", "page": "skip", "limit": "take", "items": "", "identity": "/id"},
        ),
    ],
)  # fmt: skip
def test_an_envelope_says_where_its_records_their_total_and_the_next_page_stand(example, parameters, expected):
    assert proposed(example, *parameters) == expected


@pytest.mark.parametrize(
    ("example", "parameters"),
    [
        ({"data": RECORDS, "next": "abc"}, []),
        ({"data": RECORDS}, ["created_after", "updated_before"]),
        ({"data": RECORDS}, ["token"]),
        ({"a": RECORDS, "b": RECORDS}, ["page"]),
        ({"name": "x"}, ["page"]),
        ({"data": RECORDS, "next_steps": ["a"]}, []),
    ],
)
def test_nothing_is_proposed_where_nothing_tells_the_page_or_the_records(example, parameters):
    assert proposed(example, *parameters) is None


def test_a_number_below_the_records_shown_is_no_total_and_a_day_no_offset():
    assert "total" not in proposed({"data": RECORDS, "count": 1}, "page")
    assert proposed({"data": RECORDS}, "start", formats=["date"]) is None


def test_pages_and_prices_are_no_totals():
    found = proposed({"data": RECORDS, "total_pages": 4, "total_amount": 12.5, "number_of_pages": 4}, "page")
    assert "total" not in found


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("cursor", True), ("page_token", True), ("pageAfter", True), ("after_id", True), ("token", False), ("id_token", False), ("access_token", False), ("since", False), ("createdAfter", False)],
)  # fmt: skip
def test_which_parameters_are_cursors(name, is_one):
    assert _is_cursor(set(words(name))) is is_one


def test_pages_begin_at_nought_where_an_example_says_so():
    assert proposed({"data": RECORDS, "page": 0}, "page")["first"] == 0
    assert proposed({"data": RECORDS, "page": 1}, "page")["first"] == 1


def test_a_width_of_integers_is_no_reason_to_doubt_a_page():
    assert proposed({"data": RECORDS}, "page", formats=["int32"])["page"] == "page"
