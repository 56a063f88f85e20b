"""A choice (`oneOf`, `anyOf`) that gains alternatives goes on admitting what it admitted."""

from __future__ import annotations

import pytest

from driftgate.revision import compare

TEXT, TRUTH, NOTHING = {"type": "string"}, {"type": "boolean"}, {"type": "null"}
FLAGS = {"type": "array", "items": {"type": "boolean"}}
TALL = {"type": "object", "properties": {"tall": {"type": "string"}}}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("before", "after", "more", "is_null_new"),
    [
        pytest.param(
            [FLAGS, NOTHING], [FLAGS, NOTHING, TALL], "object of tall", False, id="null stays beside one more"
        ),
        pytest.param([TEXT, TRUTH], [TEXT, TRUTH, FLAGS], "array", False, id="plain types stay beside one more"),
        pytest.param(
            [{"const": 1}, {"const": "a"}], [{"const": 1}, {"const": "a"}, FLAGS], "array", False, id="values"
        ),
        pytest.param([TEXT, NOTHING], [{"type": ["string", "null"]}, FLAGS], "array", False, id="null within one"),
        pytest.param([{"type": "object"}], [{"type": "object"}, FLAGS], "array", False, id="an object of any kind"),
        pytest.param([FLAGS], [FLAGS, TALL, NOTHING], "object of tall", True, id="null comes with one more"),
    ],
)
def test_a_choice_that_grows_keeps_what_it_admitted(document, keyword, before, after, more, is_null_new):
    def told(one, other, place):
        changes = compare(document({keyword: one}, place=place), document({keyword: other}, place=place))
        return sorted((change.kind, change.before, change.after) for change in changes)

    stem = "one-of" if keyword == "oneOf" else "any-of"
    for place in ("request", "response"):
        grown = [(f"{place}-body-became-nullable", False, True)] * is_null_new
        shrunk = [(f"{place}-body-became-not-nullable", True, False)] * is_null_new
        assert told(before, after, place) == sorted([*grown, (f"{place}-body-{stem}-added", None, more)])
        assert told(after, before, place) == sorted([*shrunk, (f"{place}-body-{stem}-removed", more, None)])


def test_a_choice_that_grows_and_loses_null_says_both(found_in_body):
    before, after = {"anyOf": [FLAGS, NOTHING]}, {"anyOf": [FLAGS, TALL]}
    assert found_in_body(before, after, place="request") == [
        ("note", "request-body-any-of-added", None),
        ("error", "request-body-became-not-nullable", None),
    ]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_a_choice_of_nothing_but_null_is_null(found_in_body, keyword):
    before, after = {keyword: [TALL, NOTHING]}, {keyword: [NOTHING]}
    assert found_in_body(after, {"type": "null"}) == []
    assert found_in_body(before, after) == [("note", "response-body-type-specialized", None)]
    assert found_in_body(before, after, place="request") == [("error", "request-body-type-specialized", None)]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_an_alternative_that_says_more_than_its_type_is_compared_with_itself(found_in_body, keyword):
    before, after = {keyword: [TRUTH, TEXT]}, {keyword: [TRUTH, {"type": "string", "pattern": "^a+$"}]}
    assert found_in_body(before, after) == [("note", "response-body-pattern-added", None)]
    assert found_in_body(before, after, place="request") == [("error", "request-body-pattern-added", None)]
    assert found_in_body(after, before) == [("error", "response-body-pattern-removed", None)]
    assert found_in_body(after, before, place="request") == [("note", "request-body-pattern-removed", None)]
