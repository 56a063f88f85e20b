"""The rule `foreign-extension` fires where a vendor uses one of our extensions in a way of its own."""

from __future__ import annotations

import json

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.errors import ContractError
from driftgate.overlay import overlay_of

RULE = "foreign-extension"
OWN = {"items": "/data", "page": "page"}


@pytest.mark.parametrize("theirs", [{"style": "cursor"}, True, "cursor", [], {"items": 5}, {**OWN, "limit": 5}])
def test_fires_on_pages_described_otherwise(drafted, theirs):
    item = {"get": {"responses": {}, "x-pagination": theirs}}
    assert drafted(RULE, {"paths": {"/things": item}}) == [
        ("/paths/~1things/get/x-pagination", "a foreign x-pagination", "the x-pagination that is read here, or none")
    ]


@pytest.mark.parametrize("theirs", [True, "AC", ["AC"], {"AC": {"kind": "account"}}])
def test_fires_on_prefixes_described_otherwise(drafted, theirs):
    assert drafted(RULE, {"paths": {}, "components": {"x-id-prefixes": theirs}}) == [
        ("/components/x-id-prefixes", "a foreign x-id-prefixes", "the x-id-prefixes that is read here, or none")
    ]


def test_silent_on_what_is_read_here(drafted):
    item = {"get": {"responses": {}, "x-pagination": OWN}}
    assert drafted(RULE, {"paths": {"/things": item}, "components": {"x-id-prefixes": {"AC": "account"}}}) == []


def test_what_an_overlay_says_must_be_readable():
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"responses": {}, "x-pagination": {"style": "cursor"}}}},
    }
    document = parse_document(json.dumps(tree).encode(), name="t.json")
    action = {"target": "$.paths['/things'].get", "update": {"x-pagination": {"limit": "limit"}}}
    overlay = overlay_of({"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": [action]}, name="o")
    assert Contract(document).operations[0].pagination is None
    with pytest.raises(ContractError, match="GET /things: `x-pagination` must be an object whose `items`"):
        _ = Contract(document, [overlay]).operations
