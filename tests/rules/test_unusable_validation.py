"""The rule `unusable-validation` names the entries of `x-validations` that judge nothing."""

from __future__ import annotations

from driftgate.rule import load_rules
from driftgate.subject import Draft


def found(judge):
    each = load_rules()["unusable-validation"]
    return [(seen.document_pointer, seen.message) for seen in each.check(Draft(contract=judge.contract))]


def test_fires_on_text_that_is_no_cel(api):
    (seen,) = found(api({"type": "object", "x-validations": [{"rule": "self.a => self.b"}]}))
    assert seen[0].endswith("/schema/x-validations/0/rule")
    assert seen[1].startswith("is no CEL: ")


def test_fires_on_unknown_names_and_on_entries_without_a_rule(api):
    listed = [{"rule": "other.a == 1"}, {"message": "no rule"}, "self.a"]
    assert [seen[0].rpartition("x-validations/")[2] for seen in found(api({"x-validations": listed}))] == [
        "0/rule", "1", "2",
    ]  # fmt: skip


def test_fires_where_it_is_no_list(api):
    assert [seen[1] for seen in found(api({"x-validations": {"rule": "self.a"}}))] == ["is no list"]


def test_silent_on_rules_and_inside_examples(api):
    schema = {"x-validations": [{"rule": "self.all(x, x > 0)"}], "example": {"x-validations": "free"}}
    assert found(api(schema)) == []
