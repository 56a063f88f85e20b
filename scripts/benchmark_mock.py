"""
Speed of the mock's inventory page, beside Prism and beside a static response, side by side in one run.

Each server runs in a process of its own and answers the same page: 100 records, and 2 records. Rounds take turns, and
the best round of each counts. The static responses are the page's bytes, sent by an ASGI function on granian and by
Starlette on granian; Prism (`@stoplight/prism-cli`, logging off, its best) has the page as its document's example.
Requests come from `wrk` if it is installed, else from a client in this script, which is slower than granian: then all
ratios are low.

    python scripts/benchmark_mock.py [--seconds 4] [--rounds 2] [--connections 32] [--no-prism]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import copy
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.contract import Contract, load_contract
from driftgate.mock import Asked, Mock
from driftgate.mock.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOKEN = "benchmark"  # noqa: S105
PRISM = "@stoplight/prism-cli@5"
AT_LEAST_OF_STATIC = 0.5
AT_LEAST_OF_PRISM = 3.0

STATIC = """
import sys
from pathlib import Path
from driftgate.mock import serve

body = Path(sys.argv[2]).read_bytes()
if sys.argv[3] == "starlette":
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    async def page(request):
        return Response(body, media_type="application/json")

    app = Starlette(routes=[Route(sys.argv[4], page)])
else:
    head = {"type": "http.response.start", "status": 200,
            "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]}

    async def app(scope, receive, send):
        await send(head)
        await send({"type": "http.response.body", "body": body})

serve(app, port=int(sys.argv[1]))
"""


class Load(NamedTuple):
    """Requests a second, and the 99th percentile of their latency in milliseconds."""

    requests_s: float
    p99_ms: float


class Page(NamedTuple):
    """What is asked for, and the answer it has from all servers."""

    name: str
    path: str
    body: bytes


def pages(contract: Contract) -> list[Page]:
    """Return the pages of the first collection of a contract: 100 records, and 2."""
    operation = next(each for each in contract.operations if each.pagination is not None)
    assert operation.pagination is not None
    mock, found = Mock(contract), []
    for count in (100, 2):
        query = f"{operation.pagination.limit}={count}"
        asked = Asked(operation.method, operation.path, query, {"authorization": f"Bearer {TOKEN}"})
        found.append(Page(f"{count} records", f"{operation.path}?{query}", mock.answer(asked).body))
    return found


def prism_document(contract: Contract, page: Page) -> dict[str, Any]:
    """Return the effective document with `page` as the only example of its operation."""
    tree = copy.deepcopy(dict(contract.tree))
    path = page.path.partition("?")[0]
    content = tree["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    content.pop("examples", None)
    content["example"] = json.loads(page.body)
    return tree


@contextlib.contextmanager
def running(command: Sequence[str], port: int, page: Page) -> Iterator[str]:
    """Run a server and yield the URL of the page, once it answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}{page.path}"
        try:
            await_answer(url, page, process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def await_answer(url: str, page: Page, process: subprocess.Popen[bytes]) -> None:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310 - loopback
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
                body = response.read()
        except OSError:
            time.sleep(0.02)
            continue
        if json.loads(body) != json.loads(page.body):
            raise SystemExit(f"{url}: answers another page; nothing is measured.")
        return
    raise SystemExit(f"{url}: the server did not answer.")


def measure(url: str, seconds: float, connections: int) -> Load:
    wrk = shutil.which("wrk")
    if wrk is None:
        return asyncio.run(client_load(url, seconds, connections))
    command = [
        wrk,
        "-t1",
        f"-c{connections}",
        f"-d{seconds:g}s",
        "--latency",
        "-H",
        f"Authorization: Bearer {TOKEN}",
        url,
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"{url}: not every answer was 200:\n{printed}")
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", printed)
    p99 = re.search(r"99%\s+([0-9.]+)(us|ms|s)", printed)
    assert rate is not None
    assert p99 is not None
    return Load(float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]])


async def client_load(url: str, seconds: float, connections: int) -> Load:
    host, _, path = url.removeprefix("http://").partition("/")
    name, port = host.split(":")
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
    latencies: list[float] = []
    deadline = time.perf_counter() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(name, int(port), limit=2**20)
        while (begun := time.perf_counter()) < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            found = re.search(rb"content-length: ([0-9]+)", head, re.IGNORECASE)
            assert found is not None
            await reader.readexactly(int(found[1]))
            latencies.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    latencies.sort()
    return Load(len(latencies) / seconds, latencies[len(latencies) * 99 // 100] * 1000)


def install_prism(folder: Path) -> Path:
    """Return the program `prism`, installed into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed: measure without Prism (--no-prism).")
    subprocess.run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, PRISM], check=True)
    return folder / "node_modules" / ".bin" / "prism"


def commands(
    folder: Path, contract_folder: str, contract: Contract, page: Page, prism: Path | None
) -> dict[str, list[str]]:
    """Return how to start each server; `PORT` stands for its port."""
    (folder / "static.py").write_text(STATIC, "utf-8")
    (folder / "page.json").write_bytes(page.body)
    static = [sys.executable, str(folder / "static.py"), "PORT", str(folder / "page.json")]
    found = {
        "driftgate mock": [
            sys.executable,
            "-m",
            "driftgate",
            "mock",
            "--contract",
            contract_folder,
            "--port",
            "PORT",
            "-q",
        ],
        "static, ASGI": [*static, "asgi"],
        "static, Starlette": [*static, "starlette", page.path.partition("?")[0]],
    }
    if prism is not None:
        (folder / "prism.json").write_text(json.dumps(prism_document(contract, page)), "utf-8")
        found["Prism, silent"] = [str(prism), "mock", "-p", "PORT", "-v", "silent", str(folder / "prism.json")]
    return found


def compare(name: str, best: dict[str, Load]) -> bool:
    """Print one page's figures; tell whether the budget is kept."""
    mock = best["driftgate mock"]
    print(f"\n{name}")
    for server, load in best.items():
        ratio = mock.requests_s / load.requests_s
        print(
            f"  {server:<18} {load.requests_s:>9,.0f}/s   p99 {load.p99_ms:>7.2f} ms   mock is {ratio:.2f} times this"
        )
    of_static = mock.requests_s / best["static, Starlette"].requests_s
    kept = of_static >= AT_LEAST_OF_STATIC
    if "Prism, silent" in best:
        kept = kept and mock.requests_s >= AT_LEAST_OF_PRISM * best["Prism, silent"].requests_s
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0].strip())
    parser.add_argument("--contract", default="openapi", help="folder of the contract")
    parser.add_argument("--seconds", type=float, default=4, help="of each round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--no-prism", action="store_true")
    parser.add_argument("--prism", type=Path, help="an installed prism, instead of npm install")
    options = parser.parse_args()
    contract = load_contract(options.contract)
    kept = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prism = None if options.no_prism else options.prism or install_prism(folder / "npm")
        for page in pages(contract):
            best: dict[str, Load] = {}
            for _ in range(options.rounds):
                for server, command in commands(folder, options.contract, contract, page, prism).items():
                    port = free_port()
                    ready = [str(port) if part == "PORT" else part for part in command]
                    with running(ready, port, page) as url:
                        measure(url, 1, options.connections)
                        load = measure(url, options.seconds, options.connections)
                    best[server] = max(best.get(server, load), load)
            kept = compare(f"{page.name}, {len(page.body):,} bytes, {options.connections} connections", best) and kept
    print(f"\nbudget {'kept' if kept else 'MISSED'}: at least half of the static response, 3 times Prism")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
