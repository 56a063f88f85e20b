"""`driftgate rules` and `driftgate explain`: every rule and every kind of change has a page that a newcomer can read."""

from __future__ import annotations

import pytest

from driftgate.cli.app import main
from driftgate.cli.known import KnownRules
from driftgate.rule import load_rules


def test_the_list_has_every_rule_on_a_line_of_its_own(capsys):
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == list(load_rules())
    assert lines[-1].startswith(f"{len(load_rules())} rules.")


@pytest.mark.parametrize("rule", [*load_rules(), *list(KnownRules())[::40]])
def test_every_page_says_why_what_to_do_how_to_accept_it_and_what_it_weighs(capsys, rule):
    assert main(["explain", rule]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"# {rule}\n\n")
    headings = ["## Why it matters", "## Example", "## To settle it", "## Source", "## To accept it", "## Weight"]
    assert [line for line in out.splitlines() if line.startswith("## ")] == headings
    accepting = out.partition("## To accept it\n")[2].partition("\n\n## Weight")[0]
    assert accepting.splitlines()[-1].startswith(f'Every finding of the rule, for good: `disabled-rules = ["{rule}"]`')
    assert "driftgate waive FINGERPRINT --reason TEXT --owner NAME --until DATE" in accepting
    assert err == ""


def test_another_tool_s_name_leads_to_the_page(capsys):
    alias, rule = next((alias, each.id) for each in load_rules().values() for alias in each.aliases)
    assert main(["explain", alias]) == 0
    assert capsys.readouterr().out.startswith(f"# {rule}\n")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("string-typed-bolean", "Did you mean string-typed-boolean?"), ("zzz", "`driftgate rules` lists them.")],
)
def test_an_unknown_rule_is_one_line_with_a_hint(capsys, name, hint):
    assert main(["explain", name]) == 2
    assert capsys.readouterr() == ("", f"driftgate: explain: no rule '{name}'. {hint}\n")
