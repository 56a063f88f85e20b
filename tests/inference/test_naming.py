"""What kinds of objects are called."""

from __future__ import annotations

import pytest
from documents import document

from driftgate.inference import infer_overlay
from driftgate.inference.shape.naming import _joined


def names(*answers, taken=()):
    """Return the names given, for answers as (method, path, example), beside schemas of the vendor."""
    tree = document()
    tree["paths"] = {}
    for method, path, example in answers:
        content = {"application/json": {"example": example}}
        tree["paths"].setdefault(path, {})[method] = {"responses": {"200": {"description": "", "content": content}}}
    if taken:
        tree["components"] = {"schemas": {name: {"type": "string"} for name in taken}}
    update = infer_overlay(tree, title="T", source_name="t").overlay["actions"][0]["update"]
    return list(update.get("components", {}).get("schemas") or update)


PET = {"id": 1, "name": "Rex"}


def test_a_list_and_its_records_are_plural_and_singular():
    assert names(("get", "/pets", {"data": [PET]})) == ["Pets", "Pet"]


def test_a_list_that_sounds_like_a_record_is_called_a_list():
    assert names(("get", "/inventory", {"items": [PET]})) == ["InventoryList", "Inventory"]
    assert names(("get", "/inventory", {"pets": [PET]})) == ["Inventory", "Pet"]


def test_names_of_the_vendor_are_left_to_it():
    assert names(("get", "/pets", {"data": [PET]}), taken=["pet", "Pets"]) == ["PetList", "PetRecord"]


def test_what_a_deletion_answers_is_not_the_thing():
    assert names(("get", "/pets/{id}", PET), ("delete", "/pets/{id}", {"deleted": True})) == ["Pet", "DeletedPet"]
    assert names(("get", "/pets/{id}", PET), ("delete", "/pets/{id}", PET)) == ["Pet"]


def test_a_role_names_no_thing_where_its_fields_do():
    address = {"address_line": "a", "address_city": "b", "address_zip": "c", "name": "d"}
    assert names(("get", "/letters/{id}", {"id": 1, "to": address, "from": address})) == ["Letter", "Address"]
    assert names(("get", "/letters/{id}", {"id": 1, "to": {"x": 1}})) == ["Letter", "LetterTo"]


def test_one_name_of_two_things_is_told_apart_by_what_holds_them():
    user, team = {"owner": {"mail": "a", "age": 1}}, {"owner": {"slug": "b", "size": True}}
    assert names(("get", "/users/{id}", user), ("get", "/teams/{id}", team)) == ["User", "Owner", "Team", "TeamOwner"]


@pytest.mark.parametrize(
    ("parent", "hint", "whole"),
    [
        ("ItemHistory", "HistoryRecord", "ItemHistoryRecord"),
        ("Budgets", "BudgetLine", "BudgetLine"),
        ("Accounts", "Account", ""),
        ("Payment", "Invoice", "PaymentInvoice"),
    ],
)
def test_shared_words_are_said_once(parent, hint, whole):
    assert _joined(parent, hint) == whole


@pytest.mark.parametrize(
    ("path", "whole", "record"),
    [
        ("/api/v1/subtitles", "Subtitles", "Subtitle"),
        ("/v1.0/pets", "Pets", "Pet"),
        ("/2024-01-01/pets", "Pets", "Pet"),
        ("/feed/event/1/query", "EventList", "Event"),
        ("/search/pets.umm_json", "Pets", "Pet"),
        ("/smart/{device}/get_device_info", "DeviceInfoList", "DeviceInfo"),
        ("/api/v2/search", "SearchList", "Search"),
        ("/v1", "BodyList", "Item"),
    ],
)
def test_versions_verbs_and_forms_in_a_path_are_no_nouns(path, whole, record):
    assert names(("get", path, {"items": [PET]})) == [whole, record]


def test_what_is_wrapped_has_the_name_and_its_wrapping_is_a_response():
    assert names(("get", "/get_device_info", {"error_code": 0, "result": PET})) == ["DeviceInfoResponse", "DeviceInfo"]
    assert names(("get", "/pets", {"data": PET})) == ["Pets", "Pet"]
    assert names(("get", "/pets/{id}", {"owner": PET})) == ["Pet", "Owner"]
    assert names(("get", "/pets/{id}", {"metadata": PET})) == ["Pet", "PetMetadata"]


def test_properties_are_those_of_something():
    disk = {"id": "a", "properties": {"size": 1, "sku": {"tier": "x"}}}
    assert names(("get", "/disks/{id}", disk), ("get", "/hosts/{id}", {"properties": {"cores": 4}})) == [
        "Disk", "DiskProperties", "Sku", "Host", "HostProperties",
    ]  # fmt: skip
