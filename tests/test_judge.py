"""The judge: which rules are asked about an exchange, and what becomes of a body."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from driftgate.contract import Contract, load_contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Source
from driftgate.judge import Judge, under_items
from driftgate.match import Matcher

HOST = "https://api.example.com"
THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "on": {"type": "boolean"}}}
LISTED = {"type": "object", "properties": {"things": {"type": "array", "items": THING}}}
JSON = "application/json"


def contract(**operations: Any) -> Contract:
    paths = {f"/{name}": {"get": {"responses": each}} for name, each in operations.items()}
    tree = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": HOST}], "paths": paths}
    return Contract(parse_document(json.dumps(tree).encode(), name="t.json"))


def answers(schema: Any = None, media_type: str = JSON) -> dict[str, Any]:
    return {"description": "ok", "content": {media_type: {"schema": schema} if schema is not None else {}}}


def exchange(
    path: str,
    body: bytes | str | None,
    *,
    status: int = 200,
    content_type: str | None = JSON,
    method: str = "GET",
    host: str = HOST,
) -> Exchange:
    headers = Headers([("Content-Type", content_type)] if content_type else [])
    return Exchange(Request(method, f"{host}{path}", Headers()), Response(status, headers, body), SeenIn("a.har", 0))


@pytest.fixture(scope="module")
def judge():
    return Judge(contract(
        things={"200": answers(LISTED), "204": {"description": "none"}, "4XX": answers(THING)},
        text={"200": answers(None, "text/plain")},
        free={"200": answers()},
    ))  # fmt: skip


@pytest.mark.parametrize(("path", "body", "how", "state"), [
    ("/things", b"{}", {}, "judged"),
    ("/things", "{}", {}, "judged"),
    ("/things", None, {}, "absent"),
    ("/things", b"", {}, "unreadable"),
    ("/things", b"{", {}, "unreadable"),
    ("/things", b"", {"status": 204}, "judged"),
    ("/things", None, {"status": 204}, "judged"),
    ("/things", None, {"method": "HEAD"}, "judged"),
    ("/things", b"", {"method": "HEAD"}, "judged"),
    ("/text", b"hello", {"content_type": "text/plain"}, "opaque"),
    ("/free", b'{"a": 1}', {}, "judged"),
])  # fmt: skip
def test_says_what_became_of_the_body(judge, path, body, how, state):
    assert judge.judge(exchange(path, body, **how)).body == state


def test_counts_the_records_of_a_collection(judge):
    assert judge.judge(exchange("/things", b'{"things": [{"id": 1}, {"id": 2}]}')).items == 2
    assert judge.judge(exchange("/things", b'{"things": {}}')).items == 0
    assert judge.judge(exchange("/things", b"[]")).items == 0
    assert judge.judge(exchange("/things", b'{"id": 1}', status=404)).items == 0


@pytest.mark.parametrize(("given", "reason"), [
    (exchange("/nothing", b"{}"), "no operation of the contract matches"),
    (exchange("/nothing", b"{}", host="https://tracker.example.org"), "another host"),
    (exchange("/things", b"{}")._replace(response=None), "no response was recorded"),
])  # fmt: skip
def test_says_why_an_exchange_was_not_judged(judge, given, reason):
    judged = judge.judge(given)
    assert (judged.promise, judged.skipped) == (None, reason)


def test_another_host_is_a_stray_only_when_told_to_care():
    judged = contract(things={"200": answers(LISTED)})
    elsewhere = exchange("/things", b'{"things": 5}', host="https://mock.example.org")
    assert [each.rule for each in Judge(judged).judge(elsewhere).sightings] == ["type-mismatch"]
    careful = Judge(judged, matcher=Matcher(judged, hosts=["api.example.com"]))
    assert careful.judge(elsewhere).skipped == "another host"


def test_finds_every_violation_in_every_record_once(judge):
    body = json.dumps({"things": [{"id": "1"}, {"id": 2, "on": "no"}, {"on": 1}, {"id": None, "x": 1}]})
    found = sorted((each.rule, each.path) for each in judge.judge(exchange("/things", body)).sightings)
    assert found == [
        ("missing-property", ("things", 2, "id")),
        ("string-typed-boolean", ("things", 1, "on")),
        ("string-typed-number", ("things", 0, "id")),
        ("type-mismatch", ("things", 2, "on")),
        ("undocumented-property", ("things", 3, "x")),
        ("unexpected-null", ("things", 3, "id")),
    ]


def test_a_sighting_says_what_stands_there_and_who_promised_otherwise(judge):
    (seen,) = judge.judge(exchange("/things", b'{"things": [{"id": "7"}]}')).sightings
    assert (seen.source, seen.pointer, seen.value) == (Source.RESPONSE, "/things/*/id", "7")
    assert seen.document_pointer == (
        "/paths/~1things/get/responses/200/content/application~1json/schema/properties/things/items/properties/id"
    )


def test_each_place_shows_its_own_value(judge):
    body = json.dumps({"things": [{"id": 1, "extra": "a"}, {"id": 2, "extra": "b"}, {"ID": 5}, {"ID": 6}]})
    sightings = judge.judge(exchange("/things", body)).sightings
    assert sorted((each.rule, str(each.value)) for each in sightings) == [
        ("renamed-property", "5"), ("renamed-property", "6"),
        ("undocumented-property", "a"), ("undocumented-property", "b"),
    ]  # fmt: skip


def test_the_same_body_twice_gives_the_same_sightings(judge):
    body = json.dumps({"things": [{"id": "1", "on": "x", "Things": [1]}, {"ON": None}, 5, None]})
    first, second = (judge.judge(exchange("/things", body)).sightings for _ in range(2))
    assert first == second


@pytest.mark.parametrize("drifts", list(itertools.product((False, True), repeat=4)))
def test_what_is_said_of_a_body_does_not_depend_on_those_before(judge, drifts):
    bodies = {False: b'{"things": [{"id": 1}]}', True: b'{"things": [{"id": 1}, {"id": "2"}]}'}
    said = [
        [(each.rule, each.path) for each in judge.judge(exchange("/things", bodies[each])).sightings] for each in drifts
    ]
    assert said == [[("string-typed-number", ("things", 1, "id"))] if each else [] for each in drifts]


def test_a_body_that_no_json_can_hold_is_judged_all_the_same(judge):
    assert judge.judge(exchange("/things", b'{"things": [{"id": 1, "\\ud800": "\\udfff"}]}')).body == "judged"
    assert judge.judge(exchange("/things", b'{"things": [{"id": 1e400}]}')).sightings


def test_a_disabled_rule_is_silent_and_nobody_speaks_for_it():
    quiet = Judge(contract(things={"200": answers(LISTED)}), disabled=["string-typed-boolean", "undocumented-status"])
    assert quiet.judge(exchange("/things", b'{"things": [{"id": 1, "on": "true"}]}')).sightings == []
    assert quiet.judge(exchange("/things", b"{}", status=418)).sightings == []


def test_examples_are_judged_by_the_rules_that_look_at_bodies_only(judge):
    promise = judge.contract.promise(judge.contract.operations[0], 404, JSON)
    seen = list(judge.example(promise, {"id": "1", "status": 500}))
    assert sorted((each.rule, each.source) for each in seen) == [
        ("envelope-status-mismatch", Source.EXAMPLE),
        ("string-typed-number", Source.EXAMPLE),
        ("undocumented-property", Source.EXAMPLE),
    ]


def test_plans_are_made_once_and_forgotten_when_there_are_too_many(judge):
    for number in range(10_005):
        judge.judge(exchange("/text", b"x", content_type=f"text/x{number}"))
    assert len(judge._plans) <= 10_001


def test_knows_which_places_lie_in_the_records():
    assert under_items("/things/*/id", "/things")
    assert under_items("/*/id", "")
    assert under_items("/*", "")
    assert not under_items("/things", "/things")
    assert not under_items("/total", "/things")
    assert not under_items(None, "/things")
    assert not under_items("/x", None)


VENDORED = Path(__file__).parent.parent / "openapi"


def test_silent_on_the_empty_page_of_the_vendored_contract():
    vendored = Judge(load_contract(VENDORED))
    page = {
        "AccountId": "AID-ab123456-2725-45a1-bd5e-526ed1979900",
        "TotalResults": 0,
        "PageNumber": 1,
        "PhoneNumbers": [],
    }
    found = vendored.judge(
        Exchange(
            Request("GET", "https://api.telegent.com/v1.0/numbers/inventory", Headers([("Authorization", "Bearer x")])),
            Response(200, Headers([("Content-Type", JSON)]), json.dumps(page)),
            SeenIn("a.har", 0),
        )
    )
    assert (found.sightings, found.body, found.items) == ([], "judged", 0)
