"""Explanations say what a decision rests on, and show no value that could be a secret."""

from __future__ import annotations

import random

import pytest
from documents import infer

from driftgate import pyyaml
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
        "  stands at: GET /things 200 /phones/*/Flag",
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


def test_says_what_decided_besides_the_values():
    inference = infer(
        {"a": {"x": 1, "memo": None}, "b": {"y": 2, "memo": None}, "c": {"z": 3, "memo": "text", "weight": 2}}
    )
    assert list(explain(inference, "/c/memo")) == [
        "#/components/schemas/C/properties/memo",
        "  stands at: GET /things 200 /c/memo",
        "  decided: type: string, nullable: true",
        "  seen: 1 value, all in examples",
        "  types: string 1",
        "  strings: 1 distinct: value text (1)",
        "  lengths: 4 to 4",
        "  because: may be null: the vendor says or shows so of this name elsewhere",
    ]
    assert "  because: number: its name speaks of what is measured, not counted" in explain(inference, "/c/weight")


def test_says_of_objects_how_many_and_of_arrays_what_they_hold():
    assert list(explain(infer(RECORDS), "/phones"))[2] == "  decided: type: array, items: #/components/schemas/Phone"
    lines = list(explain(infer(RECORDS), "/phones/*"))
    assert "#/components/schemas/Phone" in lines
    assert "  seen: 2 objects, all in examples" in lines


SECRETS = ("pin", "token", "password", "clientSecret", "api_key", "activationToken")


def test_no_value_of_a_secret_is_anywhere():
    """Neither in the overlay, nor in explanations, nor in conflicts, however much of it was seen, recorded or not."""
    r = random.Random(7)

    def secret(name):
        fixed = "https://in.test/activate?t=" if name == "activationToken" else "k7x-9fixed"
        return f"{fixed}{r.randrange(10**8):08}{r.choice('abc')}"

    def record():
        return {"id": r.randrange(10**6), **{name: secret(name) for name in SECRETS}, "copy": {"pin": "pin-always-1"}}

    bodies = [{"things": [record() for _ in range(3)], "password": "hunter-2-always"} for _ in range(60)]
    for inference in (infer(bodies=bodies), infer(*bodies[:3])):
        shown = pyyaml.dumps(inference.overlay)
        for pointer in inference.decisions:
            shown += "\n".join(explain(inference, f"#{pointer}"))
        shown += repr([(each.observed, each.expected) for each in inference.conflicts])
        values = [value for body in bodies for each in body["things"] for name in SECRETS for value in [each[name]]]
        assert not [
            value
            for value in [*values, "hunter-2-always", "pin-always-1", "k7x", "9fixed", "activate"]
            if value in shown
        ]


def test_how_a_secret_is_formed_is_not_told():
    lines = list(explain(infer({"pin": "4821", "code": "4821"}), "/pin"))
    assert "  values: not shown, the field is sensitive" in lines
    assert not any("refused" in line for line in lines)
    assert any("refused: digits" in line for line in explain(infer({"pin": "4821", "code": "4821"}), "/code"))
