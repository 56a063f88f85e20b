"""Every pointer has its line, and JSON read by tokens says what libyaml says."""

from __future__ import annotations

import json
import time

from hypothesis import given
from hypothesis import strategies as st

from driftgate import pyyaml
from driftgate.lines import Lines

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029\ufeff"), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('ab"\\{}[]:,\n é', max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


def pointers(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from pointers(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from pointers(part, (*path, str(index)))


@given(st.dictionaries(st.text(max_size=4), values, max_size=4), st.sampled_from([None, 1, 4]))
def test_the_line_of_a_member_is_the_line_of_its_key(tree, indent):
    text = json.dumps(tree, indent=indent)
    written = text.split("\n")
    lines = Lines(text)
    for path in pointers(tree):
        if path and indent and isinstance(path[-1], str):
            line = written[lines.of(path) - 1].strip()
            assert line.startswith(json.dumps(path[-1])) or path[-1].isdecimal()


@given(st.dictionaries(st.text("abc{}[]", max_size=3), values, max_size=4))
def test_json_by_tokens_and_by_libyaml_agree(tree):
    text = json.dumps(tree, indent=2)
    composed = pyyaml.compose(text)
    lines = Lines(text)
    for path in pointers(tree):
        assert lines.of(path) == pyyaml.line_of(composed, list(path))


def test_a_place_that_is_not_there_stands_at_its_nearest_ancestor():
    assert Lines('{\n "a": {\n  "b": 1\n }\n}').of(["a", "x", "y"]) == 2


def test_a_flow_mapping_of_yaml_is_no_json_and_has_lines_all_the_same():
    assert Lines("{a: 1,\n b: {c: 2,\n d: 3}}").of(["b", "d"]) == 3


def test_yaml_that_begins_like_json_with_a_quote_too_few_is_read_in_no_time() -> None:
    members = ",\n".join(f'"name{number}": "text {number}"' for number in range(2_000))
    text = '{"openapi": "3.0.3",\n Iname": "X",\n' + members + "}"
    begun = time.perf_counter()
    Lines(text).of(["name1999"])
    assert time.perf_counter() - begun < 2
