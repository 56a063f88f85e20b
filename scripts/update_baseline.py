"""
Update the baseline: prune what is gone, remember when the rest was last seen. It only shrinks.

    python scripts/update_baseline.py reports/lint.json reports/suite.json [--accept-new] [--check]

With `--accept-new` what blocks today becomes known: for a team that begins with a hundred findings, once. With `--check`
nothing is written, and the exit code is 1 where entries are gone and the file should shrink.

Exit codes: 0 done, 1 `--check` found entries that are gone, 2 something cannot be read or written.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from driftgate import config
from driftgate.baseline import baseline_text, load_baseline, updated
from driftgate.cli.chore import Parser
from driftgate.cli.door import ended
from driftgate.cli.gate import parse_day
from driftgate.errors import ConfigError
from driftgate.gate import Tray, weigh
from driftgate.reports import read_json
from driftgate.rule import load_rules
from driftgate.swap import changing
from driftgate.waiver import load_waivers
from driftgate.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chore and return its exit code."""
    return ended(lambda: _run(_parser().parse_args(arguments)), name="update_baseline")


def _parser() -> Parser:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    parser.add_argument("--contract", type=Path, default=Path("openapi"), metavar="DIR")
    parser.add_argument("--config", type=Path, default=Path("pyproject.toml"), metavar="FILE")
    parser.add_argument("--accept-new", action="store_true", help="take in what blocks today")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file should shrink")
    parser.add_argument("--today", metavar="DATE")
    return parser


def _run(options: argparse.Namespace) -> int:
    today = parse_day(options.today, option="--today") if options.today else datetime.now(UTC).date()
    return update(
        options.reports,
        folder=options.contract,
        settings=options.config,
        today=today,
        accept_new=options.accept_new,
        check=options.check,
    )


def update(reports: Sequence[Path], *, folder: Path, settings: Path, today: date, accept_new: bool, check: bool) -> int:
    """Weigh the reports, say what changes, and write the baseline unless `check`."""
    if not folder.is_dir():
        raise ConfigError(f"--contract {folder}: no such folder. It holds openapi.json, overlays, waivers.toml.")
    path = folder / "baseline.json"
    rules = load_rules()
    chosen = config.load(settings, rules=rules)
    baseline = load_baseline(path)
    verdict = weigh(
        [judgement for report in reports for judgement in read_json(report)],
        policy=chosen.policy,
        waivers=load_waivers(folder / "waivers.toml", today=today, rules=rules, max_days=chosen.waiver_max_days),
        baseline=baseline,
        today=today,
    )
    new = [each.finding for each in verdict.tray(Tray.BLOCKING)]
    known = [each.finding for each in verdict.weighed if each.known is not None]
    after = updated(baseline, known=known, new=new if accept_new else [], gone=verdict.gone, today=today)
    for entry in verdict.gone:
        print(f"gone: {entry.rule} {entry.operation or ''} {entry.pointer or ''} (known since {entry.first_seen})")
    unseen = len(baseline.entries) - len(known) - len(verdict.gone)
    if unseen:
        print(f"kept: {unseen} that these reports have too little evidence to judge")
    if new:
        print(f"{'accepted' if accept_new else 'not accepted'}: {len(new)} new")
        if not accept_new:
            print("Fix them, waive them (driftgate waive FINGERPRINT), or take them in with --accept-new.")
    print(f"{path}: {len(baseline.entries)} known, {len(after.entries)} after")
    if check:
        return 1 if verdict.gone else 0
    if not after.entries and not path.exists():
        return 0
    text = baseline_text(after)
    with changing(folder):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_file(path, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
