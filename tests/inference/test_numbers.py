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
