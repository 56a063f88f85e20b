"""Date dialects: which there are, and which a text is written in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.dialect import DATE_DIALECTS, OTHER_FORMS, date_dialects, date_forms, is_impossible_date
from driftgate.schema import pattern_defect

WRITTEN = {
    "date-time": "%Y-%m-%dT%H:%M:%SZ",
    "loose-date-time": "%Y-%m-%dT%H:%M%z",
    "spaced-date-time": "%Y-%m-%d %H:%M:%S%z",
    "naive-date-time": "%Y-%m-%dT%H:%M:%S.%f",
    "spaced-naive-date-time": "%Y-%m-%d %H:%M",
    "YYYY-MM-DD": "%Y-%m-%d",
    "YYYY/MM/DD": "%Y/%m/%d",
    "YYYYMMDD": "%Y%m%d",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM-DD-YYYY": "%m-%d-%Y",
    "DD-MM-YYYY": "%d-%m-%Y",
    "DD.MM.YYYY": "%d.%m.%Y",
    "MM/DD/YYYY hh:mm:ss AM": "%m/%d/%Y %I:%M:%S %p",
    "rfc-2822": "%a, %d %b %Y %H:%M:%S GMT",
}


@given(st.integers(1971, 2029), st.integers(0, 364 * 86400 - 1))
def test_knows_every_dialect_it_names(year, second):
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    for name, written in WRITTEN.items():
        assert name in date_dialects(moment.strftime(written)), name
    assert "epoch-milliseconds" in date_dialects("1764885600000")
    assert "epoch-seconds" in date_dialects("1764885600")
    assert WRITTEN.keys() | {"epoch-seconds", "epoch-milliseconds"} == DATE_DIALECTS.keys()


def test_names_both_where_day_and_month_cannot_be_told_apart():
    assert date_dialects("02/05/2023") == ["MM/DD/YYYY", "DD/MM/YYYY"]
    assert date_dialects("25/12/2023") == ["DD/MM/YYYY"]


@pytest.mark.parametrize(
    "text", ["", "2023", "13/13/2023", "2023-02-05T25:00:00", "soon", "8901240397190556232", "555"]
)
def test_sees_no_date_where_none_is(text):
    assert date_dialects(text) == []


def test_every_pattern_is_one_that_the_validator_can_use():
    assert [pattern_defect(pattern) for pattern in DATE_DIALECTS.values()] == [None] * len(DATE_DIALECTS)


@pytest.mark.parametrize("text", [
    "02/30/2025", "2025-02-29", "1900-02-29", "31.04.2025", "2025-13-01", "2025-02-30T10:00:00", "2025-01-01T24:01:00Z",
    "2025-01-01 10:60", "05/32/2025 06:36:13 PM",
])  # fmt: skip
def test_a_day_or_time_that_there_is_not_is_of_no_dialect(text):
    assert (date_dialects(text), date_forms(text), is_impossible_date(text)) == ([], [], True)


@pytest.mark.parametrize("text", ["2024-02-29", "2000-02-29T00:00:00Z", "02/29/2024", "05/22/2024 16:30", "4/4/2025",
                                  "soon", "", "12-34-5678-9"])  # fmt: skip
def test_what_there_is_or_is_no_date_at_all_is_not_impossible(text):
    assert not is_impossible_date(text)


@pytest.mark.parametrize(("text", "form"), [
    ("4/4/2025", "M/D/YYYY"), ("25/4/2025", "D/M/YYYY"), ("4.4.2025", "D.M.YYYY"), ("2025-4-4", "YYYY-M-D"),
    ("4/4/25", "M/D/YY"), ("20240522T163046Z", "basic-date-time"), ("5/22/2024 4:30:46 PM", "slashed-date-time"),
    ("2024/05/22 16:30:46", "slashed-date-time"), ("22.05.2024 16:30", "dotted-date-time"),
    ("May 22, 2024", "month-in-words"), ("22 May 2024", "month-in-words"), ("22-May-24", "month-in-words"),
    ("Wednesday, May 22nd, 2024 4:30 PM", "month-in-words"), ("/Date(1716395446000+0000)/", "dotnet-date"),
    ("2024-05-22T16:30:46+0000", "loose-date-time"), ("2024-05-22 16:30:46 UTC", "spaced-date-time"),
    ("2024-05-22 16:30:46", "spaced-naive-date-time"), ("2024-05-22T16:30:46Z", "date-time"),
])  # fmt: skip
def test_names_the_form_of_a_date(text, form):
    assert date_forms(text)[0] == form


def test_what_may_be_promised_is_what_can_be_written():
    assert not DATE_DIALECTS.keys() & OTHER_FORMS.keys()
    assert [pattern_defect(pattern) for pattern in OTHER_FORMS.values()] == [None] * len(OTHER_FORMS)
