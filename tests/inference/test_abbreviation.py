"""Prefixes that are short for what they name."""

from __future__ import annotations

import pytest
from documents import bare, document, fields, infer

from driftgate.inference.names.abbreviation import abbreviates, resources_of


@pytest.mark.parametrize(
    ("prefix", "named", "is_short"),
    [
        ("dep", ["depot"], True),
        ("ord", ["customer", "order"], True),
        ("id_val", ["identity", "validation"], True),
        ("val_id", ["identity", "validation"], False),
        ("hub", ["depot"], False),
        ("po", ["post", "office"], False),
        ("dept", ["depot"], False),
    ],
)
def test_each_word_of_a_prefix_begins_a_word_in_order(prefix, named, is_short):
    assert abbreviates(prefix, named) is is_short


def test_resources_are_the_static_parts_of_paths():
    assert resources_of(["/v1/cards/{card_id}", "/us_verifications"]) == (("card",), ("us", "verification"), ("v", "1"))


@pytest.mark.parametrize(
    ("name", "values", "schema"),
    [
        ("depot", ["DEP-MAN", "DEP-LDN"], {"x-id-prefix": "DEP", "pattern": "-[A-Z]+$"}),
        ("depotId", ["DEP-MAN", "DEP-LDN"], {"x-id-prefix": "DEP", "pattern": "-[A-Z]+$"}),
        ("depot", ["DEP-MAN"], {}),
        ("site", ["DEP-MAN", "DEP-LDN"], {}),
        ("site", ["DEP-MAN", "DEP-LDN", "DEP-EDI", "DEP-BHX"], {"pattern": "^DEP-[A-Z]+$"}),
        ("site", ["DEP-MAN", "DEP-LDN", "DEP-EDI", "HUB-BHX"], {}),
        ("depot_code", ["DEP-MAN", "DEP-LDN", "DEP-EDI"], {"pattern": "^DEP-[A-Z]+$"}),
        ("depot", ["dep-man", "dep-ldn"], {}),
        ("orderId", ["ord_71"], {"x-id-prefix": "ord", "pattern": "_[0-9A-Za-z]+$"}),
        ("orderId", ["ord_12345"], {}),
        ("orderNumber", ["ORD-71"], {}),
        ("orderNumber", ["ORD-0071", "ORD-0072", "ORD-0073"], {"pattern": "^ORD-[0-9]+$"}),
    ],
)
def test_a_prefix_is_told_by_the_name_it_is_short_for(name, values, schema):
    found = fields(*({name: value, "n": 1} for value in values))
    assert bare(found[name]) == {"type": "string", **schema}


@pytest.mark.parametrize(
    ("path", "schema"), [("/cards", {"x-id-prefix": "card", "pattern": "_[0-9A-Za-z]+$"}), ("/letters", {})]
)
def test_an_id_is_told_by_the_resource(path, schema):
    assert bare(fields({"id": "card_8a01", "n": 1}, path=path)["id"]) == {"type": "string", **schema}


def test_a_value_that_another_proves_may_lack_digits():
    found = fields({"id": "us_ver_c7cb63d68f8d6", "n": 1}, {"id": "us_ver_po_box", "n": 1})
    assert bare(found["id"]) == {"type": "string", "x-id-prefix": "us_ver", "pattern": "_[0-9A-Za-z_]+$"}


def test_another_prefix_against_many_is_a_conflict():
    inference = infer(*({"depot": value} for value in ["DEP-MAN", "DEP-LDN", "DEP-EDI", "HUB-BHX"]))
    assert [(each.observed, each.expected, each.settled) for each in inference.conflicts] == [
        ("prefix HUB", "prefix DEP", "evidence")
    ]


def test_two_prefixes_that_both_come_often_are_of_two_things():
    values = ["DEP-MAN", "DEP-LDN", "DEP-EDI", "HUB-BHX", "HUB-LHR"]
    inference = infer(*({"depot": value} for value in values))
    assert inference.conflicts == ()


def test_a_document_without_paths_names_nothing():
    assert resources_of(document()["paths"]) == (("thing",),)
