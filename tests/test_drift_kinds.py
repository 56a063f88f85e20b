"""
The 32 ways in which a server of the vendored operation can drift, each as an exchange or a few of them.

Judged by the vendored contract as it stands in openapi/. A conformant server and an empty page yield nothing.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftgate.contract import load_contract
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Severity
from driftgate.judge import Judge
from driftgate.tally import Tally
from driftgate.walk import Walks

if TYPE_CHECKING:
    from collections.abc import Callable

CONTRACT = load_contract(Path(__file__).parent.parent / "openapi")
JUDGE = Judge(CONTRACT)
URL = "https://api.telegent.com/v1.0/numbers/inventory"
JSON = "application/json"
EXAMPLE = CONTRACT.document.tree["paths"]["/v1.0/numbers/inventory"]["get"]["responses"]["200"]["content"][JSON][
    "examples"
]["example"]["value"]


def page(number: int = 1, records: int = 2, **changes: Any) -> dict[str, Any]:
    """Return a page as a conformant server answers it: the vendor's first record, repaired."""
    body = copy.deepcopy(EXAMPLE)
    first = body["PhoneNumbers"][0]
    body["PhoneNumbers"] = [
        {**first, "Tnid": f"TNID-{number * 1000 + index}", "Number": f"+1801555{number * 1000 + index:04}"}
        for index in range(records)
    ]
    return {**body, "PageNumber": number, "Filter": "", **changes}


def record(**changes: Any) -> Callable[[], dict[str, Any]]:
    """Return a page whose second record has other values; `DROP` drops one."""

    def make() -> dict[str, Any]:
        body = page()
        second = {**body["PhoneNumbers"][1], **changes}
        body["PhoneNumbers"][1] = {name: value for name, value in second.items() if value is not DROP}
        return body

    return make


DROP = object()
INFORMED = {"StatusCode": 400, "Message": "bad"}


def answer(body: Any = None, *, raw: bytes | None = None, status: int = 200, query: str = "?PageNumber=1",
           content_type: str | None = JSON, token: str | None = "Bearer x", position: int = 0) -> Exchange:  # fmt: skip
    sent = [("Accept", "*/*"), *([("Authorization", token)] if token else [])]
    received = [("Content-Type", content_type)] if content_type else []
    content = json.dumps(body).encode() if raw is None else raw
    return Exchange(
        Request("GET", URL + query, Headers(sent)),
        Response(status, Headers(received), content),
        SeenIn("a.har", position),
    )


def renamed(old: str, new: str) -> dict[str, Any]:
    body = page()
    body["PhoneNumbers"][1] = {new if name == old else name: value for name, value in body["PhoneNumbers"][1].items()}
    return body


def twins() -> dict[str, Any]:
    body = page()
    body["PhoneNumbers"][1]["Tnid"] = body["PhoneNumbers"][0]["Tnid"]
    return body


def told(exchange: Exchange) -> list[tuple[str, str, str | None]]:
    return sorted((each.rule, each.severity.value, each.pointer) for each in JUDGE.judge(exchange).sightings)


AT = "/PhoneNumbers/*/"
ERROR, WARNING, NOTE = "error", "warning", "note"
KINDS: list[tuple[int, str, Exchange, list[tuple[str, str, str | None]]]] = [
    (1, "the example as published", answer(EXAMPLE, query="?PageNumber=1&Filter=Active"), [
        ("id-prefix-mismatch", ERROR, f"{AT}AssignedSubscriberId"),
        ("string-typed-boolean", ERROR, f"{AT}MessageEnabled"),
        ("string-typed-boolean", ERROR, f"{AT}VoiceEnabled"),
        ("validation-failed", ERROR, "/PhoneNumbers/*"),
    ]),
    (2, "a boolean as a string", answer(record(MessageEnabled="true")()), [
        ("string-typed-boolean", ERROR, f"{AT}MessageEnabled")]),
    (3, "a boolean as a number", answer(record(MessageEnabled=1)()), [("type-mismatch", ERROR, f"{AT}MessageEnabled")]),
    (4, "a foreign prefix", answer(record(AssignedSubscriberId="SID-d7b3-4696-bdd9-5b407d9e99ee-3985-444b7d")()), [
        ("id-prefix-mismatch", ERROR, f"{AT}AssignedSubscriberId")]),
    (5, "a field is missing", answer(record(Tnid=DROP)()), [("missing-property", ERROR, f"{AT}Tnid")]),
    (6, "an extra field", answer(record(PortInDate="01/02/2024")()), [("undocumented-property", NOTE, f"{AT}PortInDate")]),
    (7, "a field is renamed", answer(renamed("OrderId", "OrderID")), [("renamed-property", ERROR, f"{AT}OrderId")]),
    (8, "a number of a record as a string", answer(record(SwapsRemaining="2")()), [
        ("string-typed-number", ERROR, f"{AT}SwapsRemaining")]),
    (9, "a top-level number as a string", answer(page(TotalResults="346")), [("string-typed-number", ERROR, "/TotalResults")]),
    (10, "null in a field never null", answer(record(Cnam=None)()), [("unexpected-null", ERROR, f"{AT}Cnam")]),
    (11, "another date dialect", answer(record(OriginalDatePurchased="2023-02-05")()), [
        ("date-dialect-changed", ERROR, f"{AT}OriginalDatePurchased")]),
    (12, "a timestamp gains Z", answer(record(NextSwapResetDate="2025-12-04T22:09:41.56Z")()), [
        ("date-dialect-changed", ERROR, f"{AT}NextSwapResetDate")]),
    (13, "a new value", answer(record(NumberType="satellite")()), [
        ("unknown-enum-value", NOTE, f"{AT}NumberType")]),
    (14, "the top level is an array", answer([page()]), [("type-mismatch", ERROR, "")]),
    (16, "another page than asked for", answer(page(1), query="?PageNumber=2"), [("echo-mismatch", ERROR, "/PageNumber")]),
    (17, "two records share an id", answer(twins()), [("duplicate-item", ERROR, f"{AT}Tnid")]),
    (18, "a total below the records", answer(page(TotalResults=1)), [("count-mismatch", ERROR, "/TotalResults")]),
    (19, "the filter is ignored", answer(page(Filter="Suspended"), query="?Filter=Suspended"), [
        ("unfiltered-item", WARNING, f"{AT}Status")]),
    (19, "the filter is echoed wrong", answer(page(Filter="Retired"), query="?Filter=Active"), [
        ("echo-mismatch", ERROR, "/Filter")]),
    (20, "the envelope has another status", answer({**INFORMED, "StatusCode": 500}, status=400), [
        ("envelope-status-mismatch", ERROR, "/StatusCode")]),
    (21, "the envelope's status is a string", answer({**INFORMED, "StatusCode": "400"}, status=400), [
        ("string-typed-number", ERROR, "/StatusCode")]),
    (22, "the envelope has an extra field", answer({**INFORMED, "Trace": "x"}, status=400), [
        ("undocumented-property", ERROR, "/Trace")]),
    (23, "the envelope has no status", answer({"Message": "bad"}, status=400), [("missing-property", ERROR, "/StatusCode")]),
    (24, "the envelope in lower case", answer({"statuscode": 400, "message": "bad"}, status=400), [
        ("renamed-property", ERROR, "/Message"), ("renamed-property", ERROR, "/StatusCode")]),
    (25, "an undocumented 418", answer(INFORMED | {"StatusCode": 418}, status=418), [("undocumented-status", ERROR, None)]),
    (26, "an undocumented 206", answer(page(), status=206), [("undocumented-status", ERROR, None)]),
    (27, "a documented 500", answer({"StatusCode": 500, "Message": "down"}, status=500), [("server-error", ERROR, None)]),
    (28, "JSON as text/html", answer(page(), content_type="text/html"), [
        ("undocumented-media-type", ERROR, "header:Content-Type")]),
    (29, "JSON as text/plain", answer(page(), content_type="text/plain"), [
        ("undocumented-media-type", ERROR, "header:Content-Type")]),
    (30, "no Content-Type", answer(page(), content_type=None), [("undocumented-media-type", ERROR, "header:Content-Type")]),
    (31, "truncated JSON", answer(raw=json.dumps(page()).encode()[:-40]), [("unreadable-body", ERROR, None)]),
    (32, "authentication is not enforced", answer(page(), token=None), [("anonymous-success", NOTE, None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "kind", "exchange", "expected"), KINDS, ids=[f"{each[0]} {each[1]}" for each in KINDS]
)
def test_each_kind_is_found_at_its_place_and_nothing_else(number, kind, exchange, expected):
    assert told(exchange) == expected


def test_one_drifted_answer_among_a_hundred_is_counted_as_one():
    """Kind 15: 1 % of the answers carry a string boolean."""
    tally = Tally()
    for position in range(100):
        body = record(MessageEnabled="true")() if position == 57 else page()
        exchange = answer(body, position=position)
        tally.add(JUDGE.judge(exchange), exchange)
    ((key, entry),) = tally.entries.items()
    (row,) = tally.evidence.values()
    assert (key.rule, key.pointer, entry.count, row.items, str(entry.first[0])) == (
        "string-typed-boolean", f"{AT}MessageEnabled", 1, 200, "a.har#57",
    )  # fmt: skip


@pytest.mark.parametrize("exchange", [
    answer(page()),
    answer(page(), query=""),
    answer(page(3), query="?PageNumber=3"),
    answer(page(Filter="Active"), query="?Filter=Active&PageNumber=1"),
    answer(page(records=0, TotalResults=0), query=""),
    answer(page(9, records=0), query="?PageNumber=9&TotalNumbersRequested=50"),
    answer(page(records=100), query="?TotalNumbersRequested=100"),
    answer(record(Cnam="Åsa & Söhne \U0001f600")()),
    answer(dict(reversed(page().items()))),
    answer(record(Tnid="NID-77")()),
    *(answer({"StatusCode": status, "Message": None}, status=status) for status in (400, 401, 403, 404, 405, 408, 429)),
], ids=lambda each: f"{each.response.status} {each.request.url[len(URL):]}")  # fmt: skip
def test_silent_on_a_conformant_server(exchange):
    assert told(exchange) == []


def walked(*pages: dict[str, Any]) -> list[tuple[str, str]]:
    tally, walks = Tally(), Walks(CONTRACT)
    for position, body in enumerate(pages, 1):
        exchange = answer(body, query=f"?PageNumber={position}&TotalNumbersRequested=2", position=position)
        judged = JUDGE.judge(exchange)
        tally.add(judged, exchange)
        for walk in walks.feed(judged.step) if judged.step else ():
            tally.add_walk(walk, JUDGE.walk(walk))
    for walk in walks.finish():
        tally.add_walk(walk, JUDGE.walk(walk))
    return sorted((key.rule, entry.sighting.severity) for key, entry in tally.entries.items())


def test_walks_of_a_conformant_server_add_up():
    assert walked(page(1, TotalResults=5), page(2, TotalResults=5), page(3, records=1, TotalResults=5)) == []


def test_walks_that_do_not_add_up_are_found():
    again = {**page(1, TotalResults=5), "PageNumber": 2}
    assert walked(page(1, TotalResults=5), again) == [("repeated-item", Severity.ERROR)]
    assert walked(page(1, TotalResults=5), page(2, TotalResults=6)) == [("unstable-total", Severity.WARNING)]
    assert walked(page(1), page(2, AccountId="AID-7")) == [("unstable-constant", Severity.WARNING)]
    assert walked(page(1, TotalResults=5), page(2, records=1, TotalResults=5)) == [
        ("incomplete-walk", Severity.WARNING)
    ]
