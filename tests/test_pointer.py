"""JSON Pointers, after RFC 6901."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.pointer import MISSING, escape, fold, join, parent, resolve, split, unescape, within

RFC_6901 = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", RFC_6901),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_the_examples_of_the_standard(pointer, value):
    assert resolve(RFC_6901, pointer) == value


@pytest.mark.parametrize(
    "pointer", ["/gone", "/foo/2", "/foo/-", "/foo/00", "/foo/\u0660", "/foo/0/x", "foo", "#/foo", "/foo/" + "9" * 5000]
)
def test_what_leads_nowhere_is_missing(pointer):
    assert resolve(RFC_6901, pointer) is MISSING


def test_null_is_not_missing():
    assert resolve({"a": None}, "/a") is None
    assert repr(MISSING) == "MISSING"


def test_a_tilde_is_unescaped_last():
    assert unescape("~01") == "~1"


@given(st.lists(st.text()))
def test_split_undoes_join(tokens):
    assert split(join(tokens)) == tokens


@given(st.text())
def test_unescape_undoes_escape(token):
    assert unescape(escape(token)) == token


def test_fold_makes_indexes_alike():
    assert fold(["a/b", 3, "4"]) == "/a~1b/*/4"
    assert join(["a/b", 3, "4"]) == "/a~1b/3/4"


def test_within_is_about_whole_tokens():
    assert within("/a/b", "/a")
    assert within("/a", "/a")
    assert within("/a", "")
    assert not within("/ab", "/a")


def test_parent_drops_the_last_token():
    assert parent("/a/b~1c") == "/a"
    assert parent("/a") == ""
