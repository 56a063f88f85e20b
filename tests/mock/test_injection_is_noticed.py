"""What the mock breaks, the judge notices: at the same place, under the same name, and nothing else."""

from __future__ import annotations

import orjson
import pytest

from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.finding import Source
from driftgate.judge import Judge
from driftgate.mock import Asked, Mock
from driftgate.mock.kinds import KINDS, NOT_INJECTABLE
from driftgate.rule import load_rules
from driftgate.walk import Walks

TARGET = "/v1.0/numbers/inventory"
ITEM = "/PhoneNumbers/*"
QUERIES = ("PageNumber=1", "PageNumber=2", "PageNumber=3", "PageNumber=4", "Filter=Active", "Filter=Nope")


@pytest.fixture(scope="module")
def judge(inventory):
    return Judge(inventory)


@pytest.fixture
def findings(inventory, judge):
    """Return a function from injections to the rules and pointers seen in a walk, two filters, a short page and a refusal."""

    def see(*injections):
        mock, walks, seen = Mock(inventory, injections=injections, items=36, page_size=10), Walks(inventory), set()
        asked = [(query, {"authorization": "Bearer t"}) for query in QUERIES]
        asked += [("TotalNumbersRequested=3", {"authorization": "Bearer t"}), ("", {"accept": "*/*"})]
        for number, (query, headers) in enumerate(asked):
            answer = mock.answer(Asked("GET", TARGET, query, headers))
            pairs = [*answer.headers]
            if answer.content_type is not None:
                pairs.append(("content-type", answer.content_type))
            url = f"https://api.telegent.com{TARGET}{'?' if query else ''}{query}"
            exchange = Exchange(
                Request("GET", url, Headers(headers.items())),
                Response(answer.status, Headers(pairs), answer.body, 0.01),
                SeenIn("mock", number),
            )
            judged = judge.judge(exchange)
            seen |= {(each.rule, each.pointer) for each in judged.sightings}
            for walk in walks.feed(judged.step) if judged.step is not None else ():
                seen |= {(each.rule, each.pointer) for _, each in judge.walk(walk)}
        for walk in walks.finish():
            seen |= {(each.rule, each.pointer) for _, each in judge.walk(walk)}
        return seen

    return see


def test_nothing_is_noticed_where_nothing_is_broken(findings):
    assert findings() == set()


SAME_PLACE = [
    f"string-typed-boolean:{ITEM}/MessageEnabled@0.3",
    f"string-typed-boolean:{ITEM}/VoiceEnabled@0.3",
    f"string-typed-number:{ITEM}/SwapsRemaining@0.3",
    "string-typed-number:/TotalResults@0.5",
    f"type-mismatch:{ITEM}/Cnam@0.3",
    f"unexpected-null:{ITEM}/Tnid@0.3",
    f"missing-property:{ITEM}/OrderId@0.3",
    f"undocumented-property:{ITEM}/PortInDate@0.3",
    f"renamed-property:{ITEM}/OrderId@0.3",
    f"renamed-property:{ITEM}/OrderId=OrderID@0.3",
    f"unknown-enum-value:{ITEM}/NumberType@0.3",
    f"id-prefix-mismatch:{ITEM}/AssignedSubscriberId@0.3",
    f"id-prefix-mismatch:{ITEM}/AssignedSubscriberId=SID@0.3",
    f"format-mismatch:{ITEM}/QrActivationLink@0.3",
    f"date-dialect-changed:{ITEM}/OriginalDatePurchased@0.3",
    f"date-dialect-changed:{ITEM}/NextSwapResetDate@0.3",
    f"stringified-json:{ITEM}@0.3",
    f"validation-failed:{ITEM}@0.3",
    "echo-mismatch:/PageNumber@0.5",
    "unstable-total:/TotalResults",
    "unstable-constant:/AccountId",
    "envelope-status-mismatch:/StatusCode",
]


@pytest.mark.parametrize("injection", SAME_PLACE)
def test_the_rule_of_that_name_fires_at_that_place_and_no_other(findings, injection):
    rule, _, rest = injection.partition(":")
    pointer = rest.partition("@")[0].partition("=")[0]
    assert findings(injection) == {(rule, pointer)}


@pytest.mark.parametrize(
    ("injection", "expected"),
    [
        ("duplicate-item", {("duplicate-item", f"{ITEM}/Tnid")}),
        ("repeated-item", {("repeated-item", f"{ITEM}/Tnid")}),
        ("incomplete-walk", {("incomplete-walk", "/TotalResults")}),
        ("undocumented-status", {("undocumented-status", None)}),
        ("undocumented-media-type", {("undocumented-media-type", "header:Content-Type")}),
        ("unreadable-body=nan", {("unreadable-body", None)}),
        ("truncated-body", {("unreadable-body", None)}),
        ("duplicate-property", {("duplicate-property", "/StatusCode"), ("duplicate-property", "/AccountId")}),
        ("error-in-success", {("error-in-success", None)}),
        ("server-error", {("server-error", None)}),
        ("unfiltered-item", {("unfiltered-item", f"{ITEM}/Status")}),
        ("anonymous-success", {("anonymous-success", None)}),
        ("limit-ignored", {("count-mismatch", "/PhoneNumbers")}),
        ("changed-envelope", {("changed-envelope", "/data")}),
        ("exceeded-total", {("exceeded-total", "/TotalResults")}),
    ],
)
def test_what_has_no_pointer_is_noticed_where_it_belongs(findings, injection, expected):
    assert findings(injection) == expected


def test_a_total_below_the_page_is_noticed_on_the_page_and_in_the_walk(findings):
    assert findings("count-mismatch") == {("count-mismatch", "/TotalResults"), ("unstable-total", "/TotalResults")}


def test_two_injections_are_both_noticed(findings):
    both = findings(f"string-typed-boolean:{ITEM}/VoiceEnabled@0.3", f"unexpected-null:{ITEM}/VoiceEnabled@0.2")
    assert both == {
        ("string-typed-boolean", f"{ITEM}/VoiceEnabled"),
        ("unexpected-null", f"{ITEM}/VoiceEnabled"),
    }


def test_every_rule_on_answers_can_be_set_off_or_says_why_not():
    on_answers = {name for name, each in load_rules().items() if each.source is Source.RESPONSE}
    assert on_answers - KINDS.keys() == NOT_INJECTABLE.keys()


def test_a_string_that_holds_nothing_of_what_it_should_is_noticed(contract_of):
    content = {"type": "object", "properties": {"blob": {"type": "string", "format": "byte"}}, "required": ["blob"]}
    responses = {"200": {"description": "ok", "content": {"application/json": {"schema": content}}}}
    contract = contract_of({"/a": {"get": {"responses": responses}}})
    assert seen_once(contract, "undecodable-content:/blob", "GET") == {("undecodable-content", "/blob")}


def test_a_method_that_the_path_has_not_is_noticed(contract_of):
    contract = contract_of({"/a": {"get": {"responses": {"200": {"description": "ok"}}}}})
    assert seen_once(contract, "undocumented-operation", "PUT") == {("undocumented-operation", "path:/a")}


def test_a_header_of_another_form_is_noticed(contract_of):
    headers = {"X-Left": {"required": True, "schema": {"type": "integer"}}}
    contract = contract_of({"/a": {"get": {"responses": {"204": {"description": "ok", "headers": headers}}}}})
    assert seen_once(contract, "malformed-response-header:X-Left", "GET") == {
        ("malformed-response-header", "header:X-Left")
    }


def test_a_cursor_that_hands_itself_out_is_noticed(contract_of):
    text = {"type": "string"}
    listed = {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": text}}}
    page = {"type": "object", "required": ["items", "next"], "properties": {"items": listed, "next": text}}
    responses = {"200": {"description": "ok", "content": {"application/json": {"schema": page}}}}
    paged = {"style": "cursor", "page": "after", "items": "/items", "identity": "/id", "next": "/next"}
    asked = [{"name": "after", "in": "query", "schema": text}]
    contract = contract_of({"/a": {"get": {"responses": responses, "parameters": asked, "x-pagination": paged}}})
    handed_out = orjson.loads(Mock(contract, items=30, page_size=10).answer(Asked("GET", "/a", "", {})).body)["next"]
    assert seen_once(contract, "unusable-next-page", "GET", f"after={handed_out}", items=30, page_size=10) == {
        ("unusable-next-page", "/next")
    }


def seen_once(contract, injection, method, query="", **how):
    answer = Mock(contract, injections=[injection], **how).answer(Asked(method, "/a", query, {}))
    exchange = Exchange(
        Request(method, f"https://example.com/a?{query}", Headers([])),
        Response(
            answer.status, Headers([*answer.headers, ("content-type", answer.content_type or "")]), answer.body, 0.01
        ),
        SeenIn("mock", 0),
    )
    return {(each.rule, each.pointer) for each in Judge(contract).judge(exchange).sightings}
