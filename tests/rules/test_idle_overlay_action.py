"""The rule `idle-overlay-action` fires on actions that do nothing."""

from __future__ import annotations

from driftgate.contract import Contract
from driftgate.overlay import overlay_of
from driftgate.rule import load_rules
from driftgate.subject import Amendment


def found(api, *actions):
    overlay = overlay_of(
        {"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": list(actions)},
        name="010-test.overlay.yaml",
    )
    contract = Contract(api({}).contract.document, [overlay])
    rule = load_rules()["idle-overlay-action"]
    return [
        (each.observed, each.pointer)
        for application in contract.applications
        for each in rule.check(Amendment(contract, application))
    ]


def test_fires_where_the_target_selects_nothing(api):
    (seen,) = found(api, {"target": "$.paths['/gone'].get", "update": {"summary": "x"}})
    assert seen[0] == "selects nothing"
    assert seen[1].startswith("overlay:010-test.overlay.yaml")


def test_fires_where_nothing_changes(api):
    assert [each[0] for each in found(api, {"target": "$.info", "update": {"title": "Things"}})] == ["changes nothing"]


def test_silent_on_actions_that_bite(api):
    assert (
        found(api, {"target": "$.info", "update": {"title": "Others"}}, {"target": "$.servers", "remove": True}) == []
    )
