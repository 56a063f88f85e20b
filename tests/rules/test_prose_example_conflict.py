"""The rule `prose-example-conflict` fires on a description that names another prefix than the example has."""

from __future__ import annotations

RULE = "prose-example-conflict"
EXAMPLE = {"id": "TNID-9772956561858"}
ALIASES = {"components": {"x-id-prefixes": {"NID": "number", "TNID": "number", "SID": "schedule"}}}


def test_fires_on_an_alias_of_the_prefix(drafted, answered):
    paths = answered(None, EXAMPLE, description="Each record has its `NID-`.")
    expected = [("/paths/~1things/get/description", "prefix NID", "prefix TNID")]
    assert drafted(RULE, {"paths": paths, **ALIASES}) == expected
    assert drafted(RULE, {"paths": paths}) == expected  # without a glossary by the likeness of the two


def test_silent_where_prose_and_example_agree(drafted, answered):
    assert drafted(RULE, {"paths": answered(None, EXAMPLE, description="Each has its `TNID-`.")}) == []


def test_silent_on_prefixes_of_other_things(drafted, answered):
    paths = answered(None, EXAMPLE, description="Find the schedule by its `SID-`.")
    assert drafted(RULE, {"paths": paths, **ALIASES}) == []


def test_silent_without_examples(drafted, operation):
    assert drafted(RULE, {"paths": operation(description="Each record has its `NID-`."), **ALIASES}) == []
