"""`driftgate waive`: print the waiver of one finding, to be pasted after a person has thought about it."""

from __future__ import annotations

import difflib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.cli.door import aside
from driftgate.cli.gate import ConfigFile, ContractFolder, Today, parse_day
from driftgate.errors import ConfigError
from driftgate.evidence import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.finding import Finding

MIN_PREFIX = 4


def waive(
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help="As reports show it; its first digits are enough.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why this drift is accepted.")],
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="Who answers for it.")],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day it holds, as in 2027-06-30.")],
    seen_in: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="REPORT.json", help="Report with the finding; repeatable. Default: reports/*.json."
        ),
    ] = None,
    contract: ContractFolder = Path("openapi"),
    config: ConfigFile = Path("pyproject.toml"),
    today: Today = None,
) -> int:
    """
    Print the waivers.toml entry that covers exactly one finding; write nothing.

    \b
    driftgate scan traffic.har --report json:reports/scan.json --report text
    driftgate waive 5b1d --reason 'Known at the vendor' --owner qa \\
        --until 2027-06-30 >> openapi/waivers.toml
    """
    from driftgate.config import load
    from driftgate.reports import print_text, read_json
    from driftgate.waiver import entry_text

    paths = seen_in or sorted(Path("reports").glob("*.json"))
    if not paths:
        raise ConfigError(
            "waive: no report to look in. Write one (--report json:reports/lint.json), or name one with --from REPORT.json."
        )
    findings = [found for path in paths for run in read_json(path) for found in run.findings]
    finding = find(fingerprint.lower(), findings, paths)
    if not reason.strip() or not owner.strip():
        raise ConfigError("waive: --reason and --owner must say something. A waiver is a person's decision.")
    end = parse_day(until, option="--until")
    day = parse_day(today, option="--today") if today is not None else datetime.now(UTC).date()
    last = day + timedelta(days=load(config).waiver_max_days)
    if not day <= end <= last:
        raise ConfigError(f"--until {until}: must lie between {day} and {last}.")
    aside(f"Paste into {(contract / 'waivers.toml').as_posix()}:\n")
    print_text(entry_text(finding, reason=reason, owner=owner, until=end), sys.stdout)
    return 0


def find(prefix: str, findings: Iterable[Finding], paths: Iterable[Path]) -> Finding:
    """
    Return the finding whose fingerprint begins with `prefix`.

    Raises:
        ConfigError: None has it, or several do.
    """
    by_fingerprint = {finding.fingerprint: finding for finding in findings}
    if len(prefix) < MIN_PREFIX:
        raise ConfigError(f"waive: {prefix!r} is too short to name a finding. Give at least {MIN_PREFIX} digits.")
    found = sorted(each for each in by_fingerprint if each.startswith(prefix))
    if len(found) > 1:
        raise ConfigError(f"waive: {prefix} fits {', '.join(found)}. Give more digits.")
    if not found:
        near = difflib.get_close_matches(prefix, by_fingerprint, n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]} ({by_fingerprint[near[0]].rule})?" if near else ""
        where = ", ".join(str(path) for path in paths)
        raise ConfigError(f"waive: no finding {prefix} in {where} ({counted(len(by_fingerprint), 'finding')}).{hint}")
    return by_fingerprint[found[0]]
