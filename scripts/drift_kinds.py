"""
Measure which of the 32 kinds of drift the suite sees, beside stock Schemathesis, and write docs/drift-kinds.md.

    python scripts/drift_kinds.py [--check] [--kind N …] [--without-schemathesis]

Each kind is served by `scripts/drift_server.py` in a process of its own, which shares no code with driftgate. The suite
judges it by the contract in openapi/ (what is inferred from the vendor's example, and what people reviewed). Stock
Schemathesis judges the same server by the vendor's document as it is, with all its checks and phases.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "drift-kinds.md"
KINDS = {
    0: "keeps the contract",
    1: "serves the vendor's example as published (two string booleans, one `SID-`)",
    2: '`MessageEnabled: "true"`',
    3: "`MessageEnabled: 1`",
    4: "`AssignedSubscriberId` with `SID-` for `TSUID-`",
    5: "a field is missing (`Tnid`)",
    6: "an extra field (`PortInDate`)",
    7: "a field is renamed (`OrderId` to `OrderID`)",
    8: 'a record\'s number as a string (`SwapsRemaining: "2"`)',
    9: 'a top-level number as a string (`TotalResults: "346"`)',
    10: "`null` in a field never null",
    11: "date dialect changed (`02/05/2023` to ISO)",
    12: "timestamp gains `Z`",
    13: "new value of an enum-like field (`NumberType: satellite`)",
    14: "the top level becomes an array",
    15: "1 % of the answers carry a string boolean",
    16: "`PageNumber` in the answer differs from the page asked for",
    17: "two records share one `Tnid`",
    18: "`TotalResults` below the number of records",
    19: "`Filter` ignored",
    20: "envelope says `StatusCode: 500` inside an HTTP 400",
    21: 'envelope `StatusCode: "400"`',
    22: "envelope with an extra field",
    23: "envelope without `StatusCode`",
    24: "envelope in lower-case keys",
    25: "undocumented 418",
    26: "undocumented 206",
    27: "500 (documented) on every call",
    28: "`text/html` with a JSON body",
    29: "`text/plain` with a JSON body",
    30: "no `Content-Type`",
    31: "truncated JSON",
    32: "authentication not enforced",
    33: "keeps the contract with an empty inventory",
}


class Seen(NamedTuple):
    """What one judge said of one kind: words for the table, requests sent, seconds taken."""

    words: str
    caught: bool
    requests: int
    elapsed_s: float


@contextlib.contextmanager
def serving(kind: int) -> Iterator[str]:
    """Run the server of one kind and yield its URL."""
    command = [sys.executable, "-I", str(ROOT / "scripts" / "drift_server.py"), str(kind)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)


def ours(base_url: str) -> Seen:
    """Return what the suite says: each rule that found an error or a warning."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            sys.executable, "-m", "pytest", "contract_tests", "-q", "-p", "no:cacheprovider",
            f"--driftgate-base-url={base_url}", f"--driftgate-report=json:{report}",
        ]  # fmt: skip
        began_s = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        elapsed_s = time.perf_counter() - began_s
        if not report.exists():
            sys.exit(f"the suite wrote no report:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        read = json.loads(report.read_bytes())
    told: dict[str, str] = {}
    for each in read["findings"]:
        if each["severity"] != "note":
            told[each["rule"]] = told.get(each["rule"], "warning") if each["severity"] == "warning" else "error"
    words = ", ".join(f"`{rule}`" + ("" if how == "error" else f" ({how})") for rule, how in sorted(told.items()))
    notes = sorted({each["rule"] for each in read["findings"] if each["severity"] == "note"} - set(told))
    words += (", " if words and notes else "") + ", ".join(f"`{rule}` (note)" for rule in notes)
    exchanges = sum(row["exchanges"] for row in read["evidence"])
    return Seen(words, bool(told or notes), exchanges, elapsed_s)


def stock(base_url: str) -> Seen:
    """Return what stock Schemathesis says: the names of its failures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", str(ROOT / "openapi" / "openapi.json"),
            "--url", base_url, "--header", "Authorization: Bearer x", "--checks", "all", "--seed", "1",
            "--continue-on-failure", "--no-color",
        ]  # fmt: skip
        began_s = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        elapsed_s = time.perf_counter() - began_s
    names = sorted(set(re.findall(r"^- (.+)$", done.stdout, re.MULTILINE)))
    generated = re.search(r"(\d[\d,]*) generated", done.stdout)
    sent = int(generated[1].replace(",", "")) if generated else 0
    return Seen(", ".join(names), done.returncode == 1, sent, elapsed_s)


def measure(kind: int, *, with_stock: bool) -> tuple[Seen, Seen | None]:
    with serving(kind) as base_url:
        mine = ours(base_url)
    if not with_stock:
        return mine, None
    with serving(kind) as base_url:
        return mine, stock(base_url)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n", maxsplit=1)[0])
    parser.add_argument("--kind", type=int, action="append", choices=sorted(KINDS), help="only this one; repeatable")
    parser.add_argument("--check", action="store_true", help="fail where the suite misses a kind; write nothing")
    parser.add_argument("--without-schemathesis", action="store_true", help="measure the suite only")
    given = parser.parse_args()
    rows: dict[int, tuple[Seen, Seen | None]] = {}
    quiet: frozenset[str] = frozenset()
    for kind in sorted({0, *given.kind} if given.kind else KINDS):
        mine, theirs = measure(kind, with_stock=not given.without_schemathesis)
        if theirs is not None:  # what it says of a server that keeps the contract, it says of none that drifts
            quiet = quiet or frozenset(theirs.words.split(", "))
            words = [name for name in theirs.words.split(", ") if name not in quiet or kind == 0]
            theirs = theirs._replace(words=", ".join(words), caught=bool(words) and kind != 0)
        rows[kind] = mine, theirs
        print(f"{kind:2}  {mine.words or '-'}  [{mine.requests} in {mine.elapsed_s:.1f} s]"
              + (f"   stock: {theirs.words or '-'}" if theirs else ""), flush=True)  # fmt: skip
    wrong = [kind for kind, (mine, _) in rows.items() if mine.caught is (kind in {0, 33})]
    if wrong:
        print(f"wrong: {', '.join(map(str, wrong))}")
    if not given.check and not given.kind and not given.without_schemathesis:
        PAGE.write_text(_page(rows), "utf-8", newline="\n")
    return 1 if wrong else 0


def _page(rows: dict[int, tuple[Seen, Seen | None]]) -> str:
    drifted = [kind for kind in rows if kind not in {0, 33}]
    mine = sum(rows[kind][0].caught for kind in drifted)
    theirs = sum(seen.caught for kind in drifted if (seen := rows[kind][1]) is not None)
    lines = [
        "# 32 ways a server can drift, and who sees them",
        "",
        "Written by `python scripts/drift_kinds.py`: each kind is served by a small real server that shares no code with",
        "driftgate (`scripts/drift_server.py`) and judged twice:",
        "",
        "- **suite**: `pytest contract_tests` on the contract in `openapi/`, as it is vendored;",
        "- **stock**: `schemathesis run` 4.32.5, all checks, all phases, on the vendor's document as it is.",
        "",
        "Rules without a word in brackets are errors; a note is reported and does not block. A rule named beside the one that",
        "was meant looks at the same answers from another side. Of stock Schemathesis only what it does not say of the first",
        "server, which keeps the contract, counts as caught.",
        "",
        f"Caught of {len(drifted)}: suite {mine}, stock {theirs}.",
        "",
        "| # | what the server does | suite | stock |",
        "|---|---|---|---|",
    ]
    for kind, (seen, other) in sorted(rows.items(), key=lambda row: (row[0] == 33, row[0])):
        number = "-" if kind in {0, 33} else str(kind)
        stock_words = (other.words or "." if other.caught else ".") if other is not None else ""
        lines.append(f"| {number} | {KINDS[kind]} | {seen.words or '.'} | {stock_words} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
