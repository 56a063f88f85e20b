"""What settings, waivers and `explain` may name: the shelf, and the kinds of change."""

from __future__ import annotations

from driftgate.cli.known import KnownRules
from driftgate.revision import KINDS
from driftgate.rule import load_rules


def test_it_holds_the_shelf_and_the_kinds_of_change_by_name():
    known = KnownRules()
    assert list(known) == sorted({*load_rules(), *KINDS})
    assert len(known) == len({*load_rules(), *KINDS})
    assert all(known[name].id == name for name in known)
    assert "no-such-rule" not in known
    assert bool(known)


def test_a_name_of_the_shelf_needs_no_table():
    known = KnownRules()
    assert "string-typed-boolean" in known
    assert known["string-typed-boolean"].id == "string-typed-boolean"
    assert known._all is None
