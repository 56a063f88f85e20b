"""`driftgate rules` and `driftgate explain RULE`: what is judged, and why."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from driftgate.finding import RuleInfo
    from driftgate.rule import Rule


def rules() -> int:
    """List the rules: what each looks at, how much it weighs, and what it says. (`diff` has a table of its own.)"""
    from driftgate.rule import load_rules

    shelf = load_rules()
    width = max(len(name) for name in shelf)
    for each in shelf.values():
        typer.echo(f"{each.id:<{width}}  {each.severity:<7}  {subject(each):<12}  {each.summary}")
    typer.echo(f"\n{len(shelf)} rules. The kinds of change that `driftgate diff` judges are explained by name too.")
    return 0


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id, as `driftgate rules` lists it.")],
) -> int:
    """Print a rule's page: why it matters, an example, how to settle it, where it is written, how to accept it."""
    from driftgate.cli.known import KnownRules

    known = KnownRules()
    if rule in known:
        each = known[rule]
    else:
        found = next((each for each in known.values() if rule in each.aliases), None)
        if found is None:
            near = difflib.get_close_matches(rule, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else " `driftgate rules` lists them."
            raise ConfigError(f"explain: no rule {rule!r}.{hint}")
        each = found
    typer.echo(f"# {each.id}\n\n{each.page}\n\n## To accept it\n{acceptance(each)}\n\n## Weight\n{weight(each)}")
    return 0


def subject(each: Rule) -> str:
    return each.on.__name__.lower()


def acceptance(each: RuleInfo) -> str:
    """Return how one finding of a rule is accepted until a day, and how a rule is silenced for good."""
    return (
        "One finding, until a day: write a report (`--report json:reports/verdict.json`) and then\n"
        "`driftgate waive FINGERPRINT --reason TEXT --owner NAME --until DATE >> openapi/waivers.toml`, with the fingerprint\n"
        f"that stands beside {each.id} in the report.\n"
        f'Every finding of the rule, for good: `disabled-rules = ["{each.id}"]` below `[tool.driftgate]` in pyproject.toml.'
    )


def weight(each: RuleInfo) -> str:
    """Return how much a rule weighs, in one sentence."""
    from driftgate.rule import Rule
    from driftgate.subject import Violation

    if isinstance(each, Rule) and each.on is Violation and each.inferred != each.severity:
        return f"{each.severity}; {each.inferred} where the promise is only inferred from a few examples."
    return f"{each.severity}."
