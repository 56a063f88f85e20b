"""The rule `missing-operation-id` fires on operations without an operationId."""

from __future__ import annotations

RULE = "missing-operation-id"


def test_fires_on_each_operation_without(drafted):
    item = {"get": {"responses": {}}, "post": {"operationId": "makeThing", "responses": {}}}
    assert drafted(RULE, {"paths": {"/things": item}}) == [("/paths/~1things/get", "missing", "an operationId")]


def test_silent_where_there_is_one(drafted, operation):
    assert drafted(RULE, {"paths": operation()}) == []
