"""YAML as its 1.2 core schema reads it, and as every reader gets it back."""

from __future__ import annotations

import itertools
import math

import pytest

from driftgate.yaml12 import YamlError, loads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("'true'", "true"),
        ('"true"', "true"),
        ("True", True),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("~", None),
        ("null", None),
        ("1", 1),
        ("'1'", "1"),
        ("0o17", 15),
        ("0x1F", 31),
        ("010", 10),
        ("-0", 0),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1:30", "1:30"),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        ("2025-01-01", "2025-01-01"),
        ("02/05/2023", "02/05/2023"),
        ("2025-12-04T22:09:41.56", "2025-12-04T22:09:41.56"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
    ],
)
def test_scalars_of_the_core_schema(text, value):
    found = loads(f"key: {text}\n")["key"]
    assert (type(found), found) == (type(value), value)


def test_a_file_with_one_odd_scalar_reads_the_rest_the_same():
    assert loads("a: 1_000\nb: on\nc: 2025-01-01\nd: 0o17\ne: 'true'\nf: true\n200: x\n") == {
        "a": "1_000",
        "b": "on",
        "c": "2025-01-01",
        "d": 15,
        "e": "true",
        "f": True,
        "200": "x",
    }


def test_infinities_are_read_for_the_document_to_refuse():
    assert math.isinf(loads("a: .inf")["a"])


def test_keys_are_text():
    assert loads("200: a\ntrue: b\nnull: c\n1.5: d\n") == {"200": "a", "true": "b", "null": "c", "1.5": "d"}


def test_a_merge_key_gives_way_to_own_keys():
    assert loads("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: {<<: [*x, {c: 4}]}\n") == {
        "x": {"a": 1, "b": 2},
        "y": {"a": 1, "b": 3},
        "z": {"a": 1, "b": 2, "c": 4},
    }


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "the key 'c' stands twice in one mapping; keep one"),
        ("200: a\n'200': b\n", 0, "the key '200' stands twice in one mapping, once as text; keep one"),
        ("a: 1\n---\nb: 1\n", 0, "several documents in one file"),
        ("a: 1_0\n---\nb: 1\n", 0, "several documents in one file"),
        ("? {a: 1}\n: 2\n", 0, "a mapping key is not a scalar"),
        ("a: b: c\n", 1, "mapping values are not allowed in this context, column 5"),
        ("a: 1\nb:\n\t- c\n", 3, None),
        ("a: *gone\n", 1, "while parsing node, found unknown anchor, column 4"),
        pytest.param("a: " + "[" * 100_000, 1, "nested too deeply, column 259", id="deep"),
        pytest.param("".join(f"{' ' * depth}a:\n" for depth in range(2000)), 0, "nested too deeply", id="deep blocks"),
    ],
)
def test_what_json_could_not_hold_is_refused_with_its_line(text, line, message):
    with pytest.raises(YamlError) as caught:
        loads(text)
    assert "\n" not in str(caught.value)
    assert line is None or caught.value.line == line
    assert message is None or str(caught.value) == message


def test_an_alias_bomb_is_refused():
    names = "abcdefghijk"
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in itertools.pairwise(names)
    )
    with pytest.raises(YamlError, match="alias replay limit exceeded"):
        loads(bomb)


def test_a_tag_builds_nothing():
    assert loads("a: !!python/object/apply:os.getcwd []\n") == {"a": []}
    with pytest.raises(YamlError):
        loads("a: !!python/object/apply:os.getcwd []\nb: 1_000\n")
