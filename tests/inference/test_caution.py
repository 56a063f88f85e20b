"""What few recorded values do not show: a third word, a mark in a name, a spelling, a step."""

from __future__ import annotations

from typing import Any

import pytest
from documents import document, recorded

from driftgate.inference import infer_overlay


def field_of(values: list[Any]) -> dict[str, Any]:
    bodies = [{"thing": value, "n": number / 7} for number, value in enumerate(values)]
    overlay = infer_overlay(document(), exchanges=recorded(*bodies), title="T", source_name="t").overlay
    assert overlay is not None
    kinds = next(
        each["update"]["components"]["schemas"] for each in overlay["actions"] if "components" in each.get("update", {})
    )
    field = kinds["Things"]["properties"]["thing"]
    return {key: value for key, value in field.items() if key not in {"x-inferred", "type"}}


def test_words_are_listed_where_each_came_often_or_many_values_were_seen() -> None:
    assert field_of(["triangle", "round"] * 30) == {"enum": ["round", "triangle"]}
    assert field_of(["triangle"] * 55 + ["round"] * 5) == {"pattern": r"^[a-z][a-z0-9]*([_.#/:-][a-z0-9]+)*$"}
    assert field_of(["triangle"] * 110 + ["round"] * 10) == {"enum": ["round", "triangle"]}


def test_marks_of_one_letter_promise_nothing() -> None:
    assert field_of(["y", "n", "u"] * 20) == {}


def test_two_versions_do_not_say_how_versions_are_written() -> None:
    assert field_of(["1.2.11", "1.2.12"] * 30) == {}


def test_names_are_without_odd_marks_where_a_hundred_are() -> None:
    names = [f"{'Blue ' * (number % 3)}Lamp {number}" for number in range(120)]
    assert field_of(names) == {"pattern": r"^[^@#=<>\{\}\|\^~\*%_\$]*$"}
    assert field_of(names[:99]) == {}
    assert field_of([*names, "Lamp #1"]) == {}


@pytest.mark.parametrize(("count", "step"), [(39, {}), (41, {"multipleOf": 100})])
def test_a_step_needs_forty_different_numbers(count: int, step: dict[str, int]) -> None:
    found = field_of([100 * number for number in range(1, count + 1)])
    assert {key: value for key, value in found.items() if key == "multipleOf"} == step


def test_a_number_written_as_a_string_has_no_length() -> None:
    assert field_of([str(number) for number in range(100, 160)]) == {"pattern": "^[0-9]+$"}
    assert field_of([f"{number}.25" for number in range(100, 160)]) == {"pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
    assert field_of([f"{number:05}" for number in range(60, 160)]) == {"pattern": "^[0-9]{5}$"}


def test_an_address_is_as_long_as_what_it_names() -> None:
    found = field_of([f"https://files.example/{number:03}/Scan.{'abcdefghij'[number % 10]}" for number in range(60)])
    assert found["format"] == "uri"
    assert not {"minLength", "maxLength"} & found.keys()
