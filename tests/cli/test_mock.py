"""`driftgate mock` from the command line: what it refuses before it listens."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftgate.cli.app import main

FOLDER = str(Path(__file__).parents[2] / "openapi")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--account", "demo"], "--account: write KEY:SECRET, as in --account demo:s3cret."),
        (["--account", ":x"], "--account: write KEY:SECRET, as in --account demo:s3cret."),
    ],
)
def test_half_an_account_is_refused_without_showing_it(capsys, options, said):
    assert main(["mock", "--contract", FOLDER, "--port", "0", *options]) == 2
    assert capsys.readouterr() == ("", f"driftgate: {said}\n")
