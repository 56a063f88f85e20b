"""The rule `unusable-pattern` fires on patterns that no validator can use."""

from __future__ import annotations

import pytest

RULE = "unusable-pattern"
PLACE = "/paths/~1things/get/responses/200/content/application~1json/schema"


@pytest.mark.parametrize("pattern", ["[A-Z", r"^a\Z", "(?P<x", 5, ["^a"], {}])
def test_fires_on_a_pattern(drafted, answered, pattern):
    assert drafted(RULE, {"paths": answered({"type": "string", "pattern": pattern})}) == [
        (f"{PLACE}/pattern", "unusable", "a pattern")
    ]


def test_the_rest_of_the_schema_still_judges(api):
    assert api({"type": "array", "items": {"type": "string", "pattern": "[A-Z", "maxLength": 1}}).rules(["ab"]) == [
        "out-of-range"
    ]


def test_silent_on_what_ecma_262_allows(drafted, answered):
    for pattern in ("^[A-Z]+$", r"^(?!x)\d{2}$", r"^(a)\1$", r"\p{L}"):
        assert drafted(RULE, {"paths": answered({"type": "string", "pattern": pattern})}) == []
