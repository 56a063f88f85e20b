"""Security: where credentials stand, over references too."""

from __future__ import annotations

import json

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.security import Scheme, schemes_of


def test_a_scheme_that_refers_to_another_stands_where_that_does():
    tree = {
        "openapi": "3.2.0",
        "paths": {"/a": {"query": {"security": [{"alias": []}, {"gone": []}], "responses": {}}}},
        "components": {"securitySchemes": {
            "alias": {"$ref": "#/components/securitySchemes/key"},
            "key": {"type": "apiKey", "in": "query", "name": "k"},
        }},
    }  # fmt: skip
    contract = Contract(parse_document(json.dumps(tree).encode(), name="t.json"))
    assert schemes_of(contract, contract.operations[0]) == (Scheme("query", "k"), Scheme("anywhere", "gone"))
