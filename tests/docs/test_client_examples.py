"""The examples of docs/client.md do what they say, on the mock; and user code in their manner has types all through."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from driftgate.contract import load_contract
from driftgate.mock import application, listening

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "client.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"## ([^\n]+)\n.*?```python\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture(scope="module")
def base_url(request):
    served = application(
        load_contract(ROOT / "openapi"), items=250, injections=["string-typed-boolean:/PhoneNumbers/*/VoiceEnabled@0.5"]
    )
    with listening(served) as (url, _):
        yield url


@pytest.fixture
def run(base_url, monkeypatch):
    """Run a block as it stands, aimed at the mock, and return its names."""
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / "generated_client"))

    def call(heading: str) -> dict[str, Any]:
        names: dict[str, Any] = {"BASE_URL": base_url, "TOKEN": "t", "KEY": "k", "SECRET": "s"}
        exec("from telegent_mpaas import AuthenticatedClient\n", names)
        exec("from telegent_mpaas.api.numbers import list_numbers_inventory\n", names)
        code = BLOCKS[heading].replace("server_url(contract)", "BASE_URL")
        code = code.replace("TokenAuth(contract, ", "TokenAuth(contract, base_url=BASE_URL, ")
        exec(code, names)
        return names

    return call


def test_every_example_of_the_page_is_here():
    assert list(BLOCKS) == [
        "All in one",
        "Drift: recorded and repaired, or raised",
        "Retries",
        "Failures as exceptions",
        "All records of a collection, typed",
    ]


def test_all_in_one(run):
    assert run("All in one")["page"].total_results == 250


def test_drift_is_recorded(run):
    drifted = run("Drift: recorded and repaired, or raised")["drifted"]
    assert {rule for rule, _ in drifted} == {"string-typed-boolean"}


def test_retries(run):
    assert run("Retries")["answer"].status_code == 200


def test_failures(run):
    names = run("Failures as exceptions")
    assert names["said"]["StatusCode"] == 400
    assert names["known"][404].__name__ == "NotFound"


def test_all_records(run, base_url):
    names = run("All records of a collection, typed")
    with names["AuthenticatedClient"](base_url=base_url, token="t") as client:
        numbers = list(names["all_numbers"](client))
        assert len({number.tnid for number in numbers}) == len(numbers) == 250
        assert set(names["with_voice"](client)) <= {number.number for number in numbers}


WRONG = """
def wrong(client: AuthenticatedClient) -> list[int]:
    return [number.number for number in all_numbers(client)]


def misspelt(client: AuthenticatedClient) -> list[str]:
    return [number.phone for number in all_numbers(client)]
"""


@pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed here")
def test_user_code_that_pages_through_needs_no_cast(tmp_path):
    code = "from __future__ import annotations\n\n" + BLOCKS["All records of a collection, typed"]
    (tmp_path / "user.py").write_text(code)
    (tmp_path / "wrong.py").write_text(code + WRONG)
    path = os.pathsep.join([str(ROOT / "generated_client"), str(ROOT / "src")])
    done = [
        subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", name],
            cwd=tmp_path,
            env={**os.environ, "MYPYPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        for name in ("user.py", "wrong.py")
    ]
    assert "cast" not in code
    assert "Any" not in code
    assert done[0].stdout == "Success: no issues found in 1 source file\n"
    # The types are there: what is wrong is seen.
    assert re.findall(r"\[([a-z-]+)\]$", done[1].stdout, re.MULTILINE) == ["misc", "attr-defined"]
