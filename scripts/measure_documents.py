"""
Measure what the suite says of documents on their own mock, where it must say nothing; write the table of docs/suite.md.

    python scripts/measure_documents.py DOCUMENT... [--check]

Each document is served by its mock and asked everything that a conftest.py of ten lines asks, with the default budget.
Errors and warnings would be false alarms: the mock keeps its contract. Notes are told apart: refusals that HTTP defines
and the document does not list, names that look secret.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

from driftgate.errors import DriftgateError
from driftgate.finding import Severity
from driftgate.suite.channel import load
from driftgate.suite.everything import ask_everything
from driftgate.suite.session import Session
from driftgate.suite.settings import Suite

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "suite.md"
BEGIN, END = "<!-- measured by scripts/measure_documents.py -->\n", "<!-- measured -->\n"


class Row(NamedTuple):
    """One document: what it took, and how many findings of each severity."""

    name: str
    operations: int
    requests: int
    elapsed_s: float
    errors: int
    warnings: int
    notes: int


def measure(path: Path) -> Row:
    began_s = time.perf_counter()
    suite = Suite(spec=path)
    session = Session(suite, load(suite))
    try:
        judgement = ask_everything(session)
    finally:
        session.close()
    found = [each.severity for each in judgement.findings]
    for each in judgement.findings:
        if each.severity is not Severity.NOTE:
            print(f"{path.name}: {each.severity} {each.rule} {each.operation} {each.status} {each.pointer}", flush=True)
    return Row(
        path.stem,
        len(session.operations),
        session.pace.sent,
        time.perf_counter() - began_s,
        *(found.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)),
    )


def _table(rows: list[Row]) -> str:
    lines = [
        "",
        "| document | operations | requests | seconds | errors | warnings | notes |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {row.name} | {row.operations:,} | {row.requests:,} | {row.elapsed_s:.0f} | {row.errors} | {row.warnings} "
            f"| {row.notes} |"
            for row in rows
        ),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n", maxsplit=1)[0])
    parser.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENT")
    parser.add_argument("--check", action="store_true", help="fail where there are false alarms; write nothing")
    given = parser.parse_args()
    rows: list[Row] = []
    for path in given.documents:
        try:
            rows.append(measure(path))
        except DriftgateError as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 2
        print(rows[-1], flush=True)
    if not given.check:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}{_table(rows)}\n{END}{after}", "utf-8", newline="\n")
    return 1 if any(row.errors or row.warnings for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
