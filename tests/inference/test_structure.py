"""Structure: arrays, maps, shared shapes and their names, and what the vendor wrote."""

from __future__ import annotations

import pytest
from documents import bare, contract, document, infer

from driftgate.inference import infer_overlay
from driftgate.overlay import apply_overlays, overlay_of


def components(inference):
    found = {}
    for action in inference.overlay["actions"]:
        update = action.get("update", {})
        found.update(
            update.get("components", {}).get("schemas") or (update if action["target"].endswith(".schemas") else {})
        )
    return found


def test_records_of_one_array_are_merged():
    schemas = components(infer({"pets": [{"name": "Rex", "age": 3}, {"name": "Tom"}]}))
    assert schemas["Pet"]["required"] == ["name"]
    assert list(schemas["Pet"]["properties"]) == ["name", "age"]
    assert schemas["Pet"]["x-inferred"] == {"support": 2, "from": "examples"}


def test_what_one_object_shows_is_proposed_as_required_only():
    schema = components(infer({"name": "Rex"}))["Things"]
    assert "required" not in schema
    assert schema["x-proposed"] == {"required": ["name"]}


def test_one_thing_in_two_places_is_one_component():
    pet = {"name": "Rex", "age": 3, "owner": "Ann", "chip": "x"}
    schemas = components(infer({"pet": pet, "pets": [pet]}))
    assert list(schemas) == ["Things", "Pet"]
    assert schemas["Things"]["properties"]["pet"] == {"$ref": "#/components/schemas/Pet"}
    assert schemas["Things"]["properties"]["pets"]["items"] == {"$ref": "#/components/schemas/Pet"}


def test_things_with_ids_of_different_prefixes_are_different_things():
    tree = document({"data": [{"id": "adr_e68217bd744d65c8", "created": "x", "kind": "y", "z": 1}]}, path="/addresses")
    other = document({"data": [{"id": "ltr_5ba44b462c79f07c", "created": "x", "kind": "y", "z": 1}]}, path="/letters")
    tree["paths"].update(other["paths"])
    schemas = components(infer_overlay(tree, title="T", source_name="t"))
    prefixes = {
        name: schema["properties"]["id"]["x-id-prefix"]
        for name, schema in schemas.items()
        if "id" in schema["properties"]
    }
    assert prefixes == {"Address": "adr", "Letter": "ltr"}


def test_names_come_from_operations_and_fields_and_do_not_clash_with_the_vendors():
    tree = document({"data": [{"name": "Rex", "age": 3}]}, path="/pets", operationId="listPets")
    tree["components"] = {"schemas": {"Pet": {"type": "string"}}}
    assert list(components(infer_overlay(tree, title="T", source_name="t"))) == ["Pets", "PetRecord"]


def test_keys_that_are_data_make_a_map():
    rates = {"2024-01-01": {"usd": 1.5, "gbp": 2.5}, "2024-01-02": {"usd": 1.6, "gbp": 2.6}}
    schema = components(infer({"rates": rates}))["Things"]["properties"]["rates"]
    assert schema["additionalProperties"] == {"$ref": "#/components/schemas/Rate"}
    assert "properties" not in schema


def test_keys_that_are_locales_make_a_map():
    schema = components(infer({"titles": {"en-US": "a", "de-DE": "b", "fr-FR": "c"}}))["Things"]["properties"]["titles"]
    assert bare(schema["additionalProperties"]) == {"type": "string"}


def test_ids_of_one_kind_make_a_map():
    status = {"online": True, "speed": 3.5}
    vehicles = {"veh-101": status, "veh-102": {**status, "driver": "x"}, "veh-207": None, "veh-311": status}
    schema = components(infer({"vehicles": vehicles}))["Things"]["properties"]["vehicles"]
    assert "properties" not in schema
    assert set(components(infer({"vehicles": vehicles}))["Vehicle"]["properties"]) == {"online", "speed", "driver"}


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({f"driver_{n}": {"name": "x", "age": n} for n in (1, 2, 3)}, id="counted fields"),
        pytest.param({f"veh-{n}": {"name": "x", "age": n} for n in (101, 207)}, id="too few"),
        pytest.param({"p-90": {"a": 1}, "p-95": {"b": 1}, "p-99": {"c": 1}}, id="of different fields"),
        pytest.param({"p50": 1.5, "p95": 2.5, "p99": 3.5}, id="no objects"),
        pytest.param({"veh-101": {"a": 1}, "drv-102": {"a": 1}, "veh-207": {"a": 1}}, id="of different kinds"),
    ],
)
def test_numbers_in_keys_alone_make_no_map(named):
    schema = components(infer({"named": named}))
    assert set(schema[schema["Things"]["properties"]["named"]["$ref"].rpartition("/")[2]]["properties"]) == set(named)


REGIONS = ("us-east-1", "us-gov-east-1", "af-south-1", "eu-west-2", "ap-southeast-3")


@pytest.mark.parametrize(
    "value", [{"endpoint": "a.example", "open": True}, "a.example"], ids=["of objects", "of strings"]
)
def test_codes_of_one_form_make_a_map(value):
    schemas = components(infer({"regions": dict.fromkeys(REGIONS, value)}))
    regions = schemas["Things"]["properties"]["regions"]
    assert "properties" not in regions
    assert ("$ref" in regions["additionalProperties"]) == isinstance(value, dict)
    assert set(schemas) == ({"Things", "Region"} if isinstance(value, dict) else {"Things"})


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({key: {"a": 1, "b": 2} for key in REGIONS[:4]}, id="too few"),
        pytest.param({f"line_{n}_x": {"a": 1, "b": 2} for n in range(9)}, id="names of fields"),
        pytest.param({**{key: {"a": 1} for key in REGIONS}, "total": {"a": 1}}, id="one that is a name"),
        pytest.param({key: {f"a{at}": 1} for at, key in enumerate(REGIONS)}, id="of different fields"),
        pytest.param({key: at if at % 2 else "x" for at, key in enumerate(REGIONS)}, id="of different types"),
    ],
)
def test_what_only_resembles_codes_makes_no_map(named):
    schema = components(infer({"named": named}))
    assert set(schema[schema["Things"]["properties"]["named"]["$ref"].rpartition("/")[2]]["properties"]) == set(named)


COINS = [f"coin{'abcdefghijkl'[n]}" for n in range(12)]


def coins_of(number, *, always=()):
    return {key: {"usd": 1.5, "eur": 2.5} for key in [*always, *(COINS[(number * 5 + at) % 12] for at in range(3))]}


def test_keys_that_come_and_go_freely_before_one_shape_make_a_map():
    coins = components(infer(bodies=[{"coins": coins_of(number)} for number in range(12)]))["Things"]["properties"][
        "coins"
    ]
    assert coins["additionalProperties"] == {"$ref": "#/components/schemas/Coin"}
    assert "properties" not in coins


@pytest.mark.parametrize(
    "bodies",
    [
        pytest.param([coins_of(n, always=["base"]) for n in range(12)], id="one is always there"),
        pytest.param([coins_of(n) for n in range(4)], id="too few objects"),
        pytest.param([{key: {"usd": 1.5} for key in COINS[n == 3 :]} for n in range(12)], id="most are there"),
        pytest.param([{key: {key: 1.5} for key in coins_of(n)} for n in range(12)], id="of different fields"),
    ],
)
def test_what_is_mostly_there_or_unlike_makes_no_map(bodies):
    coins = components(infer(bodies=[{"coins": body} for body in bodies]))
    assert "additionalProperties" not in coins["Coins"]


def test_a_thing_that_holds_its_like_refers_to_itself():
    comment = {"text": "a", "votes": 1, "by": "x", "replies": [{"text": "b", "votes": 2, "by": "y", "replies": []}]}
    tree = document(comment, path="/comments/{id}")
    inference = infer_overlay(tree, title="T", source_name="t")
    assert (
        contract(tree, inference)
        .validator("/paths/~1comments~1{id}/get/responses/200/content/application~1json/schema")
        .is_valid(comment)
    )


def test_what_the_vendor_wrote_is_not_touched():
    schema = {"type": "object", "properties": {"id": {"type": "string"}, "extra": {"type": "object"}}}
    tree = document({"id": 7, "extra": {"a": 1}}, schema=schema)
    inference = infer_overlay(tree, title="T", source_name="t")
    amended, _ = apply_overlays(tree, [overlay_of(inference.overlay, name="t")])
    after = amended["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"][
        "properties"
    ]
    assert after["id"] == {"type": "string"}
    assert after["extra"] == {"$ref": "#/components/schemas/Extra"}


def test_a_declared_object_is_not_made_an_array():
    assert infer([1, 2], schema={"type": "object"}).overlay is None


def test_a_bare_component_is_typed_where_it_stands():
    tree = document({"a": 1, "b": "x"}, schema={"$ref": "#/components/schemas/Pet"})
    tree["components"] = {"schemas": {"Pet": {"type": "object", "required": ["a"], "description": "A pet."}}}
    inference = infer_overlay(tree, title="T", source_name="t")
    amended, _ = apply_overlays(tree, [overlay_of(inference.overlay, name="t")])
    pet = amended["components"]["schemas"]["Pet"]
    assert pet["required"] == ["a"]
    assert pet["description"] == "A pet."
    assert list(pet["properties"]) == ["a", "b"]


def test_the_example_of_a_schema_is_evidence_too():
    inference = infer(schema={"type": "object", "example": {"name": "Rex"}})
    assert list(components(inference)["Things"]["properties"]) == ["name"]


def test_a_body_that_an_example_holds_as_text_is_read():
    assert list(components(infer('{"name": "Rex"}', schema={"type": "object"}))["Things"]["properties"]) == ["name"]


def test_a_document_with_nothing_to_learn_from_gives_no_overlay():
    assert infer(schema={"type": "object"}).overlay is None


def test_a_schema_composed_of_the_next_one_twice_over_sixty_levels_is_learned_once():
    schemas = {f"S{level}": {"allOf": [{"$ref": f"#/components/schemas/S{level + 1}"}] * 2} for level in range(60)}
    schemas["S60"] = {"type": "object", "properties": {"more": {"type": "object"}}}
    tree = document({"more": {"kind": "a"}}, schema={"$ref": "#/components/schemas/S0"})
    tree["components"] = {"schemas": schemas}
    overlay = infer_overlay(tree, title="T", source_name="t").overlay
    assert [action["target"] for action in overlay["actions"]] == [
        "$.components.schemas",
        "$.components.schemas.S60.properties.more",
        "$.components.schemas.S60.properties",
    ]
