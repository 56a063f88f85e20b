"""Explanations say what a decision rests on, and show no value that could be a secret."""

from __future__ import annotations

import pytest
from documents import infer

from driftgate.errors import ConfigError
from driftgate.inference.explain import explain, form

RECORDS = {
    "phones": [
        {"Flag": True, "Pin": "1234", "Owner": "TSUID-1d7b3-4696-bdd9", "Until": "02/05/2023"},
        {"Flag": "true", "Pin": "5678", "Owner": "TSUID-2d7b3-4696-bdd9", "Until": "2/5/23"},
    ]
}


def told(pointer):
    return list(explain(infer(RECORDS), pointer))


def test_says_what_was_seen_and_which_side_lost():
    assert told("/phones/*/Flag") == [
        "#/components/schemas/Phone/properties/Flag",
        "  decided: type: boolean",
        "  seen: 2 values, all in examples",
        "  types: true 1, string 1",
        '  strings: 1 distinct: string "true" (1)',
        "  lengths: 4 to 4",
        '  conflict: string "true" where boolean belongs, settled by spelling',
    ]


def test_says_what_was_refused_and_why():
    assert (
        told("#/components/schemas/Phone/properties/Until")[-1]
        == "  refused: us_date: 1 of 2 distinct values match; not every value matches"
    )


def test_shows_no_value_of_a_secret():
    lines = told("/phones/*/Pin")
    assert "  values: not shown, the field is sensitive" in lines
    assert not any("1234" in line or "5678" in line for line in lines)


def test_shows_ids_by_their_prefix():
    assert "  strings: 2 distinct: prefix TSUID (2)" in told("/phones/*/Owner")


def test_an_unknown_place_is_an_error_that_offers_near_ones():
    with pytest.raises(ConfigError, match=r"nothing was inferred there\. Near: /phones/\*/Flag"):
        told("/phones/*/Flags")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Active", "value Active"), ("k7f2!99x", "a9a9!99a"), ("42", "99"), ("a" * 50, "a" * 37 + "…")],
)
def test_values_are_shown_by_their_form(text, shown):
    assert form(text) == shown
