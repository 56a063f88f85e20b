"""
Kill updates at random moments, hundreds of times, and count what the tree was afterwards: old, new, or of two pieces.

    python scripts/measure_kills.py [--kills 200] [--seed 1]

The tree is looked at twice after each kill: as the kill left it, and after the next script has run. Exit code 1 where the
second look ever finds anything but the old or the new tree.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from driftgate.swap import changing

SCRIPT = Path(__file__).with_name("update_spec.py")


def document(version: int) -> dict[str, Any]:
    """Return a document whose every file of the tree differs from that of the version before."""
    schema = {"type": "object", "properties": {f"name_{version}": {"type": "string"}}}
    body = {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": str(version)},
        "paths": {f"/pets_{n}": {"get": {"operationId": f"get_{n}", "responses": body}} for n in range(5)},
    }


def state(tree: Path, whole: dict[str, dict[str, bytes]]) -> str:
    """Return which of the whole trees this is, or `torn`."""
    found = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and ".openapi.update" not in path.parts
    }
    return next((name for name, files in whole.items() if files == found), "torn")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311 -- moments, no secrets
    left: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="driftgate-kills-") as folder:
        root = Path(folder)
        sources = [root / f"{version}.json" for version in (1, 2)]
        for version, source in enumerate(sources, 1):
            source.write_text(json.dumps(document(version)))
        took_s = _prepared(root, sources)
        whole = {name: _files(root / name) for name in ("old", "new")}
        for number in range(options.kills):
            tree = root / f"tree{number}"
            _copy(root / "old", tree)
            process = subprocess.Popen(_command(sources[1], tree), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Half of the kills anywhere, half in the last fifth, where the tree is written.
            time.sleep(took_s * (chance.uniform(0.0, 1.2) if number % 2 else chance.uniform(0.8, 1.1)))
            process.kill()
            process.wait()
            left[state(tree, whole)] += 1
            with changing(tree / "openapi"):
                pass
            settled[state(tree, whole)] += 1
            print(f"\r{number + 1} kills", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for name, counts in (("as the kill left it", left), ("after the next script", settled)):
        print(f"{name}: " + ", ".join(f"{counts[each]} {each}" for each in ("old", "new", "torn")))
    return 1 if settled["torn"] else 0


def _prepared(root: Path, sources: list[Path]) -> float:
    """Make the old and the new tree, and return how long an update takes that nobody kills."""
    _run(_command(sources[0], root / "old"))
    _copy(root / "old", root / "new")
    started = time.monotonic()
    _run(_command(sources[1], root / "new"))
    return time.monotonic() - started


def _command(source: Path, tree: Path) -> list[str]:
    return [
        sys.executable,
        str(SCRIPT),
        str(source),
        "--contract",
        str(tree / "openapi"),
        "--client",
        str(tree / "client"),
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _files(tree: Path) -> dict[str, bytes]:
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def _copy(source: Path, target: Path) -> None:
    for name, content in _files(source).items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
