from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from driftgate.cli.mock import mock
from driftgate.errors import ConfigError

ROOT = Path(__file__).parent.parent.parent
TARGET = "/v1.0/numbers/inventory"
RUN = "import sys, typer; from driftgate.cli.mock import mock; app = typer.Typer(); app.command()(mock); app()"


@contextmanager
def command(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "--contract", str(ROOT / "openapi"), "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if "Stop with Ctrl-C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:[0-9]+", "".join(said))
        yield found[0] if found else None, said, process
    finally:
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.wait(timeout=10) == 0
        process.stderr.close()


def get(url, token="t"):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_serves_until_interrupted_and_starts_at_once():
    begun = time.monotonic()
    with command("--items", "5", "--token", "good") as (url, said, _):
        assert time.monotonic() - begun < 5  # the budget is one second; this machine may be busy
        assert said[0].startswith("Serving mPaaS Core APIs on http://127.0.0.1:")
        assert said[1] == f"  GET {TARGET}\n"
        status, body = get(url + TARGET, "good")
        assert (status, json.loads(body)["TotalResults"]) == (200, 5)
        assert get(url + TARGET, "bad")[0] == 401


def test_injects_from_options_and_file(tmp_path):
    (tmp_path / "drift.txt").write_text("unexpected-null:/PhoneNumbers/*/Cnam\n")
    options = ("--inject", "string-typed-boolean:/PhoneNumbers/*/VoiceEnabled", "--inject-file", tmp_path / "drift.txt")
    with command("--items", "1", *map(str, options), "--inject", "out-of-range:/PhoneNumbers/*/Cnam") as (url, said, _):
        assert "out-of-range would break" in said[0]
        item = json.loads(get(url + TARGET)[1])["PhoneNumbers"][0]
        assert (item["VoiceEnabled"] in {"true", "false"}, item["Cnam"]) == (True, None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"host": "0.0.0.0"}, "--allow-remote"),
        ({"account": ["nocolon"]}, "write KEY:SECRET"),
        ({"inject": ["strong:/a"]}, "a mock cannot inject 'strong'"),
        ({"inject_file": Path("none.txt")}, "cannot be read"),
    ],
)
def test_bad_options_are_one_sentence(options, message):
    with pytest.raises(ConfigError, match=message):
        mock(contract=ROOT / "openapi", **options)
