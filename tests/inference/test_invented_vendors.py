"""What three invented vendors taught: names, units, maps and codes of a kind, decided by rule."""

from __future__ import annotations

import pytest
from documents import bare, fields, infer

from driftgate.inference.names.words import singular


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("amount", [1999, 2501], "integer"),
        ("amount", [2000, 2500], "number"),
        ("amount", [1999, 2501.5], "number"),
        ("amount", [7, 1999, 2501], "number"),
        ("score", [1999, 2501], "number"),
        ("lengthCm", [30, 25], "number"),
        ("length", [30, 25], "integer"),
        ("weightKg", [3, 4], "number"),
        ("km", [3, 4], "integer"),
    ],
)
def test_whole_amounts_that_are_large_and_odd_count_cents_and_units_measure(name, values, kind):
    assert fields(*({name: value, "x": "y"} for value in values))[name]["type"] == kind


def schemas_of(*examples, **options):
    return infer(*examples, **options).overlay["actions"][0]["update"]["components"]["schemas"]


@pytest.mark.parametrize(
    ("name", "value", "is_map"),
    [
        ("rates", {"EUR": 1.17, "USD": 1.27}, True),
        ("labels", {"fr-FR": "x"}, True),
        ("metadata", {"order_id": "1042"}, True),
        ("metadata", {"total": 4}, False),
        ("sizes", {"EUR": 1.17, "ABC": 1.27}, False),
        ("hours", {"monday": "a", "sunday": "b"}, False),
    ],
)
def test_which_objects_are_maps(name, value, is_map):
    found = schemas_of({name: value, "n": 1})
    mapped = "additionalProperties" in found["Things"]["properties"][name]
    assert mapped is is_map


def test_what_tells_of_a_thing_is_named_after_it():
    found = schemas_of(
        {"payment": {"id": "a", "meta": {"page": 1}, "details": {"kind": "x", "place": {"lat": 1.5}}}}, path="/payments"
    )
    assert list(found) == ["Payments", "Payment", "PaymentMeta", "PaymentDetails", "Place"]


@pytest.mark.parametrize("name", ["next_cursor", "pageToken"])
def test_what_only_its_maker_reads_has_no_prefix(name):
    found = fields({"id": "pay_9kX2mQ7vLw4Rt81", name: "pay_7kX2mQ7vLw4Rt82"})
    assert bare(found["id"])["x-id-prefix"] == "pay"
    assert "x-id-prefix" not in found[name]


@pytest.mark.parametrize(
    ("name", "values", "prefix"),
    [
        ("shipmentId", ["SHP-0031", "SHP-0032"], "SHP"),
        ("shipmentId", ["SHP-0031"], None),
        ("shipmentId", ["SXP-0031", "SXP-0032"], None),
        ("shipment", ["SHP-0031", "SHP-0032"], None),
    ],
)
def test_a_prefix_may_skip_letters_of_an_id(name, values, prefix):
    assert fields(*({name: value, "x": 1} for value in values))[name].get("x-id-prefix") == prefix


def test_booleans_spelt_as_text_are_told_by_their_spelling():
    found = fields(
        {"is_open": "yes", "state": "true", "active": "true", "country": "NO"},
        {"is_open": "no", "state": "false", "active": "false", "country": "DE"},
    )
    spelling = "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO)$"
    assert [found[name].get("pattern") for name in found] == [spelling, None, spelling, "^[A-Z]{2}$"]


def test_what_people_write_in_an_address_is_no_number_though_all_examples_are():
    values = [("94107", "4155550101"), ("10001", "2125550102"), ("60601", "3125550103")]
    found = fields(*({"postalCode": code, "account": account} for code, account in values))
    assert "pattern" not in found["postalCode"]
    assert found["account"]["pattern"] == "^[0-9]+$"


@pytest.mark.parametrize(
    ("plural", "one"),
    [("children", "child"), ("orderStatuses", "orderStatus"), ("People", "Person"), ("movies", "movie"), ("entries", "entry"), ("cases", "case"), ("news", "news")],
)  # fmt: skip
def test_one_of_a_plural(plural, one):
    assert singular(plural) == one


def test_two_ends_of_one_scale_are_numbers_together():
    found = fields({"low": -5, "high": 40.5, "priceMin": 3, "priceMax": 4, "count": 3})
    assert [found[name]["type"] for name in ("low", "high", "count")] == ["number", "number", "integer"]


def test_hardware_addresses_and_moments_of_dotnet_have_a_form():
    found = fields({"mac": "00:1B:44:11:3A:B7", "UpdatedDateUTC": "/Date(1622138002077+0000)/"})
    assert found["mac"]["pattern"] == "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$"
    assert found["UpdatedDateUTC"]["pattern"] == r"^/Date\(-?[0-9]+([+-][0-9]{4})?\)/$"
