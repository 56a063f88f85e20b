"""One small API for the tests of rules: an operation, its promise, and what the judge says of an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.exchange import Exchange, Headers, Request, Response, SeenIn
from driftgate.judge import Judge, Judged
from driftgate.rule import load_rules
from driftgate.subject import Draft, Trial
from driftgate.tally import Tally
from driftgate.walk import Walks

HOST = "https://api.example.com"


class Api:
    """
    A contract with one operation, `GET /things`, and a judge of its answers.

    Args:
        schema: Of the 200, as `application/json`; None for a 200 without content.
        version: Of OpenAPI.
        operation, components: Further members of the Operation Object, and of `components`.
        responses: Further responses, each a Response Object or the schema of its JSON.
        path, servers: Of the document; `more_paths` are Path Items beside it.
    """

    def __init__(
        self,
        schema: Any = None,
        *,
        version: str = "3.0.3",
        responses: dict[str, Any] | None = None,
        components: dict[str, Any] | None = None,
        path: str = "/things",
        method: str = "get",
        servers: tuple[str, ...] = (HOST,),
        disabled: tuple[str, ...] = (),
        more_paths: dict[str, Any] | None = None,
        **operation: Any,
    ) -> None:
        described = {"200": {"description": "ok"} if schema is None else _response(schema)}
        for status, each in (responses or {}).items():
            described[status] = each if "description" in each else _response(each)
        self.tree = {
            "openapi": version,
            "info": {"title": "Things", "version": "1"},
            "servers": [{"url": url} for url in servers],
            "paths": {path: {method: {"responses": described, **operation}}, **(more_paths or {})},
            "components": components or {},
        }
        self.contract = Contract(parse_document(json.dumps(self.tree).encode(), name="things.json"))
        self.judge = Judge(self.contract, disabled=disabled)
        self.url = f"{HOST}{path}"
        self.method = method.upper()

    def exchange(
        self,
        body: Any = None,
        *,
        raw: bytes | None = None,
        status: int = 200,
        query: str = "",
        url: str | None = None,
        content_type: str | None = "application/json",
        headers: tuple[tuple[str, str], ...] = (),
        sent: tuple[tuple[str, str], ...] = (),
        sent_body: bytes | None = None,
        method: str | None = None,
        position: int = 0,
    ) -> Exchange:
        """Return an exchange; `body` is written as JSON, `raw` as it is; `sent` are headers of the request."""
        received = [*headers, *([("Content-Type", content_type)] if content_type is not None else [])]
        return Exchange(
            Request(method or self.method, (url or self.url) + query, Headers(sent), sent_body),
            Response(status, Headers(received), json.dumps(body).encode() if raw is None else raw),
            SeenIn("a.har", position),
        )

    def judged(self, body: Any = None, **how: Any) -> Judged:
        return self.judge.judge(self.exchange(body, **how))

    def found(self, body: Any = None, **how: Any) -> list[tuple[Any, ...]]:
        """Return (rule, severity, pointer, observed, expected) of each sighting, sorted."""
        return sorted(
            (each.rule, each.severity.value, each.pointer, each.observed, each.expected)
            for each in self.judged(body, **how).sightings
        )

    def rules(self, body: Any = None, **how: Any) -> list[str]:
        return [each[0] for each in self.found(body, **how)]

    def walked(self, *pages: tuple[Any, str]) -> list[tuple[Any, ...]]:
        """Return (rule, severity, pointer, observed, count, first seen) for a walk over (body, query) pairs."""
        tally, walks = Tally(), Walks(self.contract)
        for position, (body, query) in enumerate(pages):
            exchange = self.exchange(body, query=query, position=position)
            judged = self.judge.judge(exchange)
            tally.add(judged, exchange)
            for walk in walks.feed(judged.step) if judged.step is not None else ():
                tally.add_walk(walk, self.judge.walk(walk))
        for walk in walks.finish():
            tally.add_walk(walk, self.judge.walk(walk))
        return sorted(
            (key.rule, entry.sighting.severity.value, key.pointer, key.observed, entry.count, str(entry.first[0]))
            for key, entry in tally.entries.items()
        )


def _response(schema: Any) -> dict[str, Any]:
    return {"description": "ok", "content": {"application/json": {"schema": schema}}}


@pytest.fixture
def api() -> type[Api]:
    return Api


@pytest.fixture
def things(paged) -> Api:
    """A paged collection of things: ids, a total, an echo of the page."""
    return paged()


@pytest.fixture
def paged():
    """Return a function that makes `things`, with more of `x-pagination`."""
    return _things


def _things(**pagination: Any) -> Api:
    return Api(
        {
            "type": "object",
            "required": ["Total", "Page", "Things"],
            "properties": {
                "Account": {"type": "string", "x-id-prefix": "AC"},
                "Total": {"type": "integer"},
                "Page": {"type": "integer", "minimum": 1},
                "Filter": {"type": "string"},
                "Things": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["Id"],
                        "properties": {"Id": {"type": "string"}, "Status": {"type": "string"}},
                    },
                },
            },
        },
        components={"x-id-prefixes": {"AC": "account"}},
        parameters=[
            {"name": "Page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
            {"name": "Size", "in": "query", "schema": {"type": "integer"}},
            {"name": "Filter", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/Status"}},
        ],
        **{
            "x-pagination": {
                "page": "Page",
                "limit": "Size",
                "items": "/Things",
                "total": "/Total",
                "identity": "/Id",
                "echo": {"Page": "/Page", "Filter": "/Filter"},
                **pagination,
            }
        },
    )


def page(number: int, *ids: str, total: int = 9, **more: Any) -> dict[str, Any]:
    """Return a page of `things`."""
    return {"Total": total, "Page": number, "Things": [{"Id": each} for each in ids], **more}


@pytest.fixture(name="page")
def page_fixture() -> Any:
    return page


@pytest.fixture
def drafted():
    """Run one rule on a document: its mismatches as (document pointer, observed, expected), in order."""

    def run(rule: str, tree: dict[str, Any]) -> list[tuple[Any, ...]]:
        whole = {"openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "paths": {}, **tree}
        contract = Contract(parse_document(json.dumps(whole).encode(), name="things.json"))
        return [
            (each.document_pointer, each.observed, each.expected)
            for each in load_rules()[rule].check(Draft(contract=contract))
        ]

    return run


@pytest.fixture
def tried(api):
    """Run one rule on what a suite tried: its mismatches as (severity or None for the rule's own, pointer, observed)."""

    def run(rule: str, kind: str, *, status: int = 200, is_live: bool = False, **facts: Any) -> list[tuple[Any, ...]]:
        judge = api({"type": "array", "items": {"type": "object"}})
        operation = judge.contract.operations[0]
        promise = judge.contract.promise(operation, status, "application/json")
        trial = Trial(judge.contract, promise, judge.exchange([], status=status), kind, facts, is_live=is_live)
        return [(each.severity, each.pointer, each.observed) for each in load_rules()[rule].check(trial)]

    return run


def operation(**members: Any) -> dict[str, Any]:
    """Return the paths of a document with one operation."""
    return {"/things": {"get": {"operationId": "listThings", "responses": {"200": {"description": "ok"}}, **members}}}


def answered(schema: Any = None, *examples: Any, **members: Any) -> dict[str, Any]:
    """Return the paths of a document whose one operation answers JSON."""
    content: dict[str, Any] = {"examples": {f"e{index}": {"value": each} for index, each in enumerate(examples)}}
    if schema is not None:
        content["schema"] = schema
    return operation(responses={"200": {"description": "ok", "content": {"application/json": content}}}, **members)


@pytest.fixture(name="operation")
def operation_fixture() -> Any:
    return operation


@pytest.fixture(name="answered")
def answered_fixture() -> Any:
    return answered
