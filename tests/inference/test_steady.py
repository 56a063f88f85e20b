"""What bodies that were left out break is not promised; what they keep is."""

from __future__ import annotations

from typing import Any

from driftgate.inference import LearnedBody, infer_overlay

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "get": {"responses": {"200": {"description": "Things", "content": {"application/json": {"schema": {}}}}}}
        }
    },
}


def field_of(bodies: list[Any]) -> dict[str, Any]:
    """Return the schema of `field` of the records in `things`."""
    learned = [LearnedBody("GET /things", "200", "application/json", body) for body in bodies]
    inference = infer_overlay(DOCUMENT, exchanges=learned, title="t", source_name="s")
    found = [
        decision.schema for pointer, decision in inference.decisions.items() if pointer.endswith("/properties/field")
    ]
    assert len(found) == 1
    return found[0]


def page(number: int, *values: Any) -> dict[str, Any]:
    return {"number": number, "things": [{"field": value} for value in values]}


def test_a_list_is_promised_where_every_page_keeps_to_it() -> None:
    field = field_of([page(number, *["open", "held", "done"] * 4) for number in range(40)])

    assert field["enum"] == ["done", "held", "open"]


def test_a_word_of_one_page_only_shows_that_the_list_is_open() -> None:
    pages = [page(number, *["open", "held", "done"] * 4) for number in range(39)]

    assert "enum" not in field_of([*pages, page(39, *["lost"] * 12)])


def test_records_of_few_pages_teach_neither_list_nor_range() -> None:
    words = field_of([page(number, *["open", "held", "done"] * 40) for number in range(4)])
    numbers = field_of([page(number, *range(1, 101)) for number in range(4)])

    assert words.keys() == {"type", "x-inferred"}
    assert numbers.keys() == {"type", "x-inferred"}


def test_support_counts_bodies_not_records() -> None:
    assert field_of([page(number, *["a b", "c d"] * 30) for number in range(12)])["x-inferred"] == {
        "support": 12,
        "from": "recordings",
    }


def test_an_empty_string_that_comes_again_and_again_is_a_value() -> None:
    pages = [page(number, {"id": number}, "") for number in range(30)]

    assert {part.get("type", "object") for part in field_of(pages)["anyOf"]} == {"object", "string"}


def test_one_empty_string_among_many_objects_is_a_slip() -> None:
    pages = [page(number, {"id": number}, {"id": -number}) for number in range(60)]
    learned = [*pages, page(60, {"id": 1}, "")]
    inference = infer_overlay(
        DOCUMENT,
        exchanges=[LearnedBody("GET /things", "200", "application/json", body) for body in learned],
        title="t",
        source_name="s",
    )

    assert not [each for each in inference.decisions.values() if "anyOf" in each.schema]


def list_of(bodies: list[Any], of: str = "/things") -> dict[str, Any]:
    """Return the schema of `list`, wherever it stands."""
    document = {**DOCUMENT, "paths": {of: DOCUMENT["paths"]["/things"]}}
    learned = [LearnedBody(f"GET {of}", "200", "application/json", body) for body in bodies]
    decisions = infer_overlay(document, exchanges=learned, title="t", source_name="s").decisions
    (found,) = [each.schema for pointer, each in decisions.items() if pointer.endswith("/properties/list")]
    return found


def test_a_list_in_records_that_never_was_empty_is_not_expected_to_be() -> None:
    assert list_of([{"things": [{"list": [n]}]} for n in range(60)])["minItems"] == 1
    assert list_of([{"list": [{"n": n}, {"n": -n}]} for n in range(60)], of="/things/{id}")["minItems"] == 1


def test_a_list_of_one_item_is_but_a_step_from_none_until_very_many_bodies_had_one() -> None:
    assert "minItems" not in list_of([{"list": [{"n": n}]} for n in range(60)], of="/things/{id}")
    assert list_of([{"list": [{"n": n}]} for n in range(600)], of="/things/{id}")["minItems"] == 1


def test_what_a_query_finds_may_be_nothing() -> None:
    assert "minItems" not in list_of([{"list": [{"n": n}, {"n": -n}]} for n in range(700)])


def test_coordinates_of_every_answer_are_two() -> None:
    place = list_of([{"list": [n / 7, n / 3]} for n in range(1, 60)])
    assert (place["minItems"], place["maxItems"]) == (2, 2)


def test_a_null_tells_nothing_of_what_else_a_field_may_be() -> None:
    values = ["a b", "c d", *[None] * 48]

    assert field_of([page(number, value) for number, value in enumerate(values)])["x-inferred"]["support"] == 2
    assert field_of([page(number, *[value] * 5) for number, value in enumerate(values)])["x-inferred"]["support"] == 2
