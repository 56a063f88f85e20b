"""TOML with line numbers."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate import toml10
from driftgate.errors import ConfigError

TEXT = '''\
title = "x"  # [not] = a.table

[tool.driftgate]
"fail-on" = "error"
disabled-rules = [
  "a = 1", # b = 2
  "[c]",
]
note = """
[[waiver]]
key = 1
"""

[tool.driftgate.severity]
some-rule = "note"

[[waiver]]
a.b = 1
inline = { x = 1, y = [1, 2] }

  [[waiver.part]]
  n = \'\'\'
]] \'\'\'
  m = 2

[[waiver]]
last = 2027-01-01
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 1),
        (("tool", "driftgate"), 3),
        (("tool", "driftgate", "fail-on"), 4),
        (("tool", "driftgate", "disabled-rules"), 5),
        (("tool", "driftgate", "note"), 9),
        (("tool", "driftgate", "severity"), 14),
        (("tool", "driftgate", "severity", "some-rule"), 15),
        (("waiver",), 17),
        (("waiver", 0), 17),
        (("waiver", 0, "a", "b"), 18),
        (("waiver", 0, "inline"), 19),
        (("waiver", 0, "inline", "x"), 19),
        (("waiver", 0, "part", 0, "n"), 22),
        (("waiver", 0, "part", 0, "m"), 24),
        (("waiver", 1, "last"), 27),
        (("waiver", 1, "missing"), 26),
    ],
)
def test_names_the_line_of_every_key(place, line):
    assert toml10.parse(TEXT, name="f.toml").at(*place) == f"f.toml:{line}"


def test_a_place_that_is_nowhere_is_the_file():
    assert toml10.parse(TEXT, name="f.toml").at("nowhere") == "f.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = ", "f.toml:2: not valid TOML: Invalid value."),
        ("a = 1\na = 2", "f.toml:2: not valid TOML: Cannot overwrite a value."),
        ("a = [\n1,\n", "f.toml:2: not valid TOML: Invalid value."),
    ],
)
def test_a_syntax_error_names_its_line(text, message):
    with pytest.raises(ConfigError) as caught:
        toml10.parse(text, name="f.toml")

    assert str(caught.value) == message


STRINGS = st.sampled_from(
    ['"a"', "'b'", '"""\nc = 1\n[d]\n"""', "'''\n\"\n'''", r'"\\"', r'"\" # ["', '"""a\\"""" """']
)


@given(st.lists(STRINGS, min_size=1, max_size=8))
def test_strings_never_hide_or_invent_a_key(strings):
    text = "\n".join(f"k{number} = {string}" for number, string in enumerate(strings))
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    lines = toml10.parse(text, name="f.toml").lines

    expected, at = {}, 1
    for number, string in enumerate(strings):
        expected[f"k{number}",] = at
        at += string.count("\n") + 1
    assert lines == expected
