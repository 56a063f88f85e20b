"""The self-check fails when the suite goes blind, and when it sees what nobody expects."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from driftgate.suite.selfcheck import main, slice_of

OPENAPI = Path(__file__).parent.parent.parent / "openapi"


@pytest.fixture
def contract(tmp_path):
    """A copy of the vendored contract that may be changed."""
    shutil.copytree(OPENAPI, tmp_path / "openapi")
    return tmp_path / "openapi"


def check(folder, capsys):
    code = main(["--contract", str(folder)])
    return code, capsys.readouterr()


def test_the_vendored_example_is_seen_for_what_it_is(capsys) -> None:
    code, said = check(OPENAPI, capsys)
    assert code == 0
    seen = [line.split(": ")[2].partition(" (")[0] for line in said.out.splitlines()[:-1]]
    assert {
        "id-prefix-mismatch at /PhoneNumbers/*/AssignedSubscriberId",
        "string-typed-boolean at /PhoneNumbers/*/MessageEnabled",
        "string-typed-boolean at /PhoneNumbers/*/VoiceEnabled",
    } <= set(seen)
    assert said.out.splitlines()[-1].startswith("self-check: passed")


def test_drift_that_nobody_expects_fails_it(contract, capsys) -> None:
    waivers = (contract / "waivers.toml").read_text()
    (contract / "waivers.toml").write_text(waivers.replace("prefix SID", "prefix SUB"))
    code, said = check(contract, capsys)
    assert code == 1
    assert "id-prefix-mismatch at /PhoneNumbers/*/AssignedSubscriberId (prefix SID): seen, and expected by nobody" in (
        said.out
    )
    assert "is waived in the example, and was not seen" in said.out
    assert said.out.splitlines()[-1].startswith("self-check: failed")


def test_a_blind_rule_fails_it(contract, capsys, monkeypatch) -> None:
    from driftgate import judge

    rules = {name: each for name, each in judge.load_rules().items() if name != "string-typed-boolean"}
    monkeypatch.setattr(judge, "load_rules", lambda: rules)
    code, said = check(contract, capsys)
    assert code == 1
    assert (
        "string-typed-boolean at /PhoneNumbers/*/MessageEnabled is waived in the example, and was not seen" in said.out
    )


def test_a_waiver_that_covers_the_answer_too_fails_it(contract, capsys) -> None:
    waivers = (contract / "waivers.toml").read_text()
    (contract / "waivers.toml").write_text(waivers + waivers.replace('source = "example"', 'source = "response"'))
    code, said = check(contract, capsys)
    assert code == 1
    assert "an answer with this drift would not be blocked" in said.out


def test_without_an_example_it_cannot_be_run(contract, capsys) -> None:
    tree = json.loads((contract / "openapi.json").read_text())
    for path in tree["paths"].values():
        path["get"]["responses"]["200"]["content"]["application/json"].pop("examples")
    (contract / "openapi.json").write_text(json.dumps(tree))
    shutil.rmtree(contract / "overlays")
    code, said = check(contract, capsys)
    assert (code, said.out) == (2, "")
    assert "no example" in said.err


@pytest.mark.parametrize("text", ['{"a": {"b": [1,  2.50, "x"]}}', '{\n\t"a": {"b":\n [1,  2.50, "x"]}\n}'])
def test_a_slice_is_the_very_text(text) -> None:
    assert slice_of(text, "/a/b") == '[1,  2.50, "x"]'
    assert slice_of(text, "/a/b/1") == "2.50"
