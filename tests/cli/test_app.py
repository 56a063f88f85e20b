"""The program: what it says, where it says it, and the code it ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from driftgate.cli import app
from driftgate.cli.app import main
from driftgate.errors import DriftgateError

FOLDER = Path(__file__).parents[2] / "openapi"
COMMANDS = ["diff", "explain", "gate", "infer", "lint", "mock", "report", "rules", "scan", "waive"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_its_arguments(capsys, command):
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Usage: driftgate {command}")


@pytest.mark.parametrize("command", [each for each in COMMANDS if each not in {"rules", "explain"}])
def test_help_shows_commands_to_copy_whole_on_a_line(capsys, command):
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"\n  driftgate {command} " in out
    assert max(map(len, out.splitlines())) <= 80
    assert "<str>" not in out


def test_help_lists_every_command_and_the_exit_codes(capsys):
    assert main(["--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert [command for command in COMMANDS if f" {command} " not in out] == []
    assert "0 judged and nothing blocks, 1 judged and something blocks, 2 not judged." in out


def test_the_version_is_the_package_s(capsys):
    from driftgate import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"driftgate {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["lint", "--nonsense"],
        ["lint", "--fail-on", "disaster"],
        ["lint", "--spec", "x.json", "--contract", "openapi"],
        ["lint", "--report", "pdf"],
        ["lint", "--today", "yesterday"],
        ["explain", "no-such-rule"],
        ["scan"],
        ["diff", "/nowhere.json", "/nowhere.json"],
    ],
)
def test_bad_arguments_are_exit_code_2_and_said_on_standard_error(capsys, arguments):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


def test_what_cannot_be_judged_is_one_line_with_its_notes(capsys, monkeypatch):
    def fail(arguments):
        error = DriftgateError("two\nlines")
        error.add_note("while judging x")
        raise error

    monkeypatch.setattr(app, "_run", fail)
    assert main([]) == 2
    assert capsys.readouterr().err == "driftgate: two lines\ndriftgate: while judging x\n"


def test_a_crash_is_no_verdict(capsys, monkeypatch):
    def crash(arguments):
        raise KeyError("surprise")

    monkeypatch.setattr(app, "_run", crash)
    assert main([]) == 2
    err = capsys.readouterr().err
    assert "KeyError: 'surprise'" in err
    assert err.endswith("crashed; nothing was judged. Please report the lines above.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "no such command 'nonsense' (see driftgate --help)"),
        (["lnt"], "no such command 'lnt'. Did you mean 'lint'? (see driftgate --help)"),
        (["lint", "--fail-onn", "error"], "no option --fail-onn. Did you mean --fail-on? (see driftgate lint --help)"),
        (["lint", "--zzz"], "no option --zzz (see driftgate lint --help)"),
        (
            ["lint", "x", "y"],
            "more than the command takes: x y. A document is given with --spec (see driftgate lint --help)",
        ),
        (["explain", "x", "y"], "more than the command takes: y (see driftgate explain --help)"),
        (["lint", "--report"], "option '--report' requires an argument (see driftgate lint --help)"),
        (["scan"], "missing argument 'RECORDING...' (see driftgate scan --help)"),
        (["waive", "abcd"], "missing option '--reason' (see driftgate waive --help)"),
        (
            ["mock", "--port", "x"],
            "invalid value for '--port': 'x' is not a whole number (see driftgate mock --help)",
        ),
        (
            ["mock", "--token-lifetime", "x"],
            "invalid value for '--token-lifetime': 'x' is not a number (see driftgate mock --help)",
        ),
    ],
)
def test_what_is_wrong_with_the_arguments_is_one_line_with_what_was_meant(capsys, arguments, said):
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"driftgate: error: {said}\n")


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: driftgate [OPTIONS] COMMAND")


def test_lint_needs_no_terminal_and_colours_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "driftgate", "lint", "--contract", str(FOLDER)],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm-256color"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert done.stdout.startswith(b"driftgate: PASSED")
