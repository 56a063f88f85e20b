"""Near spellings: the same name in another case, with other separators, or with a slip."""

from __future__ import annotations

import pytest

from driftgate.spelling import closest, folded, words


@pytest.mark.parametrize(("name", "candidates", "found"), [
    ("OrderID", ["OrderId", "Order"], "OrderId"),
    ("order_id", ["OrderId"], "OrderId"),
    ("ORDER-ID", ["OrderId"], "OrderId"),
    ("Numbers", ["Number"], "Number"),
    ("Clasification", ["Classification"], "Classification"),
    ("Recieved", ["Received"], "Received"),
    ("id", ["ID"], "ID"),
])  # fmt: skip
def test_finds_the_name_that_was_meant(name, candidates, found):
    assert closest(name, candidates) == found


@pytest.mark.parametrize(("name", "candidates"), [
    ("Address2", ["Address1"]),
    ("Line1", ["Line"]),
    ("cat", ["car"]),
    ("Status", ["State"]),
    ("Invoice", ["OrderId"]),
    ("x", []),
    ("_", ["__", "-"][:0]),
])  # fmt: skip
def test_finds_nothing_where_none_is_near(name, candidates):
    assert closest(name, candidates) is None


def test_prefers_the_same_name_to_a_near_one():
    assert closest("number", ["Numbers", "NUMBER"]) == "NUMBER"


def test_folds_case_and_separators():
    assert folded("Order-ID") == folded("order_id") == folded("OrderId") == "orderid"
    assert folded("Straße") == folded("STRASSE")


def test_splits_names_into_words():
    assert words("PortOutPIN") == ("port", "out", "pin")
    assert words("sim_iccid-2") == ("sim", "iccid", "2")
    assert words("HTTPStatus") == ("http", "status")
