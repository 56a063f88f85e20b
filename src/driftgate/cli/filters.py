"""The filters that every judging command has: which operations, statuses and rules are in scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from driftgate.scope import Scope

_REPEATABLE = "Repeatable."

OperationOption = Annotated[
    list[str] | None,
    typer.Option("--operation", metavar="'GET /path'", help=f"Only this operation, or its operationId. {_REPEATABLE}"),
]
PathOption = Annotated[
    list[str] | None,
    typer.Option("--path", metavar="GLOB", help=f"Only paths of the document like '/users/*'. {_REPEATABLE}"),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help=f"Only operations that the document tags so. {_REPEATABLE}"),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="200|4XX", help=f"Only answers with this status. {_REPEATABLE}"),
]
RuleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rule", metavar="RULE", help=f"Only findings of this rule; `driftgate rules` lists them. {_REPEATABLE}"
    ),
]


def scope_of(
    *,
    operation: list[str] | None = None,
    path: list[str] | None = None,
    tag: list[str] | None = None,
    status: list[str] | None = None,
    rule: list[str] | None = None,
    host: list[str] | None = None,
    base_path: list[str] | None = None,
) -> Scope:
    """
    Return what the filters of a command line ask for.

    Raises:
        ConfigError: A status that is none, a rule that does not exist, a base path that is no path.
    """
    from driftgate.cli.known import KnownRules
    from driftgate.errors import ConfigError
    from driftgate.scope import Scope, parse_status
    from driftgate.waiver import check_rule

    for name in rule or ():
        check_rule(name, KnownRules(), where=f"--rule {name}")
    for prefix in base_path or ():
        if not prefix.startswith("/"):
            raise ConfigError(f"--base-path {prefix}: no path. Write it as in /prefix; a host belongs to --host.")
    return Scope(
        operations=tuple(operation or ()),
        paths=tuple(path or ()),
        tags=tuple(tag or ()),
        statuses=tuple(parse_status(each) for each in status or ()),
        rules=tuple(rule or ()),
        hosts=tuple(host or ()),
        base_paths=tuple(base_path or ()),
    )
