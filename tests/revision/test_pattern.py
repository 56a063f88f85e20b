from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.revision.pattern import admits, is_within, relation
from driftgate.revision.regex import NotRegularError, machine_of


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("^[A-Z]+-[0-9]+$", "^TSUID-[0-9]+$", "specialized"),
        ("^TSUID-", "^(TSUID|SID)-", "generalized"),
        ("^SID-", "^TSUID-", "changed"),
        ("^[0-9]+$", "^[0-9]*$", "generalized"),
        ("^[0-9]+$", r"^\d+$", "same"),
        ("^a{2,4}$", "^a{3}$", "specialized"),
        ("abc", "b", "generalized"),
        ("^abc", "abc", "generalized"),
        ("^abc$", "^(?:abc)$", "same"),
        ("^a|b$", "^a", "specialized"),
        ("[0-9]", ".*", "generalized"),
        ("[0-9]", "", "generalized"),
        ("^[^x]*$", "^[a-w]*$", "specialized"),
        (r"^\w+\s?$", r"^[A-Za-z0-9_]+[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]?$", "same"),
        ("^(?=a)b", "^b", "changed"),
        (r"^(a)\1$", "^aa$", "changed"),
        ("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "generalized"),
        ("^(a+)+$", "^a+$", "same"),
        ("[", "^a", "changed"),
        (r"^\x41\u0042\n$", "^AB[\n]$", "same"),
        (r"^\D\W\S$", "^...$", "changed"),
        (r"^[\b\d-]$", r"^[\x08\-0-9]$", "same"),
        ("^(?<year>[0-9]{4})$", "^[0-9]{4}$", "same"),
        ("^a*?b+?c??$", "^a*b+c?$", "same"),
        ("^a{0}b$", "^b$", "same"),
        ("^a{3,1}$", "^a", "changed"),
        ("^a{x}$", "^a", "changed"),
        ("^*a", "^a", "changed"),
        ("^[z-a]$", "^a", "changed"),
        ("^a)$", "^a", "changed"),
        ("^(a", "^a", "changed"),
        (r"^\q$", "^a", "changed"),
        (r"^\xZZ$", "^a", "changed"),
        ("^(?<open", "^a", "changed"),
        ("a|", "b", "specialized"),
    ],
)  # fmt: skip
def test_says_which_pattern_admits_more(before, after, verdict):
    assert relation(before, after) == verdict
    mirrored = {"specialized": "generalized", "generalized": "specialized"}.get(verdict, verdict)
    assert relation(after, before) == mirrored


pieces = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", "(?:)"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=5,
)
patterns = st.tuples(st.sampled_from(["", "^"]), pieces, st.sampled_from(["", "$"])).map("".join)


@settings(max_examples=150, deadline=None)
@given(patterns, patterns, st.lists(st.text("ab1", max_size=4), max_size=20))
def test_no_text_contradicts_what_was_said(one, other, texts):
    if is_within(machine_of(one), machine_of(other)):
        for text in texts:
            if re.search(one, text):
                assert re.search(other, text), (one, other, text)


@settings(max_examples=100, deadline=None)
@given(patterns)
def test_a_pattern_is_within_itself_and_within_everything(pattern):
    assert is_within(machine_of(pattern), machine_of(pattern))
    assert is_within(machine_of(pattern), machine_of(""))


def test_refuses_what_is_too_large_to_compare():
    with pytest.raises(NotRegularError):
        machine_of("^(a{200}){200}$")
    assert relation("^(a|b)*a(a|b){15}$", "^(a|b)*b(a|b){15}$") == "changed"


def test_admits_only_what_certainly_matches():
    assert admits("^a", "abc")
    assert not admits("^b", "abc")
    assert not admits("(", "abc")
