from __future__ import annotations

import pytest

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.finding import Severity, Source
from driftgate.revision import compare, judge, semver_step
from driftgate.revision.run import judgement_of
from driftgate.revision.source import Revision


def step(before, after):
    changes = compare(before, after)
    found = semver_step(changes)
    assert found == semver_step(judge(changes))
    return found


def test_the_step_trusts_the_difference_and_never_the_version(document):
    tree = document({"type": "string"})
    bumped = {**tree, "info": {"title": "Things", "version": "9.0.0"}}
    assert step(tree, bumped) == "none"
    assert step(tree, document({"type": "integer"})) == "major"


@pytest.mark.parametrize(
    ("before", "after", "place", "expected"),
    [
        ({"type": "string"}, {"type": "integer"}, "response", "major"),
        ({"type": "string"}, {"type": "string", "minLength": 1}, "response", "patch"),
        ({"type": "string", "minLength": 1}, {"type": "string"}, "request", "minor"),
        ({"type": "object"}, {"type": "object", "properties": {"a": {}}}, "response", "minor"),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a", "b"]}, "response", "major"),
        ({"type": "string", "pattern": "^(?!a)"}, {"type": "string", "pattern": "^(?!b)"}, "response", "minor"),
        ({"type": "string"}, {"type": "string", "deprecated": True}, "response", "minor"),
        ({"type": "string"}, {"type": "string", "description": "d"}, "response", "none"),
    ],
)
def test_the_step_of_a_schema(before, after, place, expected, document):
    assert step(document(before, place=place), document(after, place=place)) == expected


def test_a_renamed_operation_id_is_a_warning_and_a_major_step(operation_document):
    assert step(operation_document({"operationId": "a"}), operation_document({"operationId": "b"})) == "major"


def test_a_finding_says_what_a_waiver_needs(document):
    (finding,) = judge(compare(document({"type": "string"}), document({"type": "integer"})))
    assert finding.source is Source.REVISION
    assert finding.rule == "response-body-type-changed"
    assert finding.severity is Severity.ERROR
    assert finding.operation == "POST /things"
    assert (finding.status, finding.media_type, finding.pointer) == ("200", "application/json", None)
    assert (finding.expected, finding.observed) == ("string", "integer")
    assert finding.document_pointer == "/paths/~1things/post/responses/200/content/application~1json/schema/type"
    assert finding.message == "The response body: the type changed from `string` to `integer`."


def test_a_fingerprint_does_not_depend_on_where_the_schema_stands(document):
    def fingerprint(schema, **components):
        before = document({"type": "object", "properties": {"a": {"type": "string"}}})
        (finding,) = judge(compare(before, document(schema, components=components)))
        return finding.fingerprint

    changed = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert fingerprint(changed) == fingerprint({"$ref": "#/components/schemas/Moved"}, Moved=changed)


def test_what_no_waiver_could_tell_apart_is_one_finding(document):
    def choice(*names):
        one, other = ({"type": "object", "properties": {name: {}, "a": {}, "b": {}}} for name in ("x", "y"))
        for branch in (one, other):
            branch["properties"] = {name: {} for name in (*branch["properties"], "z") if name not in names}
        return document({"oneOf": [one, other]})

    changes = compare(choice(), choice("z"))
    assert [change.kind for change in changes] == ["response-optional-property-removed"] * 2
    assert [finding.pointer for finding in judge(changes)] == ["/z"]


def test_long_values_are_cut(document):
    before = document({"type": "string", "pattern": "^(?!x)a"})
    (finding,) = judge(compare(before, document({"type": "string", "pattern": "^(?!x)" + "b" * 300})))
    assert len(finding.observed) <= 120


def test_findings_are_placed_in_the_later_document():
    import orjson

    def contract(tree):
        return Contract(parse_document(orjson.dumps(tree, option=orjson.OPT_INDENT_2), name="new.json"))

    def tree(**operation):
        return {"openapi": "3.0.3", "info": {}, "paths": {"/a": {"get": {"responses": {}, **operation}}}}

    revision = Revision(before=contract(tree(operationId="a")), after=contract(tree(operationId="b")))
    changes = compare(revision.before.tree, revision.after.tree)
    judgement = judgement_of(changes, revision)
    assert (judgement.kind, judgement.document) == ("diff", "new.json")
    assert judgement.contract == revision.after.sha256
    assert [finding.line for finding in judgement.findings] == [6]
    assert judgement_of(changes, revision, disabled=frozenset({"api-operation-id-changed"})).findings == []
