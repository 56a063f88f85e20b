"""Bounds of numbers: whatever was seen lies within them."""

from __future__ import annotations

import pytest
from documents import contract, document
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.inference import LearnedBody, infer_overlay

SCHEMA = "/paths/~1things/get/responses/200/content/application~1json/schema"


def accepts_all(values):
    tree = document()
    seen = [LearnedBody("GET /things", "200", "application/json", {"x": value}, {}) for value in values]
    validator = contract(tree, infer_overlay(tree, exchanges=seen, title="T", source_name="t.json")).validator(SCHEMA)
    return all(validator.is_valid({"x": value}) for value in values)


@pytest.mark.parametrize("small", [0.001953125, 1e-9, 0.5, 1.5])
def test_a_small_number_beside_many_zeros_is_within_bounds(small):
    assert accepts_all([0] * 50 + [small])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=5), st.integers(5, 30))
def test_every_number_seen_is_within_bounds(values, times):
    assert accepts_all(values * times)


def bounds(values):
    seen = [
        LearnedBody("GET /things", "200", "application/json", {"x": value, "n": n}, {})
        for n, value in enumerate(values)
    ]
    overlay = infer_overlay(document(), exchanges=seen, title="T", source_name="t.json").overlay
    schema = overlay["actions"][0]["update"]["components"]["schemas"]["Things"]["properties"]["x"]
    return {key for key in schema if key not in {"type", "x-inferred"}}


DEGREES = [n * 1.37 - 40 for n in range(60)]


@pytest.mark.parametrize("sign", [-3.4e38, 3.4e38, -1.7976931348623157e308, 9.96921e36, -(2**63)])
def test_a_number_that_stands_for_no_data_is_no_edge(sign):
    assert bounds([*DEGREES, sign]) == set()
    assert accepts_all([*DEGREES, sign])


def test_large_numbers_among_their_like_have_edges():
    assert bounds(DEGREES) == {"minimum", "maximum"}
    assert bounds([3e37 + n * 1e36 for n in range(60)]) == {"minimum", "maximum"}


def test_four_whole_numbers_side_by_side_may_be_the_first_of_many():
    tree = document()
    seen = [LearnedBody("GET /things", "200", "application/json", {"x": n % 4 + 1, "n": n}, {}) for n in range(160)]
    validator = contract(tree, infer_overlay(tree, exchanges=seen, title="T", source_name="t.json")).validator(SCHEMA)

    assert validator.is_valid({"x": 6, "n": 1})
    assert not validator.is_valid({"x": 60000, "n": 1})
    assert not validator.is_valid({"x": -1, "n": 1})


def edges_of(values):
    tree = document()
    seen = [LearnedBody("GET /things", "200", "application/json", {"x": value}, {}) for value in values]
    validator = contract(tree, infer_overlay(tree, exchanges=seen, title="T", source_name="t.json")).validator(SCHEMA)
    return [value for value in range(-2, 12) if validator.is_valid({"x": value})]


def test_numbers_that_come_evenly_up_to_their_ends_are_closed_and_those_that_fade_out_are_not():
    assert edges_of([1, 2, 3, 4, 5] * 30) == [1, 2, 3, 4, 5]
    assert edges_of([*[1] * 80, *[2] * 40, *[3] * 20, *[4] * 10, *[5] * 5]) == list(range(12))


def test_a_step_is_told_of_many_multiples_that_are_not_rounder_than_it():
    assert "multipleOf" in bounds([n * 5 for n in range(1, 90)])
    assert "multipleOf" in bounds([n * 5 for n in range(200, 290)])
    assert "multipleOf" not in bounds([n * 5 for n in range(1, 40)])
    assert "multipleOf" not in bounds([5, *(n * 10 for n in range(1, 90))])
    assert "multipleOf" not in bounds([100, 300, *(n * 500 for n in range(1, 90))])


def largest(values):
    seen = [LearnedBody("GET /things", "200", "application/json", {"x": value}, {}) for value in values]
    overlay = infer_overlay(document(), exchanges=seen, title="T", source_name="t.json").overlay
    return overlay["actions"][0]["update"]["components"]["schemas"]["Things"]["properties"]["x"]["maximum"]


def test_what_is_counted_into_thousands_has_more_room_to_grow_than_an_amount():
    assert largest([4000 + n * 37 for n in range(60)]) == 400_000
    assert largest([40 + n for n in range(60)]) == 500
    assert largest([4000.5 + n * 37 for n in range(60)]) == 40_000
