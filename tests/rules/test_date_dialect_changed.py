"""The rule `date-dialect-changed` fires on a date that is written in another way than promised."""

from __future__ import annotations

import pytest


def schema(**promised):
    return {"type": "object", "properties": {"x": {"type": "string", **promised}}}


@pytest.mark.parametrize(("promised", "value", "observed", "expected"), [
    ({"x-date-dialect": "MM/DD/YYYY"}, "2023-02-05", "date YYYY-MM-DD", "date MM/DD/YYYY"),
    ({"x-date-dialect": "MM/DD/YYYY"}, "25/12/2023", "date DD/MM/YYYY", "date MM/DD/YYYY"),
    ({"x-date-dialect": "naive-date-time"}, "2025-12-04T22:09:41.56Z", "date date-time", "date naive-date-time"),
    ({"x-date-dialect": "naive-date-time"}, "1764885600", "date epoch-seconds", "date naive-date-time"),
    ({"format": "date"}, "02/05/2023", "date MM/DD/YYYY", "date YYYY-MM-DD"),
    ({"format": "date-time"}, "2025-12-04T22:09:41", "date naive-date-time", "date date-time"),
    ({"format": "date-time"}, "2025-12-04 22:09:41Z", "date spaced-date-time", "date date-time"),
    ({"format": "date-time"}, "2025-12-04 22:09:41", "date spaced-naive-date-time", "date date-time"),
    ({"format": "date-time"}, "2025-12-04T22:09:41+0000", "date loose-date-time", "date date-time"),
    ({"format": "date-time"}, "4 Dec 2025, 10:09 PM", "date month-in-words", "date date-time"),
    ({"x-date-dialect": "naive-date-time"}, "2025-12-04 22:09:41", "date spaced-naive-date-time",
     "date naive-date-time"),
    ({"x-date-dialect": "MM/DD/YYYY"}, "4/4/2025", "date M/D/YYYY", "date MM/DD/YYYY"),
])  # fmt: skip
def test_fires_with_both_dialects(api, promised, value, observed, expected):
    assert api(schema(**promised)).found({"x": value}) == [("date-dialect-changed", "error", "/x", observed, expected)]


def test_weighs_a_warning_where_the_dialect_is_only_inferred(api):
    inferred = schema(**{"x-date-dialect": "MM/DD/YYYY", "x-inferred": {"support": 2, "from": "examples"}})
    assert [each[1] for each in api(inferred).found({"x": "2023-02-05"})] == ["warning"]


def test_silent_on_the_promised_dialect(api):
    assert api(schema(**{"x-date-dialect": "MM/DD/YYYY"})).found({"x": "02/05/2023"}) == []
    assert api(schema(format="date-time")).found({"x": "2025-12-04T22:09:41.56+01:00"}) == []


def test_leaves_what_is_no_date_to_the_rule_on_formats(api):
    assert api(schema(format="date")).rules({"x": "soon"}) == ["format-mismatch"]
    assert api(schema(**{"x-date-dialect": "MM/DD/YYYY"})).rules({"x": ""}) == ["format-mismatch"]


def test_leaves_a_day_that_there_is_not_to_the_rule_on_formats(api):
    for dialect, value in {"MM/DD/YYYY": "02/30/2025", "naive-date-time": "2025-02-29T10:00:00"}.items():
        assert api(schema(**{"x-date-dialect": dialect})).found({"x": value}) == [
            ("format-mismatch", "warning", "/x", "impossible date", f"date {dialect}")
        ]
    assert api(schema(**{"x-date-dialect": "MM/DD/YYYY"})).found({"x": "02/29/2024"}) == []


@pytest.mark.parametrize(("promised", "value", "observed"), [
    ("epoch-seconds", 1764885600000, "date epoch-milliseconds"),
    ("epoch-milliseconds", 1764885600, "date epoch-seconds"),
])  # fmt: skip
def test_fires_on_moments_counted_in_another_unit(api, promised, value, observed):
    counted = {"type": "object", "properties": {"x": {"type": "integer", "x-date-dialect": promised}}}
    assert api(counted).found({"x": value}) == [("date-dialect-changed", "error", "/x", observed, f"date {promised}")]


def test_silent_on_moments_counted_as_promised_and_on_what_may_be_either(api):
    for promised, values in {"epoch-seconds": [1764885600, 0, -5], "epoch-milliseconds": [1764885600000, 0]}.items():
        counted = api({"type": "object", "properties": {"x": {"type": "integer", "x-date-dialect": promised}}})
        assert [counted.found({"x": value}) for value in values] == [[]] * len(values)


@pytest.mark.parametrize(("value", "seen"), [
    (1707609600, "epoch-seconds"), (1707609600.0, "epoch-seconds"), (1707609600123, "epoch-milliseconds"),
])  # fmt: skip
def test_fires_on_a_count_where_a_text_is_promised(api, value, seen):
    assert api({"type": "string", "format": "date-time"}).found(value) == [
        ("date-dialect-changed", "error", "", f"date {seen}", "date date-time")
    ]


@pytest.mark.parametrize("value", [7, 2.5, True, [], 10**40])
def test_leaves_other_types_to_their_rule(api, value):
    assert api({"type": "string", "format": "date-time"}).rules(value) == ["type-mismatch"]


def test_fires_on_a_text_where_a_count_is_promised(api):
    counted = {"type": "integer", "x-date-dialect": "epoch-seconds"}
    assert [each[0] for each in api(counted).found("2024-02-11T00:00:00Z")] == ["date-dialect-changed"]
    assert api(counted).rules("1707609600") == ["string-typed-number"]
