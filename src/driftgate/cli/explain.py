"""`driftgate rules` and `driftgate explain RULE`: what is judged, and why."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from driftgate.rule import Rule


def rules() -> int:
    """List all rules: what each looks at, how much it weighs, and what it says."""
    from driftgate.rule import load_rules

    shelf = load_rules()
    width = max(len(name) for name in shelf)
    for each in shelf.values():
        typer.echo(f"{each.id:<{width}}  {each.severity:<7}  {subject(each):<11}  {each.summary}")
    return 0


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id, as `driftgate rules` lists it.")],
) -> int:
    """Print a rule's page: why it matters, an example, how to settle it, where it is written."""
    from driftgate.rule import load_rules

    shelf = load_rules()
    each = shelf.get(rule) or next((known for known in shelf.values() if rule in known.aliases), None)
    if each is None:
        near = difflib.get_close_matches(rule, shelf, n=1)
        hint = f" Did you mean {near[0]}?" if near else " `driftgate rules` lists them."
        raise ConfigError(f"explain: no rule {rule!r}.{hint}")
    typer.echo(f"# {each.id}\n\n{each.page}\n\n## Weight\n{weight(each)}")
    return 0


def subject(each: Rule) -> str:
    return each.on.__name__.lower()


def weight(each: Rule) -> str:
    """Return how much a rule weighs, in one sentence."""
    if subject(each) == "violation" and each.inferred != each.severity:
        return f"{each.severity}; {each.inferred} where the promise is only inferred from a few examples."
    return f"{each.severity}."
