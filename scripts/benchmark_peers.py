"""
Speed of the scan beside other tools that hold recorded answers to a document, in one run, on the same bodies.

In one process, exchanges a second: the floor (see `benchmark_scan.py`), our scan, the response validation of openapi-core,
and Schemathesis' check of answers against their schema. As commands on one HAR file, start-up included, in seconds: our
scan with one and two processes, and `@redocly/cli drift`. A tool that is not there is left out, and said to be.

    python scripts/benchmark_peers.py [--seconds 2] [--redocly 2.77.0]

It can only be compared within one run: every row is measured by turns, and the machine may be busy.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from benchmark_scan import OPERATION, best, floor, scanned, write

from driftgate.contract import load_contract

if TYPE_CHECKING:
    from collections.abc import Callable

    from driftgate.contract import Contract

SERVER = "https://api.telegent.com"
PATH = OPERATION.partition(" ")[2]
ELAPSED = timedelta(milliseconds=12)
SAMPLE = 200
"""Exchanges that the slower libraries are asked about in each round."""


def openapi_core(contract: Contract, bodies: list[bytes]) -> Callable[[], int] | None:
    """Return a work that lists the errors of each body with openapi-core; None where it is not installed."""
    try:
        from openapi_core import OpenAPI  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        from openapi_core.testing import MockRequest, MockResponse  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    except ImportError:
        return None
    document = OpenAPI.from_dict(contract.tree)
    request = MockRequest(SERVER, "get", PATH, args={"PageNumber": "1", "Filter": "Active"})

    def work() -> int:
        for body in bodies:
            list(document.iter_response_errors(request, MockResponse(body, content_type="application/json")))
        return len(bodies)

    return work


def schemathesis(contract: Contract, bodies: list[bytes]) -> Callable[[], int] | None:
    """Return a work that checks each body against its schema with Schemathesis; None where it is not installed."""
    try:
        import httpx  # noqa: PLC0415
        import schemathesis as tool  # noqa: PLC0415
        from schemathesis.core.failures import FailureGroup  # noqa: PLC0415
    except ImportError:
        return None
    operation = tool.openapi.from_dict(contract.tree)[PATH]["GET"]
    case = operation.Case(query={"PageNumber": 1, "Filter": "Active"})
    request = httpx.Request("GET", f"{SERVER}{PATH}?PageNumber=1&Filter=Active")

    def work() -> int:
        for body in bodies:
            answer = httpx.Response(200, headers={"Content-Type": "application/json"}, content=body, request=request)
            answer.elapsed = ELAPSED
            with suppress(FailureGroup):
                case.validate_response(answer, checks=[tool.checks.response_schema_conformance])
        return len(bodies)

    return work


def redocly(version: str, folder: Path) -> str | None:
    """Return `redocly`, installed with npm into `folder`; None where that cannot be done."""
    if shutil.which("npm") is None:
        return None
    command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", f"@redocly/cli@{version}"]
    done = subprocess.run(command, capture_output=True, check=False)
    return str(folder / "node_modules" / ".bin" / "redocly") if done.returncode == 0 else None


def seconds_of(command: list[str], rounds: int) -> float:
    """Return the best of a few runs of a command, in seconds, whatever it finds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - began)
    return min(times)


def as_har(source: Path) -> Path:
    """Write the entries of an NDJSON file as HAR beside it."""
    target = source.with_suffix(".har")
    with target.open("wb") as file:
        file.write(b'{"log":{"version":"1.2","creator":{"name":"benchmark","version":"1"},"entries":[')
        file.write(b",".join(source.read_bytes().splitlines()))
        file.write(b"]}}")
    return target


def row(
    name: str,
    path: Path,
    contract: Contract,
    folder: str,
    rival: tuple[str, Path] | None,
    *,
    seconds: float,
    rounds: int,
) -> str:
    """Return one line of the table, for one kind of bodies."""
    with path.open("rb") as file:
        bodies = [
            orjson.loads(line)["response"]["content"]["text"].encode()
            for _, line in zip(range(SAMPLE), file, strict=False)
        ]
    works: dict[str, Callable[[], int] | None] = {
        "floor": partial(floor, contract, path, list_errors="all" in name),
        "scan": partial(scanned, contract, path),
        "openapi-core": openapi_core(contract, bodies),
        "schemathesis": schemathesis(contract, bodies),
    }
    rates = best({tool: work for tool, work in works.items() if work is not None}, seconds)
    har = str(as_har(path))
    ours = [sys.executable, "-m", "driftgate", "scan", har, "--contract", folder, "--quiet"]
    commands = {"jobs 1": [*ours, "--jobs", "1"], "jobs 2": [*ours, "--jobs", "2"]}
    if rival is not None:
        commands["redocly"] = [rival[0], "drift", har, "--api", str(rival[1]), "--server", SERVER]
    took = {tool: seconds_of(command, rounds) for tool, command in commands.items()}
    cells: list[Any] = [f"{rates[tool]:,.0f}/s" if tool in rates else "left out" for tool in works]
    cells += [f"{rates['floor'] / rates['scan']:.2f}"]
    cells += [f"{took[tool]:.2f} s" if tool in took else "left out" for tool in ("jobs 1", "jobs 2", "redocly")]
    cells += [f"{took['redocly'] / min(took['jobs 1'], took['jobs 2']):.1f}" if "redocly" in took else "left out"]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="time for each rate")
    parser.add_argument("--redocly", default="2.77.0", metavar="VERSION", help="of @redocly/cli, from npm")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command, of which the best counts")
    parser.add_argument("--contract", default="openapi")
    options = parser.parse_args()
    contract = load_contract(options.contract)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = redocly(options.redocly, folder / "npm")
        document = folder / "effective.json"
        document.write_text(json.dumps(contract.tree))
        rival = None if command is None else (command, document)
        print("| bodies | floor | scan | openapi-core | Schemathesis | floor / scan | HAR, 1 process | 2 processes "
              "| `redocly drift` | its time / ours |")  # fmt: skip
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        for records, exchanges in ((2, 20_000), (100, 1_000)):
            for drift, words in ((0.0, "clean"), (0.01, "1 % drifted"), (1.0, "all drifted")):
                path = folder / f"{records}-{drift}.ndjson"
                write(path, exchanges=exchanges, records=records, drift=drift)
                print(row(f"{records} records, {words}", path, contract, options.contract, rival, seconds=options.seconds, rounds=options.rounds),
                      flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
