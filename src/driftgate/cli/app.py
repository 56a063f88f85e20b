"""The program `driftgate`: its commands, and what becomes of whatever goes wrong in one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from driftgate import __version__
from driftgate.cli.diff import diff
from driftgate.cli.explain import explain, rules
from driftgate.cli.gate import gate
from driftgate.cli.infer import infer
from driftgate.cli.lint import lint
from driftgate.cli.mock import mock
from driftgate.cli.report import report
from driftgate.cli.scan import scan
from driftgate.cli.waive import waive
from driftgate.errors import DriftgateError

if TYPE_CHECKING:
    from collections.abc import Sequence

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

for command in (lint, scan, infer, diff, gate, mock, explain, rules, waive, report):
    app.command()(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"driftgate {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


NOT_JUDGED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the program and return its exit code: 0 nothing blocks, 1 something blocks, 2 not judged.

    Bad input is one line on standard error. A crash is its traceback, and also 2: Python's own 1 would read as drift.
    """
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except DriftgateError as error:
        _tell(" ".join(str(error).split()))
        for note in getattr(error, "__notes__", ()):
            _tell(note)
        return NOT_JUDGED
    except BrokenPipeError:
        # Whoever read us has gone: nothing more can be said, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_JUDGED
    except KeyboardInterrupt:
        _tell("interrupted; nothing was judged.")
        return NOT_JUDGED
    except Exception:  # noqa: BLE001 -- whatever it is, it is no verdict
        import traceback

        traceback.print_exc()
        _tell("crashed; nothing was judged. Please report the lines above.")
        return NOT_JUDGED


def _tell(message: str) -> None:
    sys.stderr.write(f"driftgate: {message}\n")


def _run(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    try:
        result = command.main(arguments, prog_name="driftgate", standalone_mode=False)
    except TyperException as error:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return NOT_JUDGED
    return result if isinstance(result, int) else 0
