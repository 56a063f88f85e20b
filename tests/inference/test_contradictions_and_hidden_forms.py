"""Keys under two spellings, check digits, JSON inside strings, moments as numbers, constants and item keys."""

from __future__ import annotations

import random

import pytest
from documents import bare, fields, infer
from test_recordings import rules, schema_of, word

from driftgate.encoded import passes_luhn


def test_the_rarer_spelling_of_a_key_loses():
    inference = infer(
        {"cards": [{"Iccid": "a", "N": 1}, {"Iccid": "b", "N": 2}, {"Iccid": "c", "N": 3}, {"ICCID": "d", "N": 4}]}
    )
    assert [
        (each.pointer, each.kind, each.observed, each.expected, each.count, each.against, each.settled)
        for each in inference.conflicts
    ] == [("/cards/*", "renamed-property", "key ICCID", "key Iccid", 1, 3, "evidence")]
    card = inference.overlay["actions"][0]["update"]["components"]["schemas"]["Card"]
    assert list(card["properties"]) == ["Iccid", "N"]
    assert card["required"] == ["Iccid", "N"]


def test_a_tie_of_spellings_is_left_to_a_person():
    inference = infer({"cards": [{"Iccid": "a", "Name": 1}, {"ICCID": "b", "Name": 2}]})
    assert [(each.observed, each.settled) for each in inference.conflicts] == [("key ICCID", "open")]


def test_two_keys_of_one_object_are_two_fields():
    assert infer({"cards": [{"id": 1, "ID": "x"}, {"id": 2, "ID": "y"}]}).conflicts == ()


@pytest.mark.parametrize(("digits", "passes"), [("79927398713", True), ("79927398710", False), ("0", True)])
def test_luhn(digits, passes):
    assert passes_luhn(digits) is passes


def _checked(r, length):
    body = "".join(r.choice("0123456789") for _ in range(length - 1))
    return next(body + last for last in "0123456789" if passes_luhn(body + last))


def test_check_digits_bind_where_enough_values_pass():
    assert schema_of(lambda r: {"imei": _checked(r, 15)}, count=30)["properties"]["imei"]["x-checksum"] == "luhn"


def test_no_check_digit_is_asserted_where_one_value_fails_or_few_were_seen():
    failing = {"sim": ["8901240397190556232"]}
    assert (
        "x-checksum"
        not in schema_of(lambda r: {"imei": "".join(r.choice("0123456789") for _ in range(15))}, count=30)[
            "properties"
        ]["imei"]
    )
    assert "x-checksum" not in fields({"imei": _checked(random.Random(1), 15), **failing})["imei"]


def test_json_inside_strings_is_said():
    assert bare(fields({"payload": '{"a": 1}'})["payload"]) == {
        "type": "string",
        "contentMediaType": "application/json",
    }


def test_moments_as_numbers_are_said_where_the_name_speaks_of_time():
    properties = fields({"created": 1733350181, "createdAt": 1733350181560, "amountCents": 1733350181})
    assert properties["created"]["x-date-dialect"] == "epoch-seconds"
    assert properties["createdAt"]["x-date-dialect"] == "epoch-milliseconds"
    assert "x-date-dialect" not in properties["amountCents"]


def test_ids_that_tell_items_apart_are_unique():
    def make(r):
        return {"parts": [{"id": key, "size": r.randrange(3)} for key in r.sample(range(10**6), r.randrange(2, 6))]}

    assert (
        rules(make)["no two of parts have the same id"]
        == "size(self.parts.map(each, each.id).distinct()) == size(self.parts)"
    )


def test_what_never_changed_in_many_records_is_constant():
    def make(r):
        return {
            "parts": [{"live": True, "kind": "part", "status": "on", "size": r.randrange(99)} for _ in range(9)],
            "name": word(r),
        }

    from test_recordings import infer_from

    _, inference = infer_from(make, count=60)
    part = inference.overlay["actions"][0]["update"]["components"]["schemas"]["Part"]
    assert [each["message"] for each in part["x-validations"]] == ["kind is 'part'", "live is true"]


def test_fifty_sightings_make_nothing_constant():
    assert rules(lambda r: {"live": True, "size": r.randrange(9999)}, count=60) == {}
