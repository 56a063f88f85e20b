"""Date dialects and id prefixes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.dialect import DATE_DIALECTS, aliases_of, date_dialects, id_prefix, prefix_pattern
from driftgate.schema import pattern_defect

WRITTEN = {
    "date-time": "%Y-%m-%dT%H:%M:%SZ",
    "naive-date-time": "%Y-%m-%dT%H:%M:%S.%f",
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
    assert pattern_defect(prefix_pattern(["A.B", "C"])) is None


@pytest.mark.parametrize(("text", "prefix"), [
    ("TSUID-d7b3", "TSUID"), ("sub_42", "sub"), ("A-1", "A"), ("plain", None), ("-x", None), ("AID-", None),
    ("1A-2", None), ("averyveryverylongword-1", None),
])  # fmt: skip
def test_finds_the_prefix_of_an_id(text, prefix):
    assert id_prefix(text) == prefix


def test_aliases_are_the_prefixes_of_one_resource():
    glossary = {"NID": "number", "TNID": "number", "SID": "schedule"}
    assert aliases_of("NID", glossary) == aliases_of("TNID", glossary) == ("NID", "TNID")
    assert aliases_of("SID", glossary) == ("SID",)
    assert aliases_of("XID", glossary) == ("XID",)
