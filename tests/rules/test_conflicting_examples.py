"""The rule `conflicting-examples` fires where examples contradict each other and nothing settles it."""

from __future__ import annotations

from dataclasses import replace

from driftgate.completion import disagreements
from driftgate.rule import load_rules
from driftgate.subject import Disagreement

UUID = "73af1e73-d7b3-4696-bdd9-5b407d9e99ee"
RULE = load_rules()["conflicting-examples"]


def conflicts(api, examples):
    response = {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}, "examples": {
        "one": {"value": {"things": [{"owner": f"{each}-{UUID}"} for each in examples]}}}}}}  # fmt: skip
    contract = api(responses={"200": response}).contract
    return [Disagreement(contract, each) for each in disagreements(contract)]


def test_fires_on_a_tie_that_no_glossary_settles(api):
    disagreement = conflicts(api, ["DOG", "CAT"])[0]
    (seen,) = RULE.check(disagreement)
    assert (seen.pointer, seen.records) == ("/things/*/owner", 1)
    assert {seen.observed, seen.expected} == {"prefix CAT", "prefix DOG"}


def test_silent_on_what_is_settled(api):
    disagreement = conflicts(api, ["DOG", "CAT"])[0]
    settled = disagreement._replace(conflict=replace(disagreement.conflict, settled="glossary"))
    assert list(RULE.check(settled)) == []
