"""Bodies of several kinds: the discriminator says which one is meant, and only that one is held against the body."""

from __future__ import annotations

import pytest

PET = {
    "type": "object",
    "required": ["pet_type"],
    "properties": {"pet_type": {"type": "string"}, "name": {"type": "string"}},
}
PETS = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}


def extends(base, **properties):
    return {"allOf": [{"$ref": f"#/components/schemas/{base}"}, {"type": "object", "properties": properties}]}


@pytest.fixture
def pets(api):
    def of(schema, **discriminator):
        told = {"discriminator": {"propertyName": "pet_type", **discriminator}}
        schemas = {
            "Pet": PET if "oneOf" in schema else {**PET, **told},
            "Cat": extends("Pet", hunts={"type": "boolean"}),
            "Dog": extends("Pet", bark={"type": "boolean"}),
        }
        return api({**schema, **told} if "oneOf" in schema else schema, components={"schemas": schemas})

    return of


@pytest.mark.parametrize(
    "body", [{"pet_type": "Cat"}, {"pet_type": "Cat", "hunts": True}, {"pet_type": "Dog", "name": "x"}]
)
def test_silent_on_each_kind_though_others_would_take_it_too(pets, body):
    assert pets(PETS).found(body) == []


def test_holds_a_body_to_the_kind_that_it_names(pets):
    assert pets(PETS).found({"pet_type": "Cat", "hunts": "true"}) == [
        ("string-typed-boolean", "error", "/hunts", 'string "true"', "boolean")
    ]


def test_names_what_only_another_kind_lists(pets):
    assert pets(PETS).found({"pet_type": "Cat", "bark": True}) == [
        ("undocumented-property", "note", "/bark", "boolean", "no such property")
    ]


def test_reads_the_names_of_a_mapping(pets):
    mapping = {"feline": "#/components/schemas/Cat", "canine": "Dog"}
    mapped = pets(PETS, mapping=mapping)
    assert mapped.found({"pet_type": "canine", "bark": True}) == []
    assert [each[2] for each in mapped.found({"pet_type": "feline", "hunts": 1})] == ["/hunts"]


def test_a_name_that_a_mapping_gives_to_another_kind_is_no_longer_its_own(pets):
    swapped = pets(PETS, mapping={"Cat": "Dog", "Dog": "Cat"})
    assert swapped.found({"pet_type": "Dog", "hunts": True}) == []


def test_leaves_a_value_that_names_none_to_the_alternatives(pets):
    assert pets(PETS).found({"pet_type": "Cow", "hunts": True}) == [
        ("broken-constraint", "warning", "", "fits several of the alternatives", "`oneOf` to hold")
    ]


def test_a_base_that_others_extend_leaves_room_for_what_they_add(pets):
    base = pets({"$ref": "#/components/schemas/Pet"})
    assert base.found({"pet_type": "Dog", "bark": True}) == []
    assert [each[:3] for each in base.found({"pet_type": "Dog", "name": 5})] == [("type-mismatch", "error", "/name")]


@pytest.mark.parametrize("odd", [{}, {"propertyName": 5}, {"propertyName": "pet_type", "mapping": 5}])
def test_a_discriminator_that_is_none_changes_nothing(api, odd):
    schemas = {"Cat": {"type": "object", "required": ["hunts"]}, "Dog": {"type": "object", "required": ["bark"]}}
    made = api({**PETS, "discriminator": odd}, components={"schemas": schemas})
    assert made.found({"pet_type": "Dog", "bark": True}) == []
