"""`driftgate report`: render a verdict again, in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from driftgate.cli.gate import ContractFolder, ReportOption, promise_of
from driftgate.cli.known import KnownRules
from driftgate.errors import ConfigError


def report(
    json_report: Annotated[
        Path | None, typer.Argument(metavar="REPORT.json", help="A JSON report of any command.")
    ] = None,
    report: ReportOption = None,
    contract: ContractFolder = Path("openapi"),
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the JSON and NDJSON reports instead.")
    ] = False,
) -> int:
    """
    Render a JSON report again, as it was judged then; the exit code is that of its verdict.

    \b
    driftgate report reports/verdict.json --report html:verdict.html
    """
    from driftgate import reports

    if schema:
        import json

        typer.echo(json.dumps(reports.schema(), indent=2, ensure_ascii=False))
        return 0
    if json_report is None:
        raise ConfigError("report: no REPORT.json given. Name the file that `--report json:FILE` wrote.")
    targets = reports.parse_targets(report or ["text"])
    verdict = reports.read_verdict(json_report)
    promised = promise_of(verdict.runs, contract)
    reports.write(
        verdict,
        targets,
        document=promised.document if promised else None,
        rules=KnownRules(),
        sensitive=promised.sensitive_names if promised else frozenset(),
        waivers_file=(contract / "waivers.toml").as_posix(),
    )
    return verdict.exit_code
