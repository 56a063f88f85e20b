"""Operations of methods that Schemathesis does not know."""

from __future__ import annotations

from pathlib import Path

from driftgate.document import load_document
from driftgate.suite.everything import ask_everything
from driftgate.suite.methods import additional_as_known

STREAMS = Path(__file__).parents[1] / "fixtures" / "streams.openapi.yaml"


def test_only_additional_operations_get_another_method():
    tree = load_document(STREAMS).tree
    made, stand_ins = additional_as_known(tree)
    assert stand_ins == {"COPY /logs": "POST"}
    assert made["paths"] == {"/logs": {"post": tree["paths"]["/logs"]["additionalOperations"]["COPY"]}}


def test_several_of_one_path_and_those_behind_a_reference():
    copy, move = {"operationId": "copy"}, {"operationId": "move"}
    item = {"parameters": [1], "query": {}, "additionalOperations": {"COPY": copy, "MOVE": move, "GET": {}}}
    made, stand_ins = additional_as_known(
        {"paths": {"/a": {"$ref": "#/components/pathItems/A"}}, "components": {"pathItems": {"A": item}}}
    )
    assert stand_ins == {"COPY /a": "POST", "MOVE /a": "PUT"}
    assert made["paths"] == {"/a": {"parameters": [1], "post": copy, "put": move}}


def test_every_operation_of_a_3_2_document_is_asked_and_nothing_is_found(open_session):
    session = open_session(None, spec=str(STREAMS), max_requests=200)
    judgement = ask_everything(session)
    assert [(each.rule, each.operation) for each in judgement.findings if each.severity.value != "note"] == []
    assert {row.operation for row in judgement.evidence.values()} == {
        "COPY /logs", "QUERY /logs", "GET /events", "GET /search",
    }  # fmt: skip
