"""`driftgate scan`: judge recorded traffic."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.cli.contract import ContractOption, QuietOption, SpecOption, chosen_folder, load
from driftgate.cli.filters import OperationOption, PathOption, RuleOption, StatusOption, TagOption, scope_of
from driftgate.cli.gate import ConfigFile, FailOn, MinExchanges, MinItems, ReportOption, Today
from driftgate.errors import ConfigError, NoRecordingError

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.evidence import Judgement
    from driftgate.scope import Scope


def scan(
    recordings: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDING...",
            help="HAR, NDJSON of HAR entries (.gz, .zst too), VCR cassette; - is standard input.",
        ),
    ],
    contract: ContractOption = None,
    spec: SpecOption = None,
    report: ReportOption = None,
    operation: OperationOption = None,
    path: PathOption = None,
    tag: TagOption = None,
    status: StatusOption = None,
    rule: RuleOption = None,
    host: Annotated[
        list[str] | None,
        typer.Option("--host", metavar="HOST", help="Judge only requests to this host; repeatable. Default: any."),
    ] = None,
    base_path: Annotated[
        list[str] | None, typer.Option("--base-path", metavar="/PREFIX", help="What a gateway puts before the paths.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first entry that cannot be read.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Count which of the promised fields were seen, for the picture of HTML.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes at most; 0 is one a core.")
    ] = 0,
    fail_on: FailOn = None,
    min_exchanges: MinExchanges = None,
    min_items: MinItems = None,
    quiet: QuietOption = False,
    config: ConfigFile = Path("pyproject.toml"),
    today: Today = None,
) -> int:
    """
    Judge recorded traffic against the contract.

    \b
    driftgate scan browser.har                   a HAR file
    zcat gateway.ndjson.gz | driftgate scan -    a HAR entry on each line
    driftgate scan --operation 'GET /pets' --status 200 body.json
                                                 one body; - is standard input
    """
    from driftgate.cli.gate import prepare
    from driftgate.completion import completed

    folder = chosen_folder(contract, spec)
    scale = prepare(
        contract=folder,
        report=report,
        fail_on=fail_on,
        min_exchanges=min_exchanges,
        min_items=min_items,
        config=config,
        today=today,
    )
    judged = completed(load(folder, spec))
    scope = scope_of(operation=operation, path=path, tag=tag, status=status, rule=rule, host=host, base_path=base_path)
    judgement = _bare_body(judged, recordings, scope, coverage=coverage)
    if judgement is not None:
        scope = replace(scope, statuses=())  # it says which answer the body is
    else:
        try:
            judgement = _recorded(
                judged,
                recordings,
                scope,
                strict=strict,
                jobs=jobs,
                quiet=quiet,
                disabled=scale.policy.disabled,
                coverage=coverage,
            )
        except NoRecordingError as error:
            raise NoRecordingError(f"{error} {_as_a_body(recordings, scope)}") from None
    return scale.conclude([judgement], document=judged.document, scope=scope, contracts=(judged,))


def _as_a_body(sources: list[str], scope: Scope) -> str:
    """Return what is missing to judge a file as one bare body."""
    if len(sources) > 1:
        return "A bare body is judged alone, with --operation and --status."
    missing = []
    if len(scope.operations) != 1:
        missing.append("--operation 'GET /path'")
    if len(scope.statuses) != 1 or not scope.statuses[0].isdecimal():
        missing.append("--status 200")
    if not missing:
        return "A bare body is JSON on standard input, or a file whose name ends in .json."
    return f"If it is one bare body, say what it answers: add {' and '.join(missing)}."


def _bare_body(contract: Contract, sources: list[str], scope: Scope, *, coverage: bool) -> Judgement | None:
    """Judge one bare body, where that is what was asked for: one operation, one status, one file that is no recording."""
    from driftgate import recordings
    from driftgate.scan import Scanner, json_body

    if len(sources) != 1 or len(scope.operations) != 1 or len(scope.statuses) != 1 or not scope.statuses[0].isdecimal():
        return None
    raw = recordings.bare(sources[0])
    if raw is None:
        return None
    scanner = Scanner(contract, scope=scope, coverage=coverage)
    scanner.take(
        json_body(contract, scope.operations[0], int(scope.statuses[0]), raw, name=recordings.shown_name(sources[0]))
    )
    return scanner.judgement(sources=sources)


def _recorded(
    contract: Contract,
    sources: list[str],
    scope: Scope,
    *,
    strict: bool,
    jobs: int,
    quiet: bool,
    disabled: frozenset[str],
    coverage: bool,
) -> Judgement:
    from driftgate import parallel
    from driftgate.cli.progress import scan_progress

    if sources.count("-") > 1:
        raise ConfigError("scan: standard input can be read once only.")
    with scan_progress(sources, shown=not quiet) as progress:
        return parallel.scan(
            contract,
            sources,
            jobs=jobs,
            scope=scope,
            strict=strict,
            disabled=disabled,
            coverage=coverage,
            progress=progress,
        )
