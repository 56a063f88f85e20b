"""
Measure `driftgate diff`: agreement with labelled pairs of documents, and the time for two large ones.

The pairs are folders with `old.*`, `new.*` and `meta.json` (`label`: breaking, nonbreaking, changed, unchanged). The
table between the markers of the page is written anew; every pair we disagree with must be explained below it.

    python scripts/measure_diff.py PAIRS [--page docs/diff.md] [--check]
    python scripts/measure_diff.py --speed DOCUMENT
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from driftgate.document import load_document
from driftgate.errors import DocumentError
from driftgate.revision import compare, judge, semver_step

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
VERDICTS = ("unread", "none", "note", "warning", "error")
AGREES = {
    "breaking": {"error", "warning"},
    "nonbreaking": {"note"},
    "changed": {"note", "warning", "error"},
    "unchanged": {"none"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled pair and the worst that was found in it."""

    name: str
    label: str
    verdict: str

    @property
    def agrees(self) -> bool:
        return self.verdict in AGREES[self.label]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="?", type=Path)
    parser.add_argument("--page", type=Path, default=Path("docs/diff.md"))
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is out of date")
    parser.add_argument("--speed", type=Path, metavar="DOCUMENT")
    options = parser.parse_args(arguments)
    if options.speed is not None:
        print(speed(options.speed))
        return 0
    if options.pairs is None:
        parser.error("name the folder of the pairs, or a document with --speed")
    rows = [judged(folder) for folder in sorted(options.pairs.iterdir()) if (folder / "meta.json").is_file()]
    text = table(rows)
    print(text)
    return settle(options.page, text, rows, check=options.check)


def judged(folder: Path) -> Row:
    label = json.loads((folder / "meta.json").read_text("utf-8"))["label"]
    try:
        before, after = (load_document(next(folder.glob(f"{side}.*"))).tree for side in ("old", "new"))
    except DocumentError:
        return Row(name=folder.name, label=label, verdict="unread")
    findings = judge(compare(before, after))
    worst = max(findings, key=lambda finding: finding.severity.weight, default=None)
    return Row(name=folder.name, label=label, verdict="none" if worst is None else str(worst.severity))


def table(rows: list[Row]) -> str:
    lines = ["| label | pairs | unread | none | note | warning | error | agree |", "|---|---|---|---|---|---|---|---|"]
    for label in AGREES:
        of_label = [row for row in rows if row.label == label]
        counts = [sum(row.verdict == verdict for row in of_label) for verdict in VERDICTS]
        agree = sum(row.agrees for row in of_label)
        lines.append(f"| {label} | {len(of_label)} | {' | '.join(map(str, counts))} | {agree} |")
    agree = sum(row.agrees for row in rows)
    strictly = sum(row.verdict == "error" for row in rows if row.label == "breaking")
    quietly = sum(row.verdict in {"none", "note", "warning"} for row in rows if row.label == "nonbreaking")
    lines += [
        "",
        (
            f"{agree} of {len(rows)} agree. Counting errors alone as breaking, {strictly} breaking and {quietly} "
            "nonbreaking pairs agree."
        ),
    ]
    return "\n".join(lines)


def settle(page: Path, text: str, rows: list[Row], *, check: bool) -> int:
    """Write the table into the page, or check it; return 1 where it is out of date or a pair is unexplained."""
    written = page.read_text("utf-8")
    head, _, rest = written.partition(BEGIN)
    _, _, tail = rest.partition(END)
    unexplained = [row.name for row in rows if not row.agrees and f"`{row.name}`" not in tail]
    for name in unexplained:
        print(f"not explained: {name}", file=sys.stderr)
    fresh = f"{head}{BEGIN}\n{text}\n{END}{tail}"
    is_stale = fresh != written
    if check:
        return int(is_stale or bool(unexplained))
    page.write_text(fresh, "utf-8")
    return int(bool(unexplained))


def speed(path: Path, *, changes: int = 300, seed: int = 1) -> str:
    """Return how much time of one core it takes to compare a document with itself and with one that differs in many places."""
    begun = time.process_time()
    before = load_document(path).tree
    loaded = time.process_time()
    after = mutated(before, changes, seed)
    started = time.process_time()
    same = compare(before, before)
    between = time.process_time()
    found = compare(before, after)
    judged_at = time.process_time()
    findings = judge(found)
    ended = time.process_time()
    assert same == []
    return (
        f"{path.stat().st_size / 1e6:.1f} MB: load {loaded - begun:.2f} s, same {between - started:.2f} s, "
        f"{changes} edits {judged_at - between:.2f} s ({len(found)} changes), judge {ended - judged_at:.2f} s "
        f"({len(findings)} findings, {semver_step(findings)})"
    )


def mutated(tree: dict[str, Any], changes: int, seed: int) -> dict[str, Any]:
    """Return a copy whose schemas differ in `changes` places."""
    copied: dict[str, Any] = json.loads(json.dumps(tree))
    schemas: list[dict[str, Any]] = []
    stack: list[Any] = [copied.get("paths"), copied.get("components")]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("type"), str):
                schemas.append(node)
            stack.extend(value for key, value in node.items() if key not in {"example", "examples"})
    dice = random.Random(seed)  # noqa: S311 -- not for secrets
    for schema in dice.sample(schemas, min(changes, len(schemas))):
        edit = dice.randrange(4)
        if edit == 0:
            schema["type"] = "integer" if schema["type"] == "string" else "string"
        elif edit == 1:
            schema["nullable"] = not schema.get("nullable", False)
        elif edit == 2 and isinstance(schema.get("properties"), dict) and schema["properties"]:
            schema["properties"].pop(dice.choice(sorted(schema["properties"])))
        else:
            schema["format"] = "edited"
    return copied


if __name__ == "__main__":
    sys.exit(main())
