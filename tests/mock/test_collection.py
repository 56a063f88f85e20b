from __future__ import annotations

import json

import pytest

from driftgate.errors import ContractError
from driftgate.mock import Mock

TARGET = "/v1.0/numbers/inventory"


@pytest.fixture(scope="module")
def mock(inventory):
    return Mock(inventory)


@pytest.fixture
def page(mock, ask):
    def get(query=""):
        answer = ask(mock, target=f"{TARGET}?{query}")
        assert answer.status == 200
        return json.loads(answer.body)

    return get


def test_pages_partition_the_inventory(page):
    pages = [page(f"PageNumber={number}") for number in range(1, 5)]
    assert [len(each["PhoneNumbers"]) for each in pages] == [100, 100, 100, 46]
    identities = [item["Tnid"] for each in pages for item in each["PhoneNumbers"]]
    assert len(set(identities)) == 346
    assert {each["TotalResults"] for each in pages} == {346}


def test_a_page_after_the_last_is_empty_and_still_counts(page):
    answer = page("PageNumber=5")
    assert answer["PhoneNumbers"] == []
    assert answer["TotalResults"] == 346
    assert answer["PageNumber"] == 5


def test_no_page_asked_for_is_the_first(page):
    assert page() == page("PageNumber=1")


def test_the_limit_is_the_size_of_a_page(page):
    one, two = page("TotalNumbersRequested=7"), page("TotalNumbersRequested=7&PageNumber=2")
    assert [len(one["PhoneNumbers"]), len(two["PhoneNumbers"])] == [7, 7]
    assert one["PhoneNumbers"] + two["PhoneNumbers"] == page("TotalNumbersRequested=14")["PhoneNumbers"]
    assert len(page("TotalNumbersRequested=2147483647")["PhoneNumbers"]) == 346


def test_the_filter_is_echoed_and_leaves_only_what_matches(page):
    active = page("Filter=Active")
    assert active["Filter"] == "Active"
    assert {item["Status"] for item in active["PhoneNumbers"]} == {"Active"}
    none = page("Filter=Gone%20away")
    assert (none["Filter"], none["TotalResults"], none["PhoneNumbers"]) == ("Gone away", 0, [])


def test_no_filter_is_no_echo(page):
    assert "Filter" not in page()


def test_every_page_conforms_strictly(page, inventory):
    operation = inventory.operations[0]
    validator = inventory.validator(inventory.promise(operation, 200, "application/json").schema_pointer)
    for query in ("", "PageNumber=4", "PageNumber=99", "Filter=x", "Filter=", "TotalNumbersRequested=346"):
        assert [error.message for error in validator.iter_errors(page(query))] == []


def test_records_keep_the_validations_and_show_every_value(page):
    items = page("TotalNumbersRequested=346")["PhoneNumbers"]
    assert all("Voice" in item["ProductType"] for item in items if item["VoiceEnabled"])
    assert {item["VoiceEnabled"] for item in items} == {True, False}
    assert {item["MessageEnabled"] for item in items} == {True, False}
    assert {item["ProductType"] for item in items} == {"Sms-Only", "Data-Only", "Sms+Data", "Sms+Data+Voice"}
    assert {item["MessageType"] for item in items} == {"p2p", "a2p"}
    assert {len(item) for item in items} == {20}


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_small_inventory_is_as_sound(inventory, ask, size):
    answer = json.loads(ask(Mock(inventory, items=size), target=TARGET).body)
    assert (answer["TotalResults"], len(answer["PhoneNumbers"])) == (size, size)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(inventory, ask):
    bodies = [ask(Mock(inventory, seed=seed, items=20), target=TARGET).body for seed in (7, 7, 8)]
    assert bodies[0] == bodies[1] != bodies[2]


ITEM = {"type": "object", "required": ["id", "kind"], "properties": {
    "id": {"type": "string"}, "kind": {"type": "string", "enum": ["cat", "dog", "eel"]}, "ok": {"type": "boolean"}}}  # fmt: skip


def listing(pagination, schema, parameters=()):
    return {
        "/pets": {
            "get": {
                "parameters": list(parameters),
                "x-pagination": pagination,
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}},
            }
        }
    }


def query(name, **schema):
    return {"name": name, "in": "query", "schema": schema or {"type": "integer"}}


def test_a_bare_array_pages_by_offset(contract_of, ask):
    paths = listing(
        {"style": "offset", "page": "skip", "first": 0, "limit": "take", "items": "", "identity": "/id"},
        {"type": "array", "items": ITEM},
        [query("skip"), query("take", type="integer", default=4)],
    )
    mock = Mock(contract_of(paths), items=10)
    sizes = [len(json.loads(ask(mock, target=f"/pets?skip={skip}").body)) for skip in (0, 4, 8, 12)]
    assert sizes == [4, 4, 2, 0]


def cursors(schema, **pagination):
    """A collection of pets by cursor; `schema` is that of where the next page is told."""
    return listing(
        {"style": "cursor", "page": "cursor", "limit": "take", "items": "/pets", "identity": "/id", "next": "/next",
         "filter": "kind", "total": "/total", **pagination},
        {"type": "object", "required": ["pets"],
         "properties": {"pets": {"type": "array", "items": ITEM}, "total": {"type": "integer"}, "next": schema}},
        [query("cursor", type="string"), query("take", type="integer", default=4), query("kind", type="string")],
    )  # fmt: skip


def followed(mock, ask, target, told):
    """Return the ids of each page; `told` gives the next cursor of an answer, None where there is none."""
    pages, cursor = [], None
    while len(pages) < 20:
        answer = ask(mock, target=target + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status == 200
        pages.append([pet["id"] for pet in json.loads(answer.body)["pets"]])
        cursor = told(answer)
        if cursor is None:
            break
    return pages


def test_cursors_lead_through_all_pages_once(contract_of, ask):
    mock = Mock(contract_of(cursors({"type": "string", "nullable": True})), items=10)
    pages = followed(mock, ask, "/pets?take=4", lambda answer: json.loads(answer.body).get("next"))
    assert [len(page) for page in pages] == [4, 4, 2]
    assert len({each for page in pages for each in page}) == 10
    only = followed(mock, ask, "/pets?take=2&kind=eel", lambda answer: json.loads(answer.body).get("next"))
    assert sum(map(len, only)) == json.loads(ask(mock, target="/pets?kind=eel").body)["total"] < 10


def test_a_cursor_that_nobody_handed_out_is_refused(contract_of, ask):
    mock = Mock(contract_of(cursors({"type": "string"})), items=10)
    assert [ask(mock, target=f"/pets?cursor={text}").status for text in ("4", "YWZ0ZXI6eA", "%C3%BC", "!")] == [400] * 4


def test_the_next_page_is_told_by_its_address_where_the_schema_says_so(contract_of, ask):
    mock = Mock(contract_of(cursors({"type": "string", "format": "uri-reference"})), items=5)
    first = json.loads(ask(mock, target="/pets?kind=&take=3").body)
    assert first["next"].startswith("/pets?kind=&take=3&cursor=")
    second = json.loads(ask(mock, target=first["next"]).body)
    assert len(second["pets"]) == 2
    assert "next" not in second


def test_the_next_page_is_told_by_a_link_header(contract_of, ask):
    paths = listing(
        {"page": "page", "limit": "take", "items": "", "identity": "/id", "next": "header:Link"},
        {"type": "array", "items": ITEM},
        [query("page"), query("take", type="integer", default=4)],
    )
    mock = Mock(contract_of(paths), items=6)
    first, second = ask(mock, target="/pets?page=1"), ask(mock, target="/pets?page=2")
    assert dict(first.headers)["link"] == '</pets?page=2>; rel="next"'
    assert "link" not in dict(second.headers)


def test_a_cursor_is_a_number_where_its_parameter_takes_nothing_else(contract_of, ask):
    paths = cursors({"type": "integer", "nullable": True})
    paths["/pets"]["get"]["parameters"][0] = query("cursor", type="integer", minimum=0)
    mock = Mock(contract_of(paths), items=10)
    pages = followed(mock, ask, "/pets?take=5", lambda answer: json.loads(answer.body).get("next"))
    assert [len(page) for page in pages] == [5, 5]


def test_cursors_that_nothing_tells_are_said_and_served_without_pages(contract_of, ask):
    mock = Mock(contract_of(listing({"style": "cursor", "items": ""}, {"type": "array", "items": ITEM})))
    assert any("need `page`" in notice for notice in mock.notices)
    assert ask(mock, target="/pets").status == 200


def test_without_an_assumption_a_filter_matches_any_field(contract_of, ask):
    paths = listing(
        {"page": "page", "items": "/pets", "filter": "kind", "total": "/meta/total", "echo": {"page": "/meta/page"}},
        {
            "type": "object",
            "required": ["pets", "meta"],
            "properties": {
                "pets": {"type": "array", "items": ITEM},
                "meta": {"type": "object", "properties": {"total": {"type": "integer"}, "page": {"type": "string"}}},
            },
        },
        [query("page"), query("kind", type="string")],
    )
    answer = json.loads(ask(Mock(contract_of(paths), items=9), target="/pets?kind=eel").body)
    assert {pet["kind"] for pet in answer["pets"]} == {"eel"}
    assert answer["meta"] == {"total": 3, "page": "1"}


def test_items_that_the_schema_has_not_are_named(contract_of):
    with pytest.raises(ContractError, match="finds the records at /dogs, where the response's schema has no array"):
        Mock(contract_of(listing({"items": "/dogs"}, {"type": "object", "properties": {"pets": ITEM}})))


def test_an_unknown_style_is_said_and_served_without_pages(contract_of, ask):
    mock = Mock(contract_of(listing({"style": "keyset", "items": ""}, {"type": "array", "items": ITEM})))
    assert any("'keyset' is unknown" in notice for notice in mock.notices)
    assert ask(mock, target="/pets").status == 200


def test_records_that_cannot_be_told_apart_are_named(contract_of):
    item = {**ITEM, "properties": {**ITEM["properties"], "id": {"enum": ["a", "b"]}}}
    with pytest.raises(ContractError, match="record 2 still breaks a validation or repeats an identity"):
        Mock(contract_of(listing({"items": "", "identity": "/id"}, {"type": "array", "items": item})))
