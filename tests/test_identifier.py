"""Prefixed ids: their prefixes, and the form that the ids of a document share."""

from __future__ import annotations

import re

import pytest

from driftgate.identifier import (
    Form,
    aliases_of,
    form_of,
    id_pattern,
    id_prefix,
    ids_in,
    joined_pattern,
    promised_mark,
)
from driftgate.schema import pattern_defect

ONE, TWO = "73af1e73-d7b3-4696-bdd9-5b407d9e99ee", "0b7a52a9-3b1c-4a2e-9a64-1b2f8f0e7c55"


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


def test_finds_the_ids_of_a_document_wherever_they_stand():
    tree = {"a": [{"example": f"AC-{ONE}"}, "no id at all", 1], "b": {"c": "AC-1", "d": "x_2"}}
    assert ids_in(tree) == {"AC": {f"AC-{ONE}", "AC-1"}, "x": {"x_2"}}


def test_the_form_is_what_all_ids_of_a_prefix_share():
    both = ids_in([f"AC-{ONE}", f"AC-{TWO}"])
    assert form_of(["AC"], both).mark == "-"
    assert form_of(["AC"], both).tail is not None
    assert form_of(["AC"], ids_in([f"AC-{ONE}"])) == Form("-", None)
    assert form_of(["AC"], ids_in([f"AC-{ONE}", "AC-12"])) == Form("-", None)
    assert form_of(["AC", "AD"], ids_in(["AC-1", "AD_2"])) == Form()
    assert form_of(["AC"], {}) == Form()


@pytest.mark.parametrize(("form", "taken", "refused"), [
    (Form(), ["AC-1", "AC_x", "AC-1 and more"], ["AC", "AC-", "AC--1", "ACX-1", "xAC-1"]),
    (Form("-"), ["AC-1"], ["AC_1"]),
    (form_of(["AC"], ids_in([f"AC_{ONE}", f"AC_{TWO}"])), [f"AC_{ONE}"], [f"AC-{ONE}", "AC_1", f"AC_{ONE}0"]),
])  # fmt: skip
def test_the_pattern_takes_ids_of_the_form_alone(form, taken, refused):
    pattern = id_pattern(["AC"], form)
    assert pattern_defect(pattern) is None
    assert [text for text in (*taken, *refused) if re.search(pattern, text)] == taken
    assert promised_mark(pattern) == (form.mark if form.mark in {"-", "_"} else None)


def test_a_pattern_that_begins_with_the_separator_goes_on_where_the_prefix_ends():
    joined = joined_pattern(["A.B", "C"], "-[0-9]+$")
    assert joined is not None
    assert pattern_defect(joined) is None
    assert [text for text in ("C-1", "A.B-2", "C_1-1", "C-x", "AxB-2") if re.search(joined, text)] == ["C-1", "A.B-2"]
    assert promised_mark(joined) == "-"
    assert joined_pattern(["C"], "^C-[0-9]+$") is None
    assert promised_mark("^C-[0-9]+$") == "-"
    assert promised_mark("[0-9]") is None
