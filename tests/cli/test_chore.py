"""Scripts refuse their arguments in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from driftgate.cli.chore import Parser

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("update_baseline", [], "the following arguments are required: REPORT.json"),
        ("update_baseline", ["a", "--accept"], "does not take --accept. Did you mean --accept-new?"),
        ("update_spec", ["a", "--contact", "x"], "does not take --contact x. Did you mean --contract?"),
        ("infer_contract", ["--chek"], "does not take --chek. Did you mean --check?"),
        ("regenerate_client", ["--output"], "argument --output: expected one argument"),
    ],
)
def test_a_script_names_what_was_meant(name, arguments, said):
    command = [sys.executable, str(SCRIPTS / f"{name}.py"), *arguments]
    done = subprocess.run(command, check=False, timeout=60, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{name}: error: {said} (see {name}.py --help)\n"


def test_what_resembles_nothing_gets_no_offer(capsys):
    with pytest.raises(SystemExit):
        Parser(prog="x.py").parse_args(["--zzz"])
    assert capsys.readouterr().err == "x: error: does not take --zzz (see x.py --help)\n"
