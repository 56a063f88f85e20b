"""The program `driftgate`: its commands, and what becomes of whatever goes wrong in one."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from driftgate import __version__
from driftgate.cli.diff import diff
from driftgate.cli.door import NOT_JUDGED, ended, tell
from driftgate.cli.explain import explain, rules
from driftgate.cli.gate import gate
from driftgate.cli.infer import infer
from driftgate.cli.lint import lint
from driftgate.cli.mock import mock
from driftgate.cli.report import report
from driftgate.cli.scan import scan
from driftgate.cli.waive import waive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMANDS = {
    command.__name__: command for command in (lint, scan, infer, diff, gate, mock, explain, rules, waive, report)
}


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"driftgate {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


def program(names: Iterable[str] = tuple(COMMANDS)) -> typer.Typer:
    """Return the program with these commands: to read the parameters of all takes longer than to run most."""
    app = typer.Typer(
        name="driftgate",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Find where an API does not keep the promise its OpenAPI document makes.",
        epilog="Exit codes: 0 judged and nothing blocks, 1 judged and something blocks, 2 not judged.",
    )
    app.callback()(_options)
    for name in names:
        app.command(name)(COMMANDS[name])
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 nothing blocks, 1 something blocks, 2 not judged."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    return ended(lambda: _run(words))


def _run(arguments: list[str]) -> int:
    is_named = bool(arguments) and arguments[0] in COMMANDS
    command = typer.main.get_command(program(arguments[:1]) if is_named else program())
    try:
        # NOTE: not `command.main`: that one ends with 1 where the reader of a pipe is gone, which would read as drift.
        with command.make_context("driftgate", list(arguments)) as context:
            result = command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except TyperException as error:
        if not arguments:
            sys.stderr.write(f"{error.format_message()}\n")  # the help, as nothing was asked for
        else:
            tell(f"error: {_one_line(error)} (see {_asked(arguments)} --help)")
        return NOT_JUDGED
    return result if isinstance(result, int) else 0


def _one_line(error: TyperException) -> str:
    """Return what is wrong with the arguments, as one sentence with what was probably meant."""
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        near = sorted(error.possibilities or ())
        return f"no option {option}" + (f". Did you mean {' or '.join(near)}?" if near else "")
    said = " ".join(error.format_message().split()).removesuffix(".")
    for theirs, ours in _CLEARER.items():
        said = re.sub(theirs, ours, said)
    if said.startswith(_TOO_MUCH) and any("--spec" in each.opts for each in error.ctx.command.params):  # type: ignore[attr-defined]
        said += ". A document is given with --spec"
    return said[:1].lower() + said[1:]


_TOO_MUCH = "more than the command takes"
_CLEARER = {
    "is not a valid int range": "is not a whole number",
    "is not a valid float range": "is not a number",
    r"^Got unexpected extra arguments? ?(?:\(s\))? ?\((.*)\)$": rf"{_TOO_MUCH}: \1",
}


def _asked(arguments: Sequence[str]) -> str:
    names = [each for each in arguments if each in COMMANDS]
    return " ".join(["driftgate", *names[:1]])
