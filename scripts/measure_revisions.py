"""
Measure `driftgate diff` on consecutive versions of real documents: time, memory, and what it tells.

Every document is named `NAME VERSION=PATH`; two that stand one after the other and bear one name are a pair. Documents
that are absent are named and left out. The table between the markers of the page is written anew.

    python scripts/measure_revisions.py "shop 1.0=old.json" "shop 1.1=new.json" [--page docs/diff.md]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

BEGIN, END = "<!-- revisions: begin -->", "<!-- revisions: end -->"
HEAD = "| pair | MB of text | seconds | MB | errors | warnings | notes | lines | step |"
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a document."""

    name: str
    number: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """
    One run of the command on a pair.

    Args:
        seconds: Of one core, of the process and the kernel for it.
        megabytes: The most memory that the process held.
        told: Findings by severity; None where a document was refused.
        lines: Of the changelog, above what is safe.
        step: Of the client's version, or why a document was refused.
    """

    seconds: float
    megabytes: float
    told: Counter[str] | None
    lines: int
    step: str


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="+", type=version, metavar="NAME VERSION=PATH")
    parser.add_argument("--page", type=Path, default=Path("docs/diff.md"))
    options = parser.parse_args(arguments)
    if not options.page.is_file():
        parser.error(f"{options.page}: there is no such page.")
    absent = [each for each in options.documents if not each.path.is_file()]
    for each in absent:
        print(f"absent, left out: {each.path}", file=sys.stderr)
    found = [each for each in options.documents if each not in absent]
    pairs = [(one, other) for one, other in pairwise(found) if one.name == other.name]
    if not pairs:
        print("nothing to measure: no two documents of one name are there", file=sys.stderr)
        return 0
    text = "\n".join([HEAD, "|---" * HEAD.count(" |") + "|", *(row(one, other) for one, other in pairs)])
    print(text)
    write(options.page, text)
    return 0


def version(text: str) -> Version:
    """Read `NAME VERSION=PATH`."""
    label, equals, path = text.partition("=")
    name, space, number = label.rpartition(" ")
    if not (equals and space and name and number and path):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME VERSION=PATH")
    return Version(name=name, number=number, path=Path(path))


def row(before: Version, after: Version) -> str:
    """Measure a pair and return its row of the table."""
    measured = measure(before.path, after.path)
    size = max(each.path.stat().st_size for each in (before, after)) / 1e6
    told = ["", "", "", ""]
    if measured.told is not None:
        told = [*(str(measured.told[severity]) for severity in _SEVERITIES), str(measured.lines)]
    figures = [f"{size:.1f}", f"{measured.seconds:.1f}", f"{measured.megabytes:.0f}", *told, measured.step]
    return f"| {before.name} {before.number} to {after.number} | {' | '.join(figures)} |"


def measure(before: Path, after: Path) -> Measured:
    """Run the whole command once in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report, changelog, said = (Path(folder) / name for name in ("report.json", "changelog.md", "said"))
        command = [
            sys.executable, "-m", "driftgate", "diff", str(before.resolve()), str(after.resolve()), "--quiet",
            "--fail-on", "error", "--report", f"json:{report}", "--changelog", str(changelog),
        ]  # fmt: skip
        pid = os.posix_spawn(
            sys.executable,
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 2, str(said), os.O_WRONLY | os.O_CREAT, 0o600)],
        )
        _, _, used = os.wait4(pid, 0)
        words = said.read_text("utf-8")
        step = re.search(r"semver: (\w+)", words)
        told, lines = None, 0
        if step is not None:
            told = Counter(finding["severity"] for finding in json.loads(report.read_text("utf-8"))["findings"])
            lines = changelog.read_text("utf-8").partition("\n## Safe")[0].count("\n")
    factor = 1024 if sys.platform != "darwin" else 1
    return Measured(
        seconds=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss * factor / 1e6,
        told=told,
        lines=lines,
        step=step[1] if step else f"refused: {_reason(words)}",
    )


def _reason(words: str) -> str:
    """Return what was said of a refused document, without its path."""
    return words.strip().rpartition("\n")[2].removeprefix("driftgate: ").partition(": ")[2] or words.strip()


def write(page: Path, text: str) -> None:
    """Write the table between the markers of the page."""
    head, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    page.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
