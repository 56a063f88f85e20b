"""Break one promise: the right rule fires at the right place, and no other."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location("mutation_matrix", ROOT / "scripts" / "mutation_matrix.py")
matrix = importlib.util.module_from_spec(spec)
sys.modules["mutation_matrix"] = matrix
sys.path.append(str(ROOT / "scripts"))
spec.loader.exec_module(matrix)

MUTATIONS = matrix.mutations()
JUDGE = matrix.judge()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: f"{each.operator}, {each.place}")
def test_one_broken_promise_is_one_finding(mutation):
    assert matrix.found_after(JUDGE, mutation) == matrix.expected(mutation)


@pytest.mark.parametrize("raw", matrix.raw_mutations(), ids=lambda each: each.operator)
def test_one_broken_answer_is_one_finding(raw):
    assert [rule for rule, _ in matrix.found(JUDGE, raw)] == ([raw.rule] if raw.rule else [])


def test_an_unbroken_body_is_none():
    assert matrix.found(JUDGE, matrix.Raw("", matrix.page().encode(), "")) == []


def test_the_table_in_the_docs_is_what_the_judge_says():
    text, wrong = matrix.table(JUDGE)
    assert wrong == []
    assert (ROOT / "docs" / "mutations.md").read_text("utf-8") == text


IN_RECORDS = [
    each for each in MUTATIONS if each.at.startswith("/Records/1/") and each.rule not in {"", "duplicate-item"}
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(IN_RECORDS), min_size=2, max_size=4, unique_by=lambda each: each.at.split("/")[3]))
def test_broken_promises_at_several_places_are_as_many_findings(mutations):
    text = matrix.page()
    for index, mutation in enumerate(mutations):
        text = matrix.mutated(text, mutation.at.replace("/Records/1", f"/Records/{index % 3}"), mutation.edit)
    found = matrix.found(JUDGE, matrix.Raw("", text.encode(), ""))
    told = {(each.rule, each.pointer) for each in mutations}
    # Enabled and Count are in one rule: what breaks its operands leaves it undecided, or breaks it too.
    assert {each for each in found if each[0] != "validation-failed"} == {
        each for each in told if each[0] != "validation-failed"
    }


def test_operators_leave_the_rest_of_the_body_alone():
    for mutation in MUTATIONS:
        if mutation.at.startswith("/Records/1/"):
            before, after = (
                json.loads(matrix.page()),
                json.loads(matrix.mutated(matrix.page(), mutation.at, mutation.edit)),
            )
            assert before["Records"][0] == after["Records"][0]
            assert before["Total"] == after["Total"]
