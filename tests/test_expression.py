"""Expressions in CEL: what runs without the engine says what the engine says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftgate.errors import ContractError
from driftgate.expression import Expression, Undecided, defect_of

UNDECIDED = "undecided"


def answer(expression, value, request=None):
    try:
        return expression.holds(value, request or {})
    except Undecided:
        return UNDECIDED


def by_engine(text):
    """Return the expression as the engine evaluates it."""
    from driftgate.expression.expression import _engine

    expression = Expression(text)
    expression.native = None
    expression.names = None
    expression._program = _engine().compile(text)
    return expression


@pytest.mark.parametrize(("text", "value", "expected"), [
    ("self.a >= size(self.b)", {"a": 2, "b": [1, 2]}, True),
    ("self.a >= size(self.b)", {"a": 1, "b": [1, 2]}, False),
    ("self.a >= size(self.b)", {"a": "2", "b": [1, 2]}, UNDECIDED),
    ("self.a >= size(self.b)", {"b": []}, UNDECIDED),
    ("!self.a || self.b.contains('x')", {"a": False}, True),
    ("!self.a || self.b.contains('x')", {"a": "true", "b": "x"}, True),
    ("!self.a || self.b.contains('x')", {"a": "true", "b": "y"}, UNDECIDED),
    ("self.a && self.b", {"a": False}, False),
    ("self.b && self.a", {"a": False}, False),
    ("has(self.a) ? self.a > 0 : true", {}, True),
    ("has(self.a) ? self.a > 0 : true", {"a": 0}, False),
    ("has(self.a.b)", {"a": {"b": None}}, True),
    ("has(self.a.b)", {"a": 1}, UNDECIDED),
    ("self.a == 1", {"a": True}, False),
    ("self.a == 1", {"a": 1.0}, True),
    ("self.a == 'x'", {"a": 1}, False),
    ("self.a == null", {"a": None}, True),
    ("self.a != null", {"a": 0}, True),
    ("self.a in ['x', 'y']", {"a": "y"}, True),
    ("self.a in ['x']", {"a": 1}, False),
    ("'k' in self", {"k": 0}, True),
    ("self.a + '-' + self.b == 'x-y'", {"a": "x", "b": "y"}, True),
    ("self.a + 1 > 2", {"a": 1.5}, UNDECIDED),
    ("self.a - 1 == -1", {"a": 0}, True),
    ("self['a b'].startsWith(\"x\") && self.c.endsWith('z')", {"a b": "xy", "c": "z"}, True),
    ("string(self.a) == '5' && double(self.a) == 5.0", {"a": 5}, True),
    ("self.a.size() == 1", {"a": "é"}, True),
    ("self == 1", 1, True),
    ("self.a", {"a": 1}, UNDECIDED),
    ("request.page == self.page", {"page": 1}, UNDECIDED),
    ("self.a == 'it\\'s'", {"a": "it's"}, True),
    ("self.a == [1, 'b']", {"a": [1, "b"]}, True),
    ("(self.a < 1) == (self.b < 1)", {"a": 0, "b": 0}, True),
    ("!!'k' in self", {"k": 1}, True),
    ("!!!self.a", {"a": False}, True),
    ("0 in self", {}, False),
])  # fmt: skip
def test_says_what_the_language_says(text, value, expected):
    assert Expression(text).is_native
    assert answer(Expression(text), value) == expected
    assert answer(by_engine(text), value) == expected


@pytest.mark.parametrize("text", [
    "self.all(x, x > 0)", "self.a.matches('^x')", "self.a * 2 > 1", "self.a[0] == 1", "1u == self.a", "self.a % 2 == 0",
    "lists.range(size(self.a)).all(i, self.a[i] >= 0)", "timestamp(self.a) < timestamp(self.b)", "-self.a < 0",
    "self.a == 'tab\\t'", "{'a': 1}.a == self.a", "self.a == b'x'",
])  # fmt: skip
def test_leaves_the_rest_to_the_engine(text):
    assert not Expression(text).is_native


@pytest.mark.parametrize("text", ["", "self.a =>> 1", "other.a == 1", "self.a &&", "self.a == 'x", "size()", "self..a"])
def test_refuses_what_is_no_rule(text):
    assert defect_of(text)
    with pytest.raises(ContractError, match="is no CEL"):
        Expression(text)


@pytest.mark.parametrize("text", ["self" + ".a" * 3_000 + " > 0", "self.a" + " + self.a" * 3_000 + " > 0"], ids=len)
def test_refuses_chains_of_thousands(text):
    with pytest.raises(ContractError, match="is no CEL"):
        Expression(text)


def test_a_rule_that_is_sound_has_no_defect():
    assert defect_of("self.a == 1 && request.b == 'x'") is None


def test_knows_which_properties_it_looks_at():
    assert Expression("self.a <= self.b.c").names == {"a", "b"}
    assert Expression("'self.x' == self.a").names == {"a"}
    assert Expression("self.size() > 0").names is None
    assert Expression("self['a'] == 1").names is None
    assert Expression("'a' in self").names is None


@pytest.mark.parametrize("text", ["self.a > 0", "self.a * 1 > 0"])
def test_names_the_values_that_fail(text):
    values = [{"a": 1}, {"a": 0}, {}, {"a": "x"}, 5, {"a": -1}]
    undecided = []
    assert list(Expression(text).failing(values, {}, undecided)) == [1, 5]
    assert undecided == [2, 3, 4]
    assert list(Expression(text).failing([{"a": 1}, {"a": 2}], {}, undecided)) == []


def test_stops_a_rule_that_would_run_for_hours():
    nested = Expression("self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d >= 0))))")
    assert answer(nested, list(range(400))) == UNDECIDED


def test_survives_what_cel_cannot_hold():
    assert answer(by_engine("size(self.a) == 1"), {"a": "\ud800"}) == UNDECIDED
    assert answer(by_engine("self.a < 10"), {"a": 2**70}) == UNDECIDED


def one(*choices):
    return st.sampled_from(choices)


def joined(*parts):
    """Return expressions made of their parts, in parentheses."""
    return st.tuples(*(one(part) if isinstance(part, str) else part for part in parts)).map(
        lambda found: f"({' '.join(found)})"
    )


TEXT = st.deferred(lambda: one("self.s", "self.t", "'a'", "''", "'ab'", "string(self.n)") | joined(TEXT, "+", TEXT))
NUMBER = st.deferred(
    lambda: (
        one("self.n", "self.m", "0", "1", "2", "double(self.n)", "1.5", "size(self.l)", "self.s.size()")
        | joined(NUMBER, one("+", "-"), NUMBER)
        | TEXT.map(lambda text: f"size({text})")
    )
)
ANYTHING = st.deferred(
    lambda: TEXT | NUMBER | one("self.f", "self.l", "self.d", "null", "true", "['a', 1]", "self.d.k")
)
LOGICAL = st.deferred(
    lambda: (
        one("self.f", "self.g", "has(self.n)", "has(self.d.k)", "self.s in self.l", "'k' in self.d")
        | joined(NUMBER, one("<", "<=", ">", ">=", "==", "!="), NUMBER)
        | joined(TEXT, one("<", "<=", ">", ">=", "==", "!="), TEXT)
        | joined(ANYTHING, one("==", "!=", "in", "<"), ANYTHING)
        | joined(LOGICAL, one("&&", "||", "==", "!="), LOGICAL)
        | joined(LOGICAL, "?", LOGICAL, ":", LOGICAL)
        | LOGICAL.map(lambda term: f"!{term}")
        | st.tuples(TEXT, one("contains", "startsWith", "endsWith"), TEXT).map(lambda three: "{}.{}({})".format(*three))
    )
)
WRONG = st.none() | st.booleans() | st.sampled_from(["", "1", 1.5, 7, [], {}])
SUBJECTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys("nm", st.integers(-2, 3) | st.sampled_from([0.0, 1.0]) | WRONG),
        **dict.fromkeys("st", st.sampled_from(["", "a", "ab", "b"]) | WRONG),
        **dict.fromkeys("fg", st.booleans() | WRONG),
        "l": st.lists(st.sampled_from(["a", "b", 1, 1.0, None]), max_size=3) | WRONG,
        "d": st.fixed_dictionaries({}, optional={"k": WRONG}) | WRONG,
    },
)


@settings(max_examples=300, deadline=None)
@given(LOGICAL, st.lists(SUBJECTS, min_size=1, max_size=4))
def test_native_and_engine_agree(text, subjects):
    """What the engine refuses to compile (`1 && 'a'`) no contract can hold; how it writes a double is its own affair."""
    expression = Expression(text)
    if defect_of(text) is not None or not expression.is_native:
        return
    engine = by_engine(text)
    for subject in subjects:
        native = answer(expression, subject)
        if not (native == UNDECIDED and "string(" in text):
            assert answer(engine, subject) == native
